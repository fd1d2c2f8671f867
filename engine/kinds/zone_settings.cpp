// The settings of a zone: API reference, section 6, "Zone settings". A field for each, under the
// setting's id. One list reads all of them, each can be read by itself, and each is written by
// itself. What the zone's plan lacks is not editable.
#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/diff/diff.hpp"
#include "engine/kinds/shared/coupled_settings.hpp"
#include "engine/kinds/shared/weakened.hpp"
#include "engine/model/answer.hpp"
#include "engine/model/kind.hpp"
#include "engine/products/products.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
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

// Those that the API's document limits to Enterprise zones. Of the others it does not tell which
// plan they need.
constexpr std::string_view enterprise_only[] = {
    "orange_to_orange",     "origin_error_page_pass_thru", "prefetch_preload",
    "proxy_read_timeout",   "response_buffering",          "sort_query_string_for_cache",
    "true_client_ip_header"};

bool is_switch(std::string_view id) {
    return std::ranges::find(switches, id) != std::end(switches);
}

/// The value of a setting, a switch as on or off; nothing, and a doubt, where it has none.
std::optional<Json> value_of(const Json& setting, std::string_view id, const Answer& answer) {
    const Json* value = setting.find("value");
    if (value != nullptr && !value->is_null()) return *value;
    const bool told = setting.find("enabled") != nullptr;
    const bool* on = told ? answer.flag("enabled", id) : nullptr;
    if (on != nullptr) return Json(*on ? "on" : "off");
    answer.missed(told ? "enabled" : "value", id);
    return std::nullopt;
}

// Of the settings of a zone that does not exist yet, or is new, nothing is known. One whose id
// cannot be read is not in the list, and then it is asked for by itself.
std::optional<LiveObject> from_api(const Json& settings) {
    LiveObject object;
    if (settings.is_null()) return object;
    const JsonArray* items = settings.items();
    if (items == nullptr) {
        Answer(settings, object).doubt("", "is no list", "");
        return object;
    }
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < items->size(); ++i) {
        const Json& item = (*items)[i];
        const std::string_view id = item.text_of("id");
        if (id.empty() || !seen.insert(id).second) continue;
        const Answer answer(item, object, "[" + std::to_string(i) + "].");
        const auto value = value_of(item, id, answer);
        if (!value) continue;
        object.fields.emplace_back(id, *value);
        const bool* editable = answer.flag("editable", id);
        if (editable != nullptr && !*editable) object.locked.emplace_back(id);
        const Json* modified = item.find("modified_on");
        if (modified != nullptr && modified->is_null()) object.unset.emplace_back(id);
    }
    return object;
}

std::vector<Call> calls(const Change& change) {
    std::vector<Call> result;
    for (const FieldChange& field : change.fields) {
        Call call{.method = Method::patch, .path = "/zones/{zone}/settings/" + field.path};
        call.fields = {field.path};
        if (is_switch(field.path)) {
            call.body.set("enabled", field.after == Json("on"));
        } else {
            call.body.set("value", diff::laid_over(field.before, field.after));
            call.echoes = field.after.members() != nullptr;
        }
        result.push_back(std::move(call));
    }
    put_in_order(result);
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
        std::string here = where;
        here.append(".").append(name);
        if (auto found = misfit(here, *below, value)) return found;
    }
    return std::nullopt;
}

Diagnostic at(const Change& change, const FieldChange& field, std::string code, std::string summary,
              std::string hint) {
    return {.code = std::move(code),
            .summary = std::move(summary),
            .hint = std::move(hint),
            .subject = change.resource->address.text(),
            .position = field.position,
            .field = field.path};
}

Diagnostic unknown(const Change& change, const FieldChange& field) {
    std::vector<std::string> known;
    known.reserve(change.live->fields.size());
    for (const auto& [id, value] : change.live->fields)
        known.push_back(id);
    std::string hint = suggest(field.path, known);
    if (hint.empty()) {
        hint = "remove the line, or check its id in Cloudflare's API documentation; some settings "
               "come only with a higher plan";
    }
    return at(
        change, field, "plan.unknown-setting",
        fmt::format("the zone has no setting {}: it is unknown, or Cloudflare has withdrawn it",
                    in_quotes(field.path)),
        std::move(hint));
}

