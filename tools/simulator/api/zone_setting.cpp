// What callers may do with the settings of a zone: API reference, section 6. Codes 1003, 1006, 1007
// and 1015 are those seen in the wild; the reference has none.
#include "tools/simulator/api/router.hpp"
#include "tools/simulator/text/json_value.hpp"

#include <fmt/core.h>

namespace tenantry::simulator {
namespace {

constexpr int unknown_in_a_write = 1006;
constexpr int bad_value = 1007;
constexpr int not_editable = 1015;

/// A setting and the value that it shall have.
struct Wish {
    const ZoneSetting* setting = nullptr;
    Json value = {};
};

std::string setting_shown(const ZoneSetting& setting, const Zone& zone, const Call& call) {
    return setting_json(setting, zone, call.store, call.now);
}

Reply list_settings(const Call& call) {
    std::string out = "[";
    for (const ZoneSetting& setting : setting_catalogue()) {
        if (!setting.is_listed) continue;
        if (out.size() > 1) out += ',';
        out += setting_shown(setting, *call.zone, call);
    }
    return success(out + "]");
}

Reply get_setting(const Call& call) {
    const ZoneSetting* setting = find_setting(call.ids[1]);
    if (setting == nullptr)
        return failure(400, 1003, fmt::format("Undefined zone setting: {}", call.ids[1]));
    return success(setting_shown(*setting, *call.zone, call));
}

Notice complaint(int code, std::string message, std::string pointer) {
    Notice notice;
    notice.code = code;
    notice.message = std::move(message);
    notice.pointer = std::move(pointer);
    return notice;
}

// What one part of a write asks for, `body` being {"value": ...} and standing at `pointer`.
std::expected<Wish, Notice> read_wish(const std::string& id, const Json& body,
                                      const std::string& pointer, const Zone& zone,
                                      const Call& call) {
    const ZoneSetting* setting = find_setting(id);
    if (setting == nullptr)
        return std::unexpected(complaint(
            unknown_in_a_write, fmt::format("Unrecognized zone setting name: {}", id), pointer));
    const std::string place = fmt::format("{}/{}", pointer, setting->member_name);
    if (!is_editable(*setting, zone, call.now))
        return std::unexpected(
            complaint(not_editable, fmt::format("Not allowed to edit setting for {}", id), place));
    const Json& value = member(body, setting->member_name);
    if (!is_allowed(*setting, value, plan_of_settings(zone, call.now)))
        return std::unexpected(
            complaint(bad_value, fmt::format("Invalid value for zone setting {}", id), place));
    return Wish{setting, value};
}

Reply patch_setting(const Call& call) {
    const auto body = read_object(call.request);
    if (!body) return body.error();
    const auto wish = read_wish(call.ids[1], *body, "", *call.zone, call);
    if (!wish) return failure(400, std::vector<Notice>{wish.error()});
    change_setting(call.store, *call.zone, *wish->setting, wish->value, call.now);
    return success(setting_shown(*wish->setting, *call.zone, call));
}

// A bare array in the OpenAPI document, {"items": [...]} in practice (API reference, section 13):
// the array is read as the items of such an object.
std::expected<Json, Reply> read_items(const Call& call) {
    const bool is_array = call.request.body.starts_with('[');
    if (is_array && call.settings.quirks)
        return std::unexpected(failure(400, 1004, "Missing 'items'"));
    Request request = call.request;
    if (is_array) request.body = "{\"items\":" + call.request.body + "}";
    const auto body = read_object(request);
    if (!body) return std::unexpected(body.error());
    const Json& items = member(*body, "items");
    if (!items.is_array()) return std::unexpected(failure(400, 1004, "Missing 'items'", "/items"));
    return items;
}

// All or nothing: every item that cannot be is told.
Reply patch_settings(const Call& call) {
    const auto items = read_items(call);
    if (!items) return items.error();
    std::vector<Wish> wishes;
    std::vector<Notice> complaints;
    for (const Json& item : *items) {
        const std::string pointer = fmt::format("/items/{}", wishes.size() + complaints.size());
        auto wish = read_wish(text_at(item, "id"), item, pointer, *call.zone, call);
        if (wish)
            wishes.push_back(std::move(*wish));
        else
            complaints.push_back(std::move(wish.error()));
    }
    if (!complaints.empty()) return failure(400, complaints);
    std::string out = "[";
    for (const Wish& wish : wishes) {
        change_setting(call.store, *call.zone, *wish.setting, wish.value, call.now);
        if (out.size() > 1) out += ',';
        out += setting_shown(*wish.setting, *call.zone, call);
    }
    return success(out + "]");
}

} // namespace

void add_zone_setting_routes(Router& router) {
    router.add("GET", "/zones/{zone_id}/settings", needs::all_zone_settings, list_settings);
    router.add("PATCH", "/zones/{zone_id}/settings", needs::all_zone_settings, patch_settings);
    router.add("GET", "/zones/{zone_id}/settings/{setting_id}", needs::zone_settings, get_setting);
    router.add("PATCH", "/zones/{zone_id}/settings/{setting_id}", needs::zone_settings,
               patch_setting);
}

} // namespace tenantry::simulator
