// What customers pay today: of the live objects of kinds that are sold, those that lie in accounts
// which manifests name, whether or not a manifest names the object itself.
#include "engine/planner/planner.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace tenantry::planner {
namespace {

/// Whether objects of a kind are bought, or what is bought belongs to them.
bool is_on_the_way(const Kind& kind, const KindTable& kinds) {
    return std::ranges::any_of(kinds.kinds(), [&](const Kind* sold) {
        return sold->buys() && (sold == &kind || sold->parent == kind.name);
    });
}

/// What a live object is, as if somebody wanted just that.
Resource as_wanted(const Kind& kind, const LiveObject& live, const Schema& schema) {
    Resource resource{.kind = &kind};
    for (const auto& [path, value] : live.fields) {
        if (schema.field(path) != nullptr && !value.is_null())
            resource.fields.push_back({.path = path, .value = value});
    }
    return resource;
}

Components components_of(const LiveObject& live) {
    constexpr std::string_view prefix = "components.";
    Components components;
    for (const auto& [path, value] : live.fields) {
        if (path.starts_with(prefix) && value.integer() != nullptr)
            components.emplace_back(path.substr(prefix.size()), *value.integer());
    }
    return components;
}

class Biller {
public:
    Biller(const KindTable& kinds, const Desired& desired, const Matched& live,
           const Selection& selection)
        : kinds_(kinds), desired_(desired), live_(live.live), taken_(live.matches.taken),
          selection_(selection) {
        for (const Kind* kind : kinds.kinds()) {
            if (kind->comes_with_parent()) continue;
            for (const LiveObject& object : live_.of(kind->name))
                by_id_.emplace(object.id, &object);
        }
    }

    std::vector<Cost> all() const {
        std::vector<Cost> costs;
        for (const Kind* kind : kinds_.kinds()) {
            if (!kind->buys()) continue;
            for (const LiveObject& object : live_.of(kind->name))
                if (const auto cost = cost_of(*kind, object)) costs.push_back(*cost);
        }
        std::ranges::sort(costs, [](const Cost& a, const Cost& b) {
            const auto key = [](const Cost& cost) {
                return std::tuple(cost.address.customer(), cost.address.text(), cost.id);
            };
            return key(a) < key(b);
        });
        return costs;
    }

private:
    /// Where it stands in the manifests, or would; nothing for what lies in no account of theirs.
    std::optional<Address> address_of(const Kind& kind, const LiveObject& object) const {
        if (const auto found = taken_.find(&object); found != taken_.end())
            return desired_.resources[found->second].address;
        const auto above = by_id_.find(object.parent);
        if (kind.parent.empty() || above == by_id_.end()) return std::nullopt;
        const auto address = address_of(kinds_.parent_of(kind), *above->second);
        if (!address) return std::nullopt;
        return kind.comes_with_parent() ? address->member(kind.word)
                                        : address->child(kind.word, object.name);
    }

    std::optional<Cost> cost_of(const Kind& kind, const LiveObject& object) const {
        const auto address = address_of(kind, object);
        if (!address || !selection_.covers(*address)) return std::nullopt;
        const Resource resource = as_wanted(kind, object, kinds_.schema_of(kind));
        // What the API tells, and what the list tells without it.
        LiveObject unpriced = object;
        std::erase_if(unpriced.fields, [](const auto& field) { return field.first == "price"; });
        const Money money = money_of(kind, resource, object);
        const Money listed = money_of(kind, resource, unpriced);
        const bool free = listed.old_price && listed.old_price->amount.is_zero();
        if (free && !money.paid) return std::nullopt;
        Cost cost{.address = *address,
                  .product = money.old_plan,
                  .id = object.id,
                  .components = components_of(object),
                  .listed = listed.old_price,
                  .named = taken_.contains(&object),
                  .unpaid_state = std::string(kind.sale->unpaid_state(object))};
        if (money.paid) cost.told = *money.paid;
        if (!money.old_price) cost.missing = money.old_price.error();
        // What is known of it without is no price of what was ordered.
        const Fault* const fault = object.why_unread("price");
        if (fault != nullptr) cost.missing = "cannot be read: " + fault->summary();
        if (fault == nullptr && !object.doubts.empty())
            cost.missing = object.doubts.front().describe();
        cost.unread = fault != nullptr || !object.doubts.empty();
        if (cost.unread) {
            cost.told = std::unexpected("");
            cost.listed = std::unexpected("");
        }
        return cost;
    }

    Money money_of(const Kind& kind, const Resource& resource, const LiveObject& live) const {
        const Change change{.action = Action::update, .resource = &resource, .live = &live};
        const std::array<PriceList, 1> lists = {{{"prices", desired_.prices}}};
        return kind.money(change, lists).value_or(Money());
    }

    const KindTable& kinds_;
    const Desired& desired_;
    const Live& live_;
    const std::unordered_map<const LiveObject*, std::size_t>& taken_;
    const Selection& selection_;
    std::unordered_map<std::string_view, const LiveObject*> by_id_;
};

} // namespace

Desired only_sold(const KindTable& kinds, const Desired& desired) {
    Desired result{.tenant = desired.tenant, .customers = desired.customers};
    std::vector<const Kind*> lists;
    for (const Kind* kind : kinds.kinds()) {
        const bool in_root = !kind->parent.empty() && kinds.parent_of(*kind).parent.empty();
        if (in_root && !kind->comes_with_parent() && is_on_the_way(*kind, kinds))
            lists.push_back(kind);
    }
    for (const Resource& resource : desired.resources) {
        if (resource.parent != Resource::none || !resource.kind->parent.empty()) continue;
        if (std::ranges::none_of(
                lists, [&](const Kind* kind) { return kind->parent == resource.kind->name; })) {
            continue;
        }
        Resource& root = result.resources.emplace_back(resource);
        const Schema& schema = kinds.schema_of(*root.kind);
        std::erase_if(root.fields, [&](const Field& field) {
            return schema.field(field.path)->identity == IdentityRole::none;
        });
        root.managed_lists = lists;
    }
    return result;
}

Costs costs(const KindTable& kinds, const Desired& desired, const Matched& live,
            const Selection& selection, const Plan& plan, const Diagnostics& diagnostics) {
    Costs costs{.costs = Biller(kinds, desired, live, selection).all(),
                .unjudged = unjudged(plan, diagnostics)};
    for (const Customer& customer : desired.customers)
        if (selection.covers_customer(customer.name)) costs.customers.push_back(customer.name);
    if (!selection.everything()) return costs;
    for (const Kind* kind : kinds.kinds()) {
        if (!kind->parent.empty()) continue;
        for (const LiveObject& object : live.live.of(kind->name))
            costs.other_accounts += live.matches.taken.contains(&object) ? 0 : 1;
    }
    return costs;
}

} // namespace tenantry::planner
