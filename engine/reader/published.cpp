#include "engine/reader/published.hpp"

#include "engine/model/answer.hpp"

#include <algorithm>

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

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

std::string public_key(std::string_view plan) {
    std::string key(plan);
    for (char& c : key) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return key;
}

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

asio::awaitable<void> read_published(Api& api, const std::set<std::string>& asked, Live& live) {
    const std::vector<std::string> keys(asked.begin(), asked.end());
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
        if (public_key(plans[i].id) == keys[i]) live.published.push_back(std::move(plans[i]));
    }
}

} // namespace tenantry::reader
