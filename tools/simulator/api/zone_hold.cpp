// What callers may do with the hold of a zone: API reference, section 6.
#include "tools/simulator/api/router.hpp"
#include "tools/simulator/text/json_value.hpp"

namespace tenantry::simulator {
namespace {

// The hold of a zone that can have one.
std::expected<ZoneHold, Reply> hold_in(const Call& call) {
    const auto hold = hold_of(*call.zone, call.store);
    if (!hold)
        return std::unexpected(failure(400, 1005, "Zone holds are for Enterprise zones only"));
    return *hold;
}

Reply keep_hold(const ZoneHold& hold, const Call& call) {
    call.store.zone_holds.insert_or_assign(call.zone->id, hold);
    return success(to_json(hold, call.now));
}

// A boolean, or a text that says one: the documents and the clients disagree.
Refusal read_include_subdomains(const Json& value, ZoneHold& hold) {
    if (value.is_null()) return std::nullopt;
    if (value != true && value != false && value != "true" && value != "false")
        return invalid("include_subdomains must be true or false", "/include_subdomains");
    hold.include_subdomains = value == true || value == "true";
    return std::nullopt;
}

// "+00:00" is how the documents write UTC; in a query its plus is a space unless it is encoded.
std::optional<Time> moment_in(std::string text) {
    for (const std::string_view utc : {"+00:00", " 00:00"})
        if (text.ends_with(utc)) text.replace(text.size() - utc.size(), utc.size(), "Z");
    return from_rfc3339(text);
}

// The moment from which the zone is held again; an empty text is now.
Refusal read_hold_after(const std::string& text, Time now, std::optional<Time>& moment) {
    moment = text.empty() ? now : moment_in(text);
    if (!moment) return invalid("hold_after must be a moment as in RFC 3339", "/hold_after");
    return std::nullopt;
}

Reply get_hold(const Call& call) {
    const auto hold = hold_in(call);
    return hold ? success(to_json(*hold, call.now)) : hold.error();
}

Reply post_hold(const Call& call) {
    auto hold = hold_in(call);
    if (!hold) return hold.error();
    *hold = ZoneHold{};
    if (const auto* text = find_parameter(call.request.query, "include_subdomains"))
        if (auto refusal = read_include_subdomains(*text, *hold)) return *refusal;
    return keep_hold(*hold, call);
}

// What is past has no effect on a zone that is held.
Reply patch_hold(const Call& call) {
    auto hold = hold_in(call);
    if (!hold) return hold.error();
    const auto body = read_object(call.request);
    if (!body) return body.error();
    if (auto refusal = read_include_subdomains(member(*body, "include_subdomains"), *hold))
        return *refusal;
    const Json& after = member(*body, "hold_after");
    if (after.is_null()) return keep_hold(*hold, call);
    if (!after.is_string()) return invalid("hold_after must be a string", "/hold_after");
    std::optional<Time> moment;
    if (auto refusal = read_hold_after(after.get<std::string>(), call.now, moment)) return *refusal;
    if (*moment > call.now || !hold->holds(call.now)) {
        hold->hold_after = moment;
        hold->is_wanted = true;
    }
    return keep_hold(*hold, call);
}

// For good, or until hold_after. A zone that is not held stays so: it can be repeated.
Reply delete_hold(const Call& call) {
    auto hold = hold_in(call);
    if (!hold) return hold.error();
    const auto* text = find_parameter(call.request.query, "hold_after");
    std::optional<Time> moment;
    if (text != nullptr)
        if (auto refusal = read_hold_after(*text, call.now, moment)) return *refusal;
    hold->is_wanted = moment.has_value();
    hold->hold_after = moment;
    return keep_hold(*hold, call);
}

} // namespace

void add_zone_hold_routes(Router& router) {
    router.add("GET", "/zones/{zone_id}/hold", needs::zone, get_hold);
    router.add("POST", "/zones/{zone_id}/hold", needs::zone, post_hold);
    router.add("PATCH", "/zones/{zone_id}/hold", needs::zone, patch_hold);
    router.add("DELETE", "/zones/{zone_id}/hold", needs::zone, delete_hold);
}

} // namespace tenantry::simulator
