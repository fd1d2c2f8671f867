#include "engine/since/moved.hpp"

#include "engine/model/natural_key.hpp"

#include <unordered_set>

namespace tenantry::since {
namespace {

std::string_view id_of(const Resource& resource, const Schema& schema) {
    return resource.text_of(schema.field_with(IdentityRole::id));
}

std::string id_key(const Resource& resource, const Schema& schema) {
    return std::string(resource.kind->name) + '\n' + std::string(id_of(resource, schema));
}

} // namespace

Moved::Moved(const KindTable& kinds, const Desired& then, const Desired& now) : kinds_(kinds) {
    std::unordered_set<std::string_view> earlier;
    for (const Resource& resource : then.resources)
        if (resource.parent == Resource::none) earlier.insert(resource.address.text());
    for (const Resource& resource : now.resources) {
        if (resource.parent != Resource::none || earlier.contains(resource.address.text()))
            continue;
        const Schema& schema = kinds.schema_of(*resource.kind);
        const bool pinned = has_id(resource);
        if (pinned) ids_.insert(id_key(resource, schema));
        std::set<std::string>& names = pinned ? names_with_id_ : names_;
        names.insert(key_of(resource, NaturalKey(schema).name_of(resource)));
        const Field* const before = resource.field(schema.field_with(IdentityRole::previously));
        const JsonArray* const list = before == nullptr ? nullptr : before->value.items();
        for (std::size_t i = 0; list != nullptr && i < list->size(); ++i)
            if (const std::string* name = (*list)[i].text()) names.insert(key_of(resource, *name));
    }
}

bool Moved::holds(const Resource& before) const {
    const Schema& schema = kinds_.schema_of(*before.kind);
    if (has_id(before) && ids_.contains(id_key(before, schema))) return true;
    const std::string key = key_of(before, NaturalKey(schema).name_of(before));
    return names_.contains(key) || (!has_id(before) && names_with_id_.contains(key));
}

bool Moved::has_id(const Resource& resource) const {
    return !id_of(resource, kinds_.schema_of(*resource.kind)).empty();
}

std::string Moved::key_of(const Resource& resource, std::string_view name) const {
    const NaturalKey key(kinds_.schema_of(*resource.kind));
    return std::string(resource.kind->name) + '\n' + key.canonical(name);
}

} // namespace tenantry::since
