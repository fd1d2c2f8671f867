#include "engine/diff/placement.hpp"

#include "engine/diff/references.hpp"

#include <algorithm>

namespace tenantry::diff {

bool placed_elsewhere(std::string_view placed, std::string_view wanted, const Catalogue& catalogue,
                      const Live& live) {
    const Resolved resolved = look_up(wanted, catalogue, "", live);
    if (resolved.how != Resolved::How::found || placed == resolved.id) return false;
    const std::vector<CatalogueEntry>& entries = *live.catalogue(catalogue.name);
    return std::ranges::find(entries, placed, &CatalogueEntry::id) != entries.end();
}

std::optional<FieldChange> move_of(const Resource& resource, const LiveObject& object,
                                   const KindTable& kinds, const Live& live) {
    const Schema& schema = kinds.schema_of(*resource.kind);
    const std::string_view scope = schema.field_with(IdentityRole::scope);
    const Field* field = scope.empty() ? nullptr : resource.field(scope);
    const std::string* wanted = field == nullptr ? nullptr : field->value.text();
    const std::string_view now = wanted == nullptr ? std::string_view() : object.text_of(scope);
    if (now.empty()) return std::nullopt;
    const Catalogue& catalogue = kinds.catalogue(schema.property(scope)->catalogue);
    if (!placed_elsewhere(now, *wanted, catalogue, live)) return std::nullopt;
    const std::vector<CatalogueEntry>& entries = *live.catalogue(catalogue.name);
    const bool by_name = std::ranges::find(entries, *wanted, &CatalogueEntry::id) == entries.end();
    const std::string& name = std::ranges::find(entries, now, &CatalogueEntry::id)->name;
    return FieldChange{.path = std::string(scope),
                       .before = Json(by_name ? std::string_view(name) : now),
                       .after = field->value,
                       .position = field->position,
                       .inherited = field->inherited};
}

bool could_be(const Resource& resource, const LiveObject& object, const KindTable& kinds,
              const Live& live) {
    const Schema& schema = kinds.schema_of(*resource.kind);
    const std::string_view name = schema.field_with(IdentityRole::scope);
    if (name.empty()) return true;
    const std::string_view wanted = resource.text_of(name);
    const std::string_view placed = object.text_of(name);
    if (wanted.empty() || placed.empty()) return true;
    const Catalogue& catalogue = kinds.catalogue(schema.property(name)->catalogue);
    return !placed_elsewhere(placed, wanted, catalogue, live);
}

} // namespace tenantry::diff