/// The form of a value and not the value: what is live is the opposite of what is wanted.
std::string form_of(const Json& live) {
    if (live.boolean() != nullptr) return "true or false";
    if (live.items() != nullptr) return "[...]";
    if (live.text() != nullptr) return "text";
    if (live.members() == nullptr) return "a number without quotes";
    std::vector<std::string> members;
    for (const auto& [name, value] : *live.members())
        members.push_back(name + ": " + form_of(value));
    return "{" + join(members, ", ") + "}";
}

Diagnostic of_another_type(const Change& change, const FieldChange& field, const Misfit& misfit) {
    const bool quotes = misfit.live->text() != nullptr && type_of(*misfit.wanted) == "a number";
    return at(change, field, "plan.setting-type",
              fmt::format("{} is {} at Cloudflare, not {}", printable(misfit.where),
                          type_of(*misfit.live), type_of(*misfit.wanted)),
              quotes ? "write it in quotes: \"" + to_text(*misfit.wanted) + "\""
                     : "write " + printable(form_of(*misfit.live)));
}

void check(const Change& change, const Live&, Diagnostics& diagnostics) {
    for (const FieldChange& field : change.fields) {
        if (auto found = contradiction(*change.resource, field)) {
            diagnostics.add(at(change, field, std::move(found->code), std::move(found->summary),
                               std::move(found->hint)));
            continue;
        }
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

bool is_for_enterprise(std::string_view id) {
    return std::ranges::find(enterprise_only, id) != std::end(enterprise_only);
}

/// The plan that is bought before the settings are written, as a class; "" when none is.
std::string bought_before(const Surroundings& around) {
    for (const Change* change : around.before) {
        if (change->changes("rate_plan"))
            return products::plan_class(change->resource->text_of("rate_plan"));
    }
    return {};
}

/// The plan that an error keeps from being bought, as a class; "" when there is none.
std::string barred_before(const Surroundings& around) {
    for (const Change* change : around.barred) {
        const auto& fields = change->barred;
        if (std::ranges::find(fields, "rate_plan", &FieldChange::path) != fields.end())
            return products::plan_class(change->resource->text_of("rate_plan"));
    }
    return {};
}

/// The plan that the zone has: the zone itself shows a new one late.
std::string plan_now(const Surroundings& around) {
    for (const LiveObject* object : around.beside) {
        const std::string_view plan = object->text_of("rate_plan");
        if (!plan.empty()) return products::plan_class(plan);
    }
    return around.parent == nullptr ? "" : std::string(around.parent->text_of("plan"));
}

/// What to write to have a setting that the plan lacks.
std::string way_out(std::string_view id, std::string_view plan) {
    constexpr std::string_view plans[] = {"pro", "business", "enterprise"};
    std::vector<std::string> higher;
    for (const std::string_view other : plans) {
        const bool lacks_it = is_for_enterprise(id) && other != "enterprise";
        if (!lacks_it && products::plan_rank(other) > products::plan_rank(plan))
            higher.emplace_back(other);
    }
    if (higher.empty()) {
        return "remove the line, or ask Cloudflare whether your agreement has it";
    }
    if (higher.size() == 1 && higher.front() == "enterprise") {
        return fmt::format(
            "write plan: enterprise where your partner program can buy it ({}), or remove "
            "the line",
            products::programs_that_sell("enterprise"));
    }
    const std::string last = higher.back();
    higher.pop_back();
    return fmt::format("write a plan that has it (plan: {}{}{}), or remove the line",
                       join(higher, ", "), higher.empty() ? "" : " or ", last);
}

// Which plan a setting needs the API tells of none: any that is bought may bring it, unless the
// documents say otherwise.
Lock lock(const FieldChange& field, const Surroundings& around) {
    const std::string bought = bought_before(around);
    if (!bought.empty()) {
        if (!is_for_enterprise(field.path) || bought == "enterprise") {
            return {.way = Lock::Way::opens};
        }
        return {.summary = fmt::format(
                    "{} comes only with an Enterprise plan, and the one that is bought is {}",
                    field.path, printable(bought)),
                .hint = way_out(field.path, bought)};
    }
    // Of what a new zone lacks nothing else is known before it is there and tells its values.
    const bool is_new = around.parent == nullptr && field.before.is_null();
    if (is_new && !is_for_enterprise(field.path)) return {.way = Lock::Way::opens};
    const std::string barred = barred_before(around);
    if (!barred.empty() && (!is_for_enterprise(field.path) || barred == "enterprise")) {
        return {.summary =
                    fmt::format("{} may need the plan {}, which an error keeps from being bought",
                                field.path, printable(barred)),
                .hint = "mend that error: what the plan brings is written after it"};
    }
    if (is_new) {
        return {.summary =
                    field.path + " comes only with an Enterprise plan, and a new zone is free",
                .hint = way_out(field.path, "free")};
    }
    const std::string plan = plan_now(around);
    Lock shut = {.summary = field.path + " cannot be changed in this zone" +
                            (plan.empty() ? "" : ", whose plan is " + printable(plan)),
                 .hint = way_out(field.path, plan)};
    if (!plan.empty() && plan != "free") {
        shut.hint += "; what was bought a short while ago takes some minutes to show";
    }
    return shut;
}

// From the weakest value to the strongest.
constexpr std::string_view off_on[] = {"off", "on"};
constexpr std::string_view false_true[] = {"false", "true"};
constexpr std::string_view encryption[] = {"off", "flexible", "full", "strict"};
constexpr std::string_view versions[] = {"1.0", "1.1", "1.2", "1.3"};
constexpr std::string_view levels[] = {"off",  "essentially_off", "low", "medium",
                                       "high", "under_attack"};
constexpr Graded graded[] = {
    {"ssl-lowered", "ssl", encryption},
    {"tls-lowered", "min_tls_version", versions},
    {"tls-lowered", "tls_1_2_only", off_on},
    {"tls-lowered", "tls_client_auth", off_on},
    {"https-lowered", "always_use_https", off_on},
    {"https-lowered", "automatic_https_rewrites", off_on},
    {"https-lowered", "security_header.strict_transport_security.enabled", false_true},
    {"https-lowered", "security_header.strict_transport_security.include_subdomains", false_true},
    {"protection-lowered", "waf", off_on},
    {"protection-lowered", "advanced_ddos", off_on},
    {"protection-lowered", "security_level", levels},
    {"protection-lowered", "browser_check", off_on},
};

std::vector<Risk> risks(const Change& change, std::span<const Grant>) {
    std::vector<Risk> found = weakened(change, graded);
    // On with early data reads "zrt", so that there are more ways to be on than to be off.
    const FieldChange* tls = change.field("tls_1_3");
    if (tls != nullptr && tls->after == Json("off") && !tls->before.is_null()) {
        found.push_back({"tls-lowered", "tls_1_3 is turned off", "tls_1_3", tls->position});
    }
    return found;
}

constexpr OnePerParent one_per_parent{};
constexpr Editability editability{.lock = lock, .same_wish = same_setting, .brings = brought_along};

} // namespace

extern const Kind zone_settings;
constinit const Kind zone_settings{.name = "zone_settings",
                                   .plural = "zone settings",
                                   .word = "settings",
                                   .parent = "zone",
                                   .needs = needs,
                                   .hints = hints,
                                   .runs = Runs::as_customer,
                                   .rights = {"Zone Settings Read", "Zone Settings Write"},
                                   .reading = {.object_path = "/zones/{zone}/settings",
                                               .part = {.path = "/zones/{zone}/settings/"},
                                               .from_api = from_api},
                                   .writing = {.calls = calls, .check = check, .risks = risks},
                                   .one_per_parent = &one_per_parent,
                                   .editability = &editability};

} // namespace tenantry::kinds
