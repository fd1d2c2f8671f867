#include "engine/diff/candidates.hpp"

#include "engine/diff/placement.hpp"
#include "engine/diff/references.hpp"
#include "engine/model/canonical.hpp"

#include <algorithm>
#include <iterator>

namespace tenantry::diff {

IdentityFields::IdentityFields(const Schema& schema)
    : name(schema.field_with(IdentityRole::name)), id(schema.field_with(IdentityRole::id)),
      previously(schema.field_with(IdentityRole::previously)),
      scope(schema.field_with(IdentityRole::scope)), part(schema.field_with(IdentityRole::part)) {}

CandidateFinder::CandidateFinder(const Kind& kind, const KindTable& kinds, const Live& live)
    : kinds_(kinds), schema_(kinds.schema_of(kind)), live_(live), fields_(schema_),
      unique_(NaturalKey(schema_).unique()), index_(kind, kinds, live) {}

bool CandidateFinder::pins(const Resource& resource) const {
    return !fields_.id.empty() && resource.field(fields_.id) != nullptr;
}

const LiveObject* CandidateFinder::pinned(const Resource& resource) const {
    return index_.by_id(resource.text_of(fields_.id));
}

const Catalogue& CandidateFinder::units() const {
    return kinds_.catalogue(schema_.property(fields_.scope)->catalogue);
}

/// The id of the unit that a resource writes, where it is known.
std::string CandidateFinder::unit_of(const Resource& resource) {
    const std::string_view written =
        fields_.scope.empty() ? std::string_view() : resource.text_of(fields_.scope);
    if (written.empty()) return {};
    const auto [unit, is_new] = units_.try_emplace(std::string(written));
    if (is_new) unit->second = look_up(written, units(), "", live_).id;
    return unit->second;
}

bool CandidateFinder::names_unread_unit(const Resource& resource) {
    const bool none = fields_.scope.empty() || resource.text_of(fields_.scope).empty();
    if (none || !unit_of(resource).empty()) return false;
    return why_unread(units(), live_) != nullptr;
}

Candidates CandidateFinder::by_name(const Resource& resource, std::string_view parent) {
    return named(resource, parent, resource.text_of(fields_.name));
}

Candidates CandidateFinder::by_previous_name(const Resource& resource, std::string_view parent) {
    Candidates result;
    const Field* field = fields_.previously.empty() ? nullptr : resource.field(fields_.previously);
    if (field == nullptr || field->value.items() == nullptr) return result;
    for (const Json& name : *field->value.items()) {
        if (name.text() == nullptr || *name.text() == resource.text_of(fields_.name)) continue;
        const Candidates candidates = named(resource, parent, *name.text());
        result.insert(result.end(), candidates.begin(), candidates.end());
    }
    return result;
}

Candidates CandidateFinder::named(const Resource& resource, std::string_view parent,
                                  std::string_view name) {
    const std::string unit = unit_of(resource);
    Candidates found = unit.empty() ? index_.by_key(parent, name) : index_.by_key_in(unit, name);
    const std::string_view part =
        fields_.part.empty() ? fields_.part : resource.text_of(fields_.part);
    if (part.empty()) return found;
    return with_part(found, part);
}

/// Those that have the part which a resource writes. One of which the API does not tell the part
/// may be any other.
Candidates CandidateFinder::with_part(const Candidates& candidates, std::string_view part) const {
    const Comparison& comparison = schema_.property(fields_.part)->comparison;
    const std::string wanted = comparison.canonical(part);
    Candidates found;
    std::ranges::copy_if(candidates, std::back_inserter(found), [&](const LiveObject* object) {
        return comparison.canonical(object->text_of(fields_.part)) == wanted;
    });
    return found;
}

const LiveObject* CandidateFinder::in_another_parent(const Resource& resource,
                                                     std::string_view parent) const {
    if (unique_ != Uniqueness::everywhere) return nullptr;
    for (const LiveObject* object : index_.anywhere(resource.text_of(fields_.name))) {
        if (object->parent != parent) return object;
    }
    return nullptr;
}

const LiveObject* CandidateFinder::nearly_named(const Resource& resource) const {
    if (fields_.name.empty() || unique_ != Uniqueness::none) return nullptr;
    for (const LiveObject* object : index_.nearly(resource.text_of(fields_.name))) {
        if (could_be(resource, *object, kinds_, live_)) return object;
    }
    return nullptr;
}

const LiveObject* CandidateFinder::in_another_unit(const Resource& resource,
                                                   std::string_view parent,
                                                   const Matches& matches) {
    if (unit_of(resource).empty()) return nullptr;
    for (const LiveObject* object : index_.by_key(parent, resource.text_of(fields_.name))) {
        if (!matches.taken.contains(object)) return object;
    }
    return nullptr;
}

} // namespace tenantry::diff
