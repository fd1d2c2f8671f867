#include "engine/reader/catalogues.hpp"

#include "engine/diff/diff.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

/// An object that has a list of what it is sold: of which kind that is, and its id.
using SoldTo = std::pair<const Kind*, std::string>;

/// What is to be read: catalogues by owner, and for each account one object that tells its prices.
struct Needs {
    std::set<std::pair<const Catalogue*, std::string>> catalogues = {};
    std::map<std::string, SoldTo> offers = {};
    /// One that is read only to tell the tenant's program. Its prices are not kept: whether they
    /// are read must not depend on who else is in the run.
    std::optional<SoldTo> telling = {};
};

class Questions {
public:
    Questions(const KindTable& kinds, const Desired& desired, const Selection& selection,
              const Matches& matches, const Live& live)
        : kinds_(kinds), desired_(desired), selection_(selection), matches_(matches), live_(live) {}

    Needs needs() {
        for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
            const Resource& resource = desired_.resources[i];
            const Kind& kind = *resource.kind;
            if (kind.reading.catalogues.empty() && kind.offers_path().empty()) continue;
            if (matches_.of[i].refused || !selection_.covers(resource.address)) continue;
            const LiveObject* root = matches_.of[desired_.root_of(i)].live;
            if (buys_for_something_new(i)) newly_sold_ = &kind;
            if (root == nullptr) {
                note_names(resource);
                continue;
            }
            const LiveObject* live = matches_.of[i].live;
            const bool writes =
                live == nullptr || !diff::compare(resource, live, kinds_.schema_of(kind)).empty();
            if (!writes) continue;
            add_catalogues(resource, root->id);
            const LiveObject* parent =
                resource.parent == Resource::none ? nullptr : matches_.of[resource.parent].live;
            if (!kind.offers_path().empty() && parent != nullptr) {
                needs_.offers.emplace(root->id, std::pair(&kind, parent->id));
            }
        }
        add_telling_list();
        add_others();
        return std::move(needs_);
    }

private:
    /// Whether something is ordered for a parent that does not exist yet, which has no list of what
    /// it is sold.
    bool buys_for_something_new(std::size_t index) const {
        const Resource& resource = desired_.resources[index];
        const Kind& kind = *resource.kind;
        if (kind.offers_path().empty() || matches_.of[resource.parent].live != nullptr)
            return false;
        const std::optional<LiveObject> given = kind.from_the_start();
        const LiveObject* now = given ? &*given : nullptr;
        return !diff::compare(resource, now, kinds_.schema_of(kind)).empty();
    }

    /// By which ids it is sold depends on the tenant's program: where nobody has said it and no
    /// list is read anyway, that of any live parent tells.
    void add_telling_list() {
        if (newly_sold_ == nullptr || desired_.program || !needs_.offers.empty()) return;
        const std::vector<LiveObject>& parents = live_.of(newly_sold_->parent);
        if (parents.empty()) return;
        needs_.telling = std::pair(newly_sold_, parents.front().id);
    }

    /// Names for an object that does not exist yet.
    void note_names(const Resource& resource) {
        for (const diff::Mention& mention : diff::mentions(resource, kinds_)) {
            if (!mention.catalogue->alike) continue;
            const diff::Resolved known =
                diff::look_up(mention.written, *mention.catalogue, "", live_);
            if (known.how == diff::Resolved::How::not_read) compared_.insert(mention.catalogue);
        }
    }

    /// They are held against the catalogue of another object, one for all of them: one that is read
    /// anyway, or else the first that is visible.
    void add_others() {
        for (const Catalogue* catalogue : compared_) {
            const auto same = [&](const auto& need) { return need.first->name == catalogue->name; };
            const std::vector<LiveObject>& visible = live_.of(catalogue->owner);
            if (visible.empty() || std::ranges::any_of(needs_.catalogues, same)) continue;
            needs_.catalogues.emplace(catalogue, visible.front().id);
        }
    }

    void add_catalogues(const Resource& resource, const std::string& owner) {
        for (const diff::Mention& mention : diff::mentions(resource, kinds_)) {
            if (mention.catalogue->owner.empty()) continue;
            const diff::Resolved known =
                diff::look_up(mention.written, *mention.catalogue, owner, live_);
            if (known.how == diff::Resolved::How::not_read) {
                needs_.catalogues.emplace(mention.catalogue, owner);
            }
        }
    }

    const KindTable& kinds_;
    const Desired& desired_;
    const Selection& selection_;
    const Matches& matches_;
    const Live& live_;
    const Kind* newly_sold_ = nullptr;
    Needs needs_;
    std::set<const Catalogue*> compared_;
};

