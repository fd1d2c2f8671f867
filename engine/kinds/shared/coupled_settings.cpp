#include "engine/kinds/shared/coupled_settings.hpp"

#include "engine/kinds/kinds.hpp"

#include <algorithm>

namespace tenantry::kinds {
namespace {

constexpr std::string_view early_data = "0rtt";
constexpr std::string_view tls_1_3 = "tls_1_3";
constexpr std::string_view header = "security_header";
constexpr std::string_view transport = "strict_transport_security";

std::optional<Contradiction> about_early_data(const Resource& resource) {
    const std::string_view early = resource.text_of(early_data);
    const std::string_view tls = resource.text_of(tls_1_3);
    constexpr const char* code = "plan.settings-contradict";
    if (early == "on" && tls == "off") {
        return Contradiction{code, "0rtt is on and tls_1_3 is off: early data needs TLS 1.3",
                             "write tls_1_3: on, or 0rtt: off"};
    }
    if (early == "off" && tls == "zrt") {
        return Contradiction{code,
                             "0rtt is off and tls_1_3 is zrt, which is TLS 1.3 with early data",
                             "write tls_1_3: on, or 0rtt: on"};
    }
    return std::nullopt;
}

bool is_of_tls_1_3(const Json& cipher) {
    return cipher.text() != nullptr && cipher.text()->starts_with("AEAD-");
}

} // namespace

bool same_setting(std::string_view id, const Json& one, const Json& other) {
    const auto is_on = [](const Json& value) {
        return value == Json("on") || value == Json("zrt");
    };
    return id == tls_1_3 && is_on(one) && is_on(other);
}

std::vector<FieldChange> brought_along(const Change& change) {
    std::vector<FieldChange> along;
    const auto bring = [&](std::string_view setting, const char* value, const FieldChange& by) {
        if (change.changes(setting)) return; // written itself
        const Json* now = change.live == nullptr ? nullptr : change.live->field(setting);
        const Json after(value);
        // Nothing is on before it is turned on; that early data was on, TLS 1.3 tells.
        const bool was_on = by.before == Json("zrt");
        const bool is_so = now == nullptr ? after == Json("off") && !was_on
                                          : *now == after || same_setting(setting, *now, after);
        if (is_so) return;
        const Json unread = was_on ? Json("on") : Json();
        along.push_back({.path = std::string(setting),
                         .before = now == nullptr ? unread : *now,
                         .after = after,
                         .position = by.position});
    };
    if (const FieldChange* tls = change.field(tls_1_3)) {
        if (tls->after == Json("zrt")) bring(early_data, "on", *tls);
        if (tls->after == Json("off")) bring(early_data, "off", *tls);
    }
    if (const FieldChange* early = change.field(early_data)) {
        if (early->after == Json("on")) bring(tls_1_3, "zrt", *early);
    }
    return along;
}

void put_in_order(std::vector<Call>& calls) {
    const auto call_of = [&](std::string_view field) {
        return std::ranges::find_if(calls,
                                    [&](const Call& call) { return call.fields.front() == field; });
    };
    const auto early = call_of(early_data);
    const auto tls = call_of(tls_1_3);
    if (early == calls.end() || tls == calls.end()) return;
    const bool turns_on = *early->body.find("value") == Json("on");
    if ((tls < early) != turns_on) std::iter_swap(early, tls);
}

std::optional<Contradiction> contradiction(const Resource& resource, const FieldChange& field) {
    if (field.path == early_data || field.path == tls_1_3) return about_early_data(resource);
    // Such a map is refused or ignored, and would be a difference for ever.
    const bool is_flat = field.path == header && field.after.members() != nullptr &&
                         field.after.find(transport) == nullptr;
    if (is_flat) {
        return Contradiction{"plan.setting-type",
                             "the members of security_header stand below strict_transport_security",
                             "write security_header: {strict_transport_security: {...}}"};
    }
    const JsonArray* const ciphers = field.path == "ciphers" ? field.after.items() : nullptr;
    if (ciphers != nullptr && std::ranges::any_of(*ciphers, is_of_tls_1_3)) {
        return Contradiction{"plan.setting-type",
                             "ciphers takes no suite of TLS 1.3, as those that begin with AEAD-",
                             "remove them: they come with tls_1_3: on"};
    }
    return std::nullopt;
}

void check_alone(const Desired& desired, Diagnostics& diagnostics) {
    for (const Resource& resource : desired.resources) {
        if (resource.kind->name != "zone_settings") continue;
        std::string said;
        for (const Field& field : resource.fields) {
            auto found = contradiction(resource, {.path = field.path, .after = field.value});
            // Both of two that contradict each other know it.
            if (!found || found->summary == said) continue;
            said = found->summary;
            const Field* other = resource.field(field.path == early_data ? tls_1_3 : early_data);
            const bool coupled = field.path == early_data || field.path == tls_1_3;
            diagnostics.add(
                {.code = std::move(found->code),
                 .summary = std::move(found->summary),
                 .hint = std::move(found->hint),
                 .subject = resource.address.text(),
                 .position = field.position,
                 .notes = coupled ? std::vector<Note>{{"the other one is here", other->position}}
                                  : std::vector<Note>()});
        }
    }
}

} // namespace tenantry::kinds
