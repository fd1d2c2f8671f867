#include "engine/planner/unfinished.hpp"

#include <algorithm>

namespace tenantry::planner {
namespace {

/// Whether a field has the value that objects of its sort begin with.
bool is_unset(const FieldChange& field, const LiveObject& object) {
    return field.before.is_null() || field.before == Json(false) || field.before == Json("") ||
           object.is_unset(field.path);
}

} // namespace

bool Unfinished::is_finished_by(const Change& change, std::size_t index) const {
    if (change.live == nullptr) return false;
    const bool sets_first = std::ranges::all_of(
        change.fields, [&](const FieldChange& field) { return is_unset(field, *change.live); });
    return sets_first && is_unused(index);
}

bool Unfinished::is_unused(std::size_t index) const {
    const Resource& resource = desired_.resources[index];
    const LiveObject* const object = matches_.of[index].live;
    if (object == nullptr) return false;
    if (object->unused) return true;
    if (resource.parent == Resource::none) return holds_nothing(resource, *object);
    const LiveObject* const parent = matches_.of[resource.parent].live;
    return resource.kind->comes_with_parent() && parent != nullptr && parent->unused;
}

bool Unfinished::holds_nothing(const Resource& resource, const LiveObject& object) const {
    // What has objects of its own in it, as a zone, is what an account is used for.
    const bool told = std::ranges::any_of(resource.managed_lists, [&](const Kind* list) {
        return std::ranges::any_of(kinds_.kinds(),
                                   [&](const Kind* kind) { return kind->parent == list->name; });
    });
    if (!told) return false;
    if (!used_) used_ = find_used();
    return !used_->contains(object.id);
}

std::unordered_set<std::string_view> Unfinished::find_used() const {
    std::unordered_set<std::string_view> used;
    // Of a list that could not be read nobody knows that it is empty.
    for (const Unread& unread : live_.unread)
        used.insert(unread.parent);
    for (const Kind* kind : kinds_.kinds()) {
        if (kind->parent.empty()) continue;
        for (const LiveObject& object : live_.of(kind->name)) {
            if (kind->reports(object, live_)) used.insert(object.parent);
        }
    }
    return used;
}

} // namespace tenantry::planner
