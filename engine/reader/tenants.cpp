#include "engine/reader/tenants.hpp"

#include "engine/model/answer.hpp"

#include <fmt/core.h>

namespace tenantry::reader {
namespace {

std::string first_text(const Json& object, std::string_view one, std::string_view other) {
    const std::string_view text = object.text_of(one);
    return std::string(text.empty() ? object.text_of(other) : text);
}

/// A unit that cannot be read could be the one that a manifest names.
void read_units(const Json& answer, const std::string& place, TenantTold& told) {
    LiveObject read;
    const Answer tenant(answer, read, place);
    const JsonArray* units = tenant.list("tenant_units", "");
    if (units == nullptr) tenant.missed("tenant_units", "");
    told.units.emplace();
    for (std::size_t i = 0; units != nullptr && i < units->size(); ++i) {
        const std::string here = fmt::format("{}tenant_units[{}].", place, i);
        const Answer unit((*units)[i], read, here);
        told.units->push_back({.id = unit.key("unit_tag"),
                               .name = unit.key("unit_name"),
                               .group = told.name,
                               .group_id = told.id});
    }
    told.of_units = std::move(read.doubts);
}

} // namespace

TenantTold tenant_told(const Json& answer, const std::string& place) {
    LiveObject read;
    const Json* tag = answer.find("tenant_tag");
    const bool tagged = tag != nullptr && !tag->is_null();
    TenantTold told{.id = Answer(answer, read, place).key(tagged ? "tenant_tag" : "id"),
                    .name = first_text(answer, "tenant_name", "name")};
    told.of_id = std::move(read.doubts);
    if (answer.find("tenant_units") != nullptr) read_units(answer, place, told);
    return told;
}

} // namespace tenantry::reader
