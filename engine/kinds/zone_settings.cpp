// The settings of a zone: API reference, section 6, "Zone settings". A field for each, under the
// setting's id. One list reads all of them, each can be read by itself, and each is written by
// itself. What the zone's plan lacks is not editable.
#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/model/kind.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace tenantry::kinds {
namespace {

constexpr std::string_view needs[] = {"zone_subscription"};
constexpr ErrorHint hints[] = {
    {.code = 1007,
     .hint = "the setting does not take this value: see its values in Cloudflare's API "
             "documentation; some come only with a higher plan; trying again does not help before"},
    {.code = 1015,
     .hint =
         "the zone's plan does not let it be changed; after a purchase, apply again in a while"},
};
// Those that the API writes as {"enabled": true} and not as {"value": "on"} (OpenAPI, "Edit zone
// setting").
constexpr std::string_view switches[] = {"ssl_recommender"};

bool is_switch(std::string_view id) {
    return std::ranges::find(switches, id) != std::end(switches);
}

/// The value of a setting, a switch as on or off; null when it has none.
Json value_of(const Json& setting) {
    const Json* value = setting.find("value");
    if (value != nullptr) return *value;
    const Json* enabled = setting.find("enabled");
    const bool* on = enabled == nullptr ? nullptr : enabled->boolean();
    return on == nullptr ? Json() : Json(*on ? "on" : "off");
}

// Of the settings of a zone that does not exist yet, or is new, nothing is known.
std::optional<LiveObject> from_api(const Json& settings) {
    LiveObject object;
    if (settings.is_null()) return object;
    const JsonArray* items = settings.items();
    if (items == nullptr) return std::nullopt;
    std::set<std::string_view> seen;
    for (const Json& item : *items) {
        const std::string_view id = item.text_of("id");
        if (id.empty() || !seen.insert(id).second) continue;
        object.fields.emplace_back(id, value_of(item));
        const Json* editable = item.find("editable");
        if (editable != nullptr && *editable == Json(false)) object.locked.emplace_back(id);
    }
    return object;
}

/// The live value with the members that the user wrote laid over it.
Json laid_over(const Json& live, const Json& wanted) {
    if (live.members() == nullptr || wanted.members() == nullptr) return wanted;
    Json result = live;
    for (const auto& [name, value] : *wanted.members()) {
        const Json* below = live.find(name);
        result.set(name, below == nullptr ? value : laid_over(*below, value));
    }
    return result;
}

std::vector<Call> calls(const Change& change) {
    std::vector<Call> result;
    for (const FieldChange& field : change.fields) {
        Call call{.method = Method::patch, .path = "/zones/{zone}/settings/" + field.path};
        if (is_switch(field.path)) {
            call.body.set("enabled", field.after == Json("on"));
        } else {
            call.body.set("value", laid_over(field.before, field.after));
            call.echoes = field.after.members() != nullptr;
        }
        result.push_back(std::move(call));
    }
    return result;
}

std::string_view type_of(const Json& value) {
    if (value.text() != nullptr) return "text";
    if (value.boolean() != nullptr) return "true or false";
    if (value.items() != nullptr) return "a list";
    if (value.members() != nullptr) return "a map";
    return value.is_null() ? "nothing" : "a number";
}

/// The place at which a wanted value is of another type than the live one, as "nel.enabled".
struct Misfit {
    std::string where = {};
    const Json* live = nullptr;
    const Json* wanted = nullptr;
};

std::optional<Misfit> misfit(const std::string& where, const Json& live, const Json& wanted) {
    if (live.is_null()) return std::nullopt;
    if (type_of(live) != type_of(wanted)) return Misfit{where, &live, &wanted};
    if (wanted.members() == nullptr) return std::nullopt;
    for (const auto& [name, value] : *wanted.members()) {
        const Json* below = live.find(name);
        if (below == nullptr) continue;
        if (auto found = misfit(where + "." + name, *below, value)) return found;
    }
    return std::nullopt;
}

Diagnostic at(const Change& change, const FieldChange& field, std::string code, std::string summary,
              std::string hint) {
    return {.code = std::move(code),
            .summary = std::move(summary),
            .hint = std::move(hint),
            .subject = change.resource->address.text(),
            .position = field.position};
}

Diagnostic unknown(const Change& change, const FieldChange& field) {
    std::vector<std::string> known;
    for (const auto& [id, value] : change.live->fields)
        known.push_back(id);
    std::string hint = suggest(field.path, known);
    if (hint.empty()) {
        hint = "check its id in Cloudflare's API documentation; some settings come only with a "
               "higher plan";
    }
    return at(change, field, "plan.unknown-setting",
              "the zone has no setting " + in_quotes(field.path), std::move(hint));
}

Diagnostic of_another_type(const Change& change, const FieldChange& field, const Misfit& misfit) {
    std::string hint =
        "write it in the form that it has at Cloudflare: " + printable(to_text(*misfit.live));
    if (misfit.live->text() != nullptr && type_of(*misfit.wanted) == "a number") {
        hint = "write it in quotes: \"" + to_text(*misfit.wanted) + "\"";
    } else if (type_of(*misfit.live) == "a number" && misfit.wanted->text() != nullptr) {
        hint += "; numbers have no quotes";
    }
    return at(change, field, "plan.setting-type",
              printable(misfit.where) + " is " + std::string(type_of(*misfit.live)) +
                  " at Cloudflare, not " + std::string(type_of(*misfit.wanted)),
              std::move(hint));
}

void check(const Change& change, const Live&, Diagnostics& diagnostics) {
    for (const FieldChange& field : change.fields) {
        const bool on_or_off = field.after == Json("on") || field.after == Json("off");
        if (is_switch(field.path) && !on_or_off) {
            diagnostics.add(at(change, field, "plan.setting-type",
                               field.path + " is on or off, nothing else", "write on or off"));
            continue;
        }
        if (change.live == nullptr) continue;
        const Json* live = change.live->field(field.path);
        if (live == nullptr) {
            diagnostics.add(unknown(change, field));
        } else if (const auto found = misfit(field.path, *live, field.after)) {
            diagnostics.add(of_another_type(change, field, *found));
        }
    }
}

// Which plan a setting needs the API does not tell: any that is bought may bring it.
Lock lock(const FieldChange& field, std::span<const Change* const> before, const LiveObject* zone) {
    const bool other_plan = std::ranges::any_of(
        before, [](const Change* change) { return change->changes("rate_plan"); });
    if (other_plan) return {.way = Lock::Way::opens};
    const std::string_view plan = zone == nullptr ? std::string_view() : zone->text_of("plan");
    Lock shut = {.summary = field.path + " cannot be changed in this zone" +
                            (plan.empty() ? "" : ", whose plan is " + printable(plan)),
                 .hint = "write a plan that has it (plan: pro, business or enterprise), or remove "
                         "the line"};
    if (!plan.empty() && plan != "free") {
        shut.hint += "; what was bought a short while ago takes some minutes to show";
    }
    return shut;
}

} // namespace

extern const Kind zone_settings;
constinit const Kind zone_settings{.name = "zone_settings",
                                   .word = "settings",
                                   .parent = "zone",
                                   .needs = needs,
                                   .single = true,
                                   .object_path = "/zones/{zone}/settings",
                                   .field_path = "/zones/{zone}/settings/",
                                   .hints = hints,
                                   .runs = Runs::as_customer,
                                   .rights = {"Zone Settings Read", "Zone Settings Write"},
                                   .from_api = from_api,
                                   .calls = calls,
                                   .check = check,
                                   .lock = lock};

} // namespace tenantry::kinds
