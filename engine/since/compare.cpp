#include "engine/since/compare.hpp"

#include "engine/selection/selection.hpp"
#include "engine/since/moved.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace tenantry::since {
namespace {

/// The resources of one customer: they stand together.
struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;

    std::size_t size() const { return end - begin; }
};

using Ranges = std::map<std::string_view, Range, std::less<>>; // by customer, as addresses have it

Ranges ranges_of(const Desired& desired) {
    Ranges ranges;
    for (std::size_t i = 0; i < desired.resources.size(); ++i) {
        const auto [range, is_new] =
            ranges.try_emplace(desired.resources[i].address.customer(), Range{i, i});
        range->second.end = i + 1;
    }
    return ranges;
}

Range range_of(const Ranges& ranges, const Customer& customer) {
    const Address address = Address::of_customer(customer.name);
    const auto found = ranges.find(address.customer());
    return found == ranges.end() ? Range() : found->second;
}

/// A value as it is written: whatever a variable holds today.
const Json& as_written(const Field& field, const Desired& desired) {
    const auto written = desired.written.find(field.position);
    return written == desired.written.end() ? field.value : written->second;
}

bool same_resource(const Resource& one, const Desired& then, const Resource& other,
                   const Desired& now) {
    if (one.kind != other.kind || one.address != other.address ||
        one.managed_lists != other.managed_lists || one.fields.size() != other.fields.size()) {
        return false;
    }
    return std::ranges::equal(one.fields, other.fields, [&](const Field& a, const Field& b) {
        return a.path == b.path && as_written(a, then) == as_written(b, now);
    });
}

bool same_kept(const KeptField& one, const KeptField& other) {
    return one.kind == other.kind && one.path == other.path && one.value == other.value;
}

bool same_component(const RatePlan::Component& one, const RatePlan::Component& other) {
    return one.name == other.name && one.included == other.included && one.unit == other.unit &&
           one.least == other.least && one.most == other.most;
}

bool same_price(const RatePlan& one, const RatePlan& other) {
    return one.id == other.id && one.currency == other.currency &&
           one.frequency == other.frequency && one.flat == other.flat &&
           std::ranges::equal(one.components, other.components, same_component);
}

bool same_limit(const UpdateLimit& one, const UpdateLimit& other) {
    return one.count == other.count && one.percent == other.percent;
}

bool same_guards(const Guards& one, const Guards& other) {
    return one.allowed_plans == other.allowed_plans &&
           one.spend_of_customer == other.spend_of_customer &&
           one.spend_of_run == other.spend_of_run &&
           same_limit(one.updates_of_kind, other.updates_of_kind) &&
           same_limit(one.updates_of_customer, other.updates_of_customer) &&
           same_limit(one.updates_of_run, other.updates_of_run) && one.protect == other.protect &&
           one.roles == other.roles && std::ranges::equal(one.keep, other.keep, same_kept);
}

/// What became of the resources of one customer that is there still.
class LeftBehind {
public:
    LeftBehind(const KindTable& kinds, const Desired& then, const Desired& now, const Moved& moved,
               Range before, Range after)
        : then_(then), now_(now), moved_(moved), before_(before), after_(after),
          identities_(kinds, now) {
        for (std::size_t i = after.begin; i < after.end; ++i)
            by_address_.emplace(now.resources[i].address.text(), i);
    }

    std::vector<Departed> find() {
        for (std::size_t i = before_.begin; i < before_.end; ++i)
            places_.push_back(place(i));
        return std::move(departed_);
    }

private:
    /// Where a resource of then is now: at an index, gone with the line at another, or told by
    /// drift.
    struct Whereabouts {
        std::optional<std::size_t> now = {};
        std::optional<std::size_t> line = {};
    };

    Whereabouts place(std::size_t index) {
        const Resource& resource = then_.resources[index];
        const bool top = resource.parent == Resource::none;
        const Whereabouts parent = top ? Whereabouts() : places_[resource.parent - before_.begin];
        if (!top && !parent.now) {
            if (parent.line) ++departed_[*parent.line].resources;
            return parent;
        }
        if (const auto found = find_now(resource)) {
            add_lists(resource, now_.resources[*found]);
            return {.now = found};
        }
        if (top && moved_.holds(resource)) return {};
        if (top || resource.kind->comes_with_parent()) {
            departed_.push_back(
                {.address = resource.address, .kind = resource.kind, .resources = 1});
            return {.line = departed_.size() - 1};
        }
        const auto line = lists_.find({*parent.now, resource.kind});
        if (line == lists_.end()) return {};
        ++departed_[line->second].resources;
        return {.line = line->second};
    }

