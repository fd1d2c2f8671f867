#include "engine/reader/published.hpp"

#include "engine/base/text.hpp"
#include "engine/diff/diff.hpp"
#include "engine/model/answer.hpp"
#include "engine/model/plan_class.hpp"

#include <algorithm>
#include <set>

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

// More plans than there are; what a stranger's manifests name is bounded.
constexpr std::size_t most_plans = 100;

std::string upper(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return result;
}

/// The public keys of the plans whose components are ordered.
class Published {
public:
    Published(const KindTable& kinds, const Desired& desired, const Selection& selection,
              const Matches& matches, const Live& live)
        : kinds_(kinds), desired_(desired), selection_(selection), matches_(matches), live_(live),
          program_(program_of(desired, live)) {}

    std::set<std::string> keys() const {
        std::set<std::string> keys;
        for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
            const Resource& resource = desired_.resources[i];
            if (!resource.kind->buys() || matches_.of[i].refused) continue;
            if (!selection_.covers(resource.address)) continue;
            const std::string id = ordered_with_components(i);
            // Free has nothing to be ordered with it.
            if (!id.empty() && plan_class(id) != "free") keys.insert(upper(id));
            if (keys.size() >= most_plans) break;
        }
        return keys;
    }

private:
    std::string ordered_with_components(std::size_t index) const {
        const Resource& resource = desired_.resources[index];
        const LiveObject* live = matches_.of[index].live;
        Change change{.action = live == nullptr ? Action::create : Action::update,
                      .resource = &resource,
                      .live = live,
                      .fields = diff::compare(resource, live, kinds_.schema_of(*resource.kind))};
        const auto is_component = [](const FieldChange& field) {
            return field.path.starts_with("components.");
        };
        const auto stays = [&](const auto& field) {
            return field.first.starts_with("components.");
        };
        // What stays of another plan is ordered with the next one.
        const bool kept = live != nullptr && change.changes("rate_plan") &&
                          std::ranges::any_of(live->fields, stays);
        if (!kept && !std::ranges::any_of(change.fields, is_component)) return {};
        Diagnostics unused; // the planner finds them again
        resource.kind->sale->order(
            change, {live_.sold_to(matches_.root_id(desired_, index)), program_}, unused);
        return change.ordered_as;
    }

    const KindTable& kinds_;
    const Desired& desired_;
    const Selection& selection_;
    const Matches& matches_;
    const Live& live_;
    TenantProgram program_;
};

std::optional<std::int64_t> number(const Json& in, std::string_view name) {
    const Json* value = in.find(name);
    return value == nullptr ? std::nullopt : whole_number(*value);
}

/// The numbers that a component is sold in, by its tiers; none where one of them cannot be read.
void read_bounds(const Json& component, RatePlan::Component& read) {
    const Json* tiers = component.find("tiers");
    if (tiers == nullptr || tiers->items() == nullptr) return;
    for (const Json& tier : *tiers->items()) {
        const auto least = number(tier, "lowerThreshold");
        const auto most = number(tier, "upperThreshold");
        if (!least || !most || *least < 0 || *most < *least) {
            read.least.reset();
            read.most.reset();
            return;
        }
        read.least = std::min(read.least.value_or(*least), *least);
        read.most = std::max(read.most.value_or(*most), *most);
    }
}

} // namespace

// Without prices: the answer does not say how often they are paid, and a price for no period is
// none.
RatePlan published_plan_from(const Json& answer) {
    RatePlan plan{.id = std::string(answer.text_of("id"))};
    const Json* components = answer.find("components");
    if (components == nullptr || components->items() == nullptr) return plan;
    for (const Json& component : *components->items()) {
        const std::string name(component.text_of("name"));
        // What is metered is no order.
        if (name.empty() || component.text_of("chargeType") == "usage") continue;
        RatePlan::Component read{.name = name, .included = number(component, "defaultQuantity")};
        read_bounds(component, read);
        plan.components.push_back(std::move(read));
    }
    return plan;
}

asio::awaitable<void> read_published(Api& api, const KindTable& kinds, const Desired& desired,
                                     const Selection& selection, const Matches& matches,
                                     Live& live) {
    const std::set<std::string> found = Published(kinds, desired, selection, matches, live).keys();
    const std::vector<std::string> keys(found.begin(), found.end());
    std::vector<RatePlan> plans(keys.size());
    const Work read_one = [&](std::size_t i) -> asio::awaitable<void> {
        const Call call{.path = "/billing/rate_plans/{rate_plan}"};
        const Ids ids = {{"rate_plan", keys[i]}};
        Request request = make_request(call, ids);
        const auto response = co_await api.send(std::move(request));
        if (response) plans[i] = published_plan_from(response->result);
    };
    co_await concurrently(keys.size(), api.width(), read_one);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        // An answer about another plan says nothing of this one.
        if (upper(plans[i].id) == keys[i]) live.published.push_back(std::move(plans[i]));
    }
}

} // namespace tenantry::reader
