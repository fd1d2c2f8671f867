#include "engine/model/compare.hpp"

#include "engine/base/bug.hpp"
#include "engine/model/canonical.hpp"

namespace tenantry {

std::vector<FieldChange> compare(const Resource& resource, const LiveObject* live,
                                 const Schema& schema) {
    std::vector<FieldChange> changes;
    std::vector<FieldChange> untold;
    for (const Field& field : resource.fields) {
        const Schema* facts = schema.field(field.path);
        if (facts == nullptr) bug("field " + field.path + " is in no schema");
        const IdentityRole role = facts->identity;
        if (role == IdentityRole::id || role == IdentityRole::previously) continue;
        const bool told_otherwise = role == IdentityRole::scope || role == IdentityRole::whose;
        if (told_otherwise && live != nullptr) continue;
        const Json* found = live == nullptr ? nullptr : live->field(field.path);
        Json before = found == nullptr ? Json() : *found;
        FieldChange change{field.path, std::move(before), field.value, field.position};
        if (live == nullptr || !same_value(change.before, field.value, *facts)) {
            changes.push_back(std::move(change));
        } else if (change.before.is_null() && facts->comparison == Comparison::frequency) {
            untold.push_back(std::move(change));
        }
    }
    // What the API does not tell is no difference by itself, but it is sent with the others.
    if (!changes.empty()) changes.insert(changes.end(), untold.begin(), untold.end());
    return changes;
}

} // namespace tenantry
