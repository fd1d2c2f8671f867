// GET /zones: a page of the zones, narrowed and ordered (API reference, section 6). A page costs
// what it shows, not what the tenant holds, in the cases that clients page through: all zones, the
// zones of one account, one name.
#include "tools/simulator/api/paging.hpp"
#include "tools/simulator/api/rights.hpp"
#include "tools/simulator/api/router.hpp"
#include "tools/simulator/api/zone_filter.hpp"
#include "tools/simulator/text/zone_name.hpp"

#include <array>

namespace tenantry::simulator {
namespace {

using Zones = Shelf<Zone>::Items;

constexpr std::size_t most_accounts_for_a_sweep = 500;
constexpr std::array<std::string_view, 5> zone_orders = {"name", "status", "account.id",
                                                         "account.name", "plan.id"};

const std::string& zone_sort_key(const Zone& zone, std::string_view order) {
    if (order == "name") return zone.ascii;
    if (order == "status") return zone.status;
    if (order == "account.id") return zone.account->id;
    if (order == "account.name") return zone.account->name;
    return zone.plan;
}

const Zones& candidates(const ZoneFilter& filter, const Shelf<Zone>& shelf) {
    if (filter.bounded_by_account()) return shelf.children_of(*filter.account_id);
    if (filter.bounded_by_name()) return shelf.named(comparable_name(filter.name->value));
    return shelf.all();
}

// How many accounts the caller sees: what the rule about sweeps counts.
std::size_t accounts_seen(const Call& call) {
    return call.caller.user->is_administrator ? call.store.accounts.live().all().size()
                                              : accounts_seen_by(call).size();
}

// The zones that the caller may see at all; of one account when the filter says so.
Zones zones_seen(const ZoneFilter& filter, const Shelf<Zone>& shelf, const Call& call) {
    Zones seen;
    for (const auto& account : accounts_seen_by(call)) {
        if (filter.bounded_by_account() && account->id != *filter.account_id) continue;
        if (!may_read(call, account->id, "zones")) continue;
        const auto& zones = shelf.children_of(account->id);
        seen.insert(seen.end(), zones.begin(), zones.end());
    }
    std::ranges::sort(seen, {}, [](const auto& zone) { return zone->sequence; });
    return seen;
}

bool has_internal(const Shelf<Zone>& shelf) { return shelf.special_count() > 0; }

Reply list_zones(const Call& call) {
    const Fields& query = call.request.query;
    const auto page = read_page(query);
    if (!page) return page.error();
    const auto backwards = read_backwards(query);
    if (!backwards) return backwards.error();
    const auto filter = read_zone_filter(query);
    if (!filter) return filter.error();
    const std::string* order = find_parameter(query, "order");
    if (order != nullptr && std::ranges::find(zone_orders, *order) == zone_orders.end())
        return invalid("order must be name, status, account.id, account.name or plan.id");
    // Only the rule is documented, not its code (API reference, section 6): 1500 is made up.
    if (!filter->bounded_by_account() && accounts_seen(call) > most_accounts_for_a_sweep)
        return failure(400, 1500,
                       "Listing zones across more than 500 accounts is not allowed: narrow the "
                       "list with account.id");

    const auto append = [](std::string& out, const auto& zone) { out += zone->text(); };
    const Shelf<Zone>& shelf = call.store.zones.listed(call.now);
    Zones seen;
    if (!call.caller.user->is_administrator) seen = zones_seen(*filter, shelf, call);
    const Zones& all = call.caller.user->is_administrator ? candidates(*filter, shelf) : seen;
    if (filter->is_open() && order == nullptr && !has_internal(shelf))
        return page_of(all, *page, *backwards, append);
    Zones chosen;
    for (const auto& zone : all)
        if (filter->matches(*zone)) chosen.push_back(zone);
    if (order != nullptr)
        std::ranges::stable_sort(chosen, {}, [order](const auto& zone) -> const std::string& {
            return zone_sort_key(*zone, *order);
        });
    return page_of(chosen, *page, *backwards, append);
}

} // namespace

void add_zone_list_routes(Router& router) {
    router.add("GET", "/zones", needs::caller, list_zones);
}

} // namespace tenantry::simulator
