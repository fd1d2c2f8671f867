// Zones: API reference, section 6. A list item is the full zone, so lists read all; above 500
// visible accounts the API refuses the sweep and each account is listed by itself.
#include "engine/model/canonical.hpp"
#include "engine/model/kind.hpp"

#include <string>
#include <utility>

namespace tenantry::kinds {
namespace {

constexpr ListCall lists[] = {{.path = "/zones", .most_parents = 500},
                              {.path = "/zones", .narrowed_by = "account.id"}};
constexpr std::string_view outputs[] = {"status", "name_servers", "verification_key"};
constexpr std::string_view fields[] = {"name", "type", "paused"};

LiveObject from_api(const Json& item) {
    LiveObject object{.id = std::string(item.text_of("id")),
                      .name = std::string(item.text_of("name")),
                      .parent = std::string(item.text_of("account.id")),
                      .created_on = std::string(item.text_of("created_on"))};
    for (const std::string_view name : fields) {
        const Json* value = item.find(name);
        if (value != nullptr && !value->is_null()) object.fields.emplace_back(name, *value);
    }
    return object;
}

// The API takes names in ASCII only (the pattern of POST /zones) and gives them back in Unicode.
std::string ascii_name(const Resource& resource) {
    return canonical_text(resource.text_of("name"), Comparison::domain_name);
}

Call create(const Change& change) {
    Call call{.method = Method::post, .path = "/zones"};
    call.body.set("name", ascii_name(*change.resource));
    call.body.set_at("account.id", Json());
    call.body_slots.push_back({"account.id", "account"});
    if (const Json type = change.wanted("type"); !type.is_null()) call.body.set("type", type);
    return call;
}

Call patch(std::string_view name, const Json& value) {
    Call call{.method = Method::patch, .path = "/zones/{zone}"};
    call.body.set(name, value);
    return call;
}

// PATCH takes one property a call, and refuses what is so already (quirk 18).
std::vector<Call> calls(const Change& change) {
    std::vector<Call> result;
    const bool creates = change.action == Action::create;
    if (creates) result.push_back(create(change));
    for (const FieldChange& field : change.fields) {
        if (field.path == "type" && !creates) result.push_back(patch("type", field.after));
        const bool paused_from_start = field.after == Json(true);
        if (field.path == "paused" && (!creates || paused_from_start)) {
            result.push_back(patch("paused", field.after));
        }
    }
    return result;
}

Call look(const Resource& resource) {
    return {.path = "/zones",
            .query = {{"name", ascii_name(resource), ""}, {"account.id", "", "account"}}};
}

} // namespace

extern const Kind zone;
constinit const Kind zone{.name = "zone",
                          .word = "zone",
                          .parent = "account",
                          .lists = lists,
                          .object_path = "/zones/{zone}",
                          .outputs = outputs,
                          .from_api = from_api,
                          .calls = calls,
                          .look = look};

} // namespace tenantry::kinds