    /// By its address, or by one of the names that it goes by now: a rename is no departure.
    std::optional<std::size_t> find_now(const Resource& resource) const {
        const auto found = by_address_.find(resource.address.text());
        if (found != by_address_.end()) return found->second;
        // What stands for anything in a pattern would find a neighbour.
        if (resource.address.text().find_first_of("*?") != std::string::npos) return std::nullopt;
        const Glob glob(resource.address.text());
        for (std::size_t i = after_.begin; i < after_.end; ++i) {
            if (now_.resources[i].kind != resource.kind) continue;
            if (glob.means(identities_.of(i))) return i;
        }
        return std::nullopt;
    }

    /// Lists that it had, and has no more.
    void add_lists(const Resource& before, const Resource& after) {
        const auto index = static_cast<std::size_t>(&after - now_.resources.data());
        for (const Kind* kind : before.managed_lists) {
            const auto& lists = after.managed_lists;
            if (std::ranges::find(lists, kind) != lists.end()) continue;
            lists_.emplace(std::pair(index, kind), departed_.size());
            departed_.push_back({.address = after.address, .kind = kind, .list = true});
        }
    }

    const Desired& then_;
    const Desired& now_;
    const Moved& moved_;
    Range before_;
    Range after_;
    Identities identities_;
    std::unordered_map<std::string, std::size_t> by_address_;
    std::vector<Whereabouts> places_;
    std::map<std::pair<std::size_t, const Kind*>, std::size_t> lists_; // lines of lists that went
    std::vector<Departed> departed_;
};

/// How many of a customer that is named no more are managed nowhere else.
std::size_t left_of(Range range, const Desired& then, const Moved& moved) {
    std::size_t left = 0;
    for (std::size_t i = range.begin; i < range.end; ++i)
        left += moved.holds(then.resources[then.root_of(i)]) ? 0 : 1;
    return left;
}

} // namespace

ManifestChanges compare(const KindTable& kinds, const Desired& then, const Desired& now) {
    ManifestChanges changes;
    const Ranges before = ranges_of(then);
    const Ranges after = ranges_of(now);
    const Moved moved(kinds, then, now);
    std::map<std::string_view, const Customer*> known;
    for (const Customer& customer : now.customers)
        known.emplace(customer.name, &customer);
    std::map<std::string_view, const Customer*> earlier;
    for (const Customer& customer : then.customers) {
        earlier.emplace(customer.name, &customer);
        if (known.contains(customer.name)) continue;
        const Range there = range_of(before, customer);
        const std::size_t left = left_of(there, then, moved);
        if (left == 0 && there.size() > 0) continue;
        changes.departed.push_back(
            {.address = Address::of_customer(customer.name), .resources = left});
    }
    for (const Customer& customer : now.customers) {
        const auto was = earlier.find(customer.name);
        const Range there = was == earlier.end() ? Range() : range_of(before, *was->second);
        const Range here = range_of(after, customer);
        bool same = was != earlier.end() && was->second->labels == customer.labels &&
                    there.size() == here.size();
        for (std::size_t i = 0; same && i < here.size(); ++i) {
            same = same_resource(then.resources[there.begin + i], then,
                                 now.resources[here.begin + i], now);
        }
        if (same) continue;
        changes.customers.insert(customer.name);
        std::vector<Departed> left = LeftBehind(kinds, then, now, moved, there, here).find();
        changes.departed.insert(changes.departed.end(), std::make_move_iterator(left.begin()),
                                std::make_move_iterator(left.end()));
    }
    if (!same_guards(then.guards, now.guards)) changes.of_tenant.emplace_back("guards");
    if (!std::ranges::equal(then.prices, now.prices, same_price))
        changes.of_tenant.emplace_back("prices");
    if (then.program != now.program) changes.of_tenant.emplace_back("program");
    return changes;
}

} // namespace tenantry::since
