#include "engine/model/compare.hpp"

#include "engine/base/bug.hpp"
#include "engine/model/canonical.hpp"

namespace tenantry {

std::vector<FieldChange> compare(const Resource& resource, const LiveObject* live,
                                 const Schema& schema) {
    std::vector<FieldChange> changes;
    for (const Field& field : resource.fields) {
        const Schema* facts = schema.field(field.path);
        if (facts == nullptr) bug("field " + field.path + " is in no schema");
        const IdentityRole role = facts->identity;
        if (role == IdentityRole::id || role == IdentityRole::previously) continue;
        if (role == IdentityRole::scope && live != nullptr) continue;
        const Json* found = live == nullptr ? nullptr : live->field(field.path);
        Json before = found == nullptr ? Json() : *found;
        if (live != nullptr && same_value(before, field.value, *facts)) continue;
        changes.push_back({field.path, std::move(before), field.value, field.position});
    }
    return changes;
}

} // namespace tenantry