/// A price of 0 or less is none (API reference, section 19).
std::optional<Amount> unit_price_of(const Json& component) {
    const Json* told = component.find("unit_price");
    const auto price = told == nullptr ? std::nullopt : Amount::from_json(*told);
    return price && *price > Amount() ? price : std::nullopt;
}

/// One plan of GET .../available_rate_plans. Its components are priced by the piece, the plan
/// itself as the component "zones" (API reference, section 7). Where that has no price nothing of
/// the plan has one that can be trusted, but what is included is told all the same.
RatePlan offer_from(const Json& item) {
    RatePlan plan{.id = std::string(item.text_of("id")),
                  .currency = known_currency(item.text_of("currency")),
                  .frequency = std::string(item.text_of("frequency"))};
    const Json* components = item.find("components");
    if (components == nullptr || components->items() == nullptr) return plan;
    for (const Json& component : *components->items()) {
        const std::string name(component.text_of("name"));
        const Json* usual = component.find("default");
        const std::int64_t* included = usual == nullptr ? nullptr : usual->integer();
        if (name == "zones") {
            plan.flat = unit_price_of(component);
        } else if (included != nullptr && *included >= 0) {
            plan.components.push_back({name, *included, unit_price_of(component)});
        } else {
            plan.components.push_back({name, std::nullopt, unit_price_of(component)});
        }
    }
    if (!plan.flat) {
        for (RatePlan::Component& component : plan.components)
            component.unit.reset();
    }
    return plan;
}

asio::awaitable<Expected<std::vector<RatePlan>>> read_offers(Api& api, const SoldTo& where) {
    const auto& [kind, parent] = where;
    const Call call{.path = std::string(kind->offers_path())};
    const Ids ids = {{std::string(kind->parent), parent}};
    Request request = make_request(call, ids);
    const auto items = co_await read_items(api, std::move(request));
    if (!items) co_return std::unexpected(items.error());
    std::vector<RatePlan> plans;
    for (const Json& item : *items)
        plans.push_back(offer_from(item));
    co_return plans;
}

/// The program that a list of rate plans tells, if it does.
std::optional<TenantProgram> told_by(std::vector<RatePlan> plans) {
    Live told;
    told.rate_plans[""] = std::move(plans);
    TenantProgram program = program_of({}, told);
    if (program.source == TenantProgram::Evidence::nothing) return std::nullopt;
    return program;
}

asio::awaitable<std::optional<Fault>> read_telling(Api& api, const SoldTo& where, Live& live) {
    auto plans = co_await read_offers(api, where);
    if (!plans) co_return plans.error();
    live.program = told_by(std::move(*plans));
    co_return std::nullopt;
}

/// A list that could not be read is no list without plans, and what another account is sold need
/// not be sold to this one: unless somebody has written the program, nobody buys by a guess. What
/// lies in accounts whose lists were read goes by those.
void note_unread(const Desired& desired, const Fault& fault, Live& live) {
    if (desired.program) return;
    live.program = {.source = TenantProgram::Evidence::unread, .by = fault.summary()};
}

} // namespace

asio::awaitable<std::optional<Fault>> read_for_writes(Api& api, const KindTable& kinds,
                                                      const Desired& desired,
                                                      const Selection& selection,
                                                      const Matches& matches, Live& live) {
    const Needs needs = Questions(kinds, desired, selection, matches, live).needs();
    const std::vector<std::pair<const Catalogue*, std::string>> catalogues(needs.catalogues.begin(),
                                                                           needs.catalogues.end());
    const std::vector<std::pair<std::string, SoldTo>> offers(needs.offers.begin(),
                                                             needs.offers.end());
    std::optional<Fault> stop;
    std::vector<std::optional<Fault>> unread(offers.size()); // the first is told, in any run
    const Work read_one = [&](std::size_t i) -> asio::awaitable<void> {
        if (stop) co_return;
        std::optional<Fault> fault;
        if (i < catalogues.size()) {
            const auto& [catalogue, owner] = catalogues[i];
            auto entries = co_await read_catalogue(api, *catalogue, owner);
            if (entries) {
                live.catalogues[{std::string(catalogue->name), owner}] = std::move(*entries);
            } else {
                fault = entries.error();
            }
        } else {
            const auto& [account, where] = offers[i - catalogues.size()];
            auto plans = co_await read_offers(api, where);
            if (plans) {
                live.rate_plans[account] = std::move(*plans);
            } else {
                unread[i - catalogues.size()] = fault = plans.error();
            }
        }
        if (fault && !fault->concerns_one()) stop = fault;
    };
    co_await concurrently(catalogues.size() + offers.size(), api.width(), read_one);
    if (needs.telling && !stop) unread.push_back(co_await read_telling(api, *needs.telling, live));
    for (const std::optional<Fault>& fault : unread)
        if (fault) note_unread(desired, *fault, live);
    co_return stop;
}

} // namespace tenantry::reader
