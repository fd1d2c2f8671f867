// What differs between the wanted and the live state of one resource, field by field, and why.
#pragma once

#include "engine/base/json.hpp"
#include "engine/base/source.hpp"
#include "engine/model/live.hpp"
#include "engine/model/resource.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenantry {

enum class Action { create, update };

std::string_view name_of(Action action);

/// One field, old to new; `before` is null where there was nothing.
struct FieldChange {
    /// The new value as it may be shown: variables by their names.
    const Json& as_written() const { return written.is_null() ? after : written; }

    std::string path = {};
    Json before = {};
    Json after = {};
    Position position = {};
    Json written = {}; // what the user wrote for `after` when a variable is in it, else null
};

/// One change. Refers to the Desired and Live it was made from: they outlive it.
struct Change {
    Action action = Action::create;
    const Resource* resource = nullptr;
    const LiveObject* live = nullptr; // null for a create
    std::vector<FieldChange> fields = {};
    /// Names that a catalogue turned into ids, by field: {"unit", "f1b2..."}.
    std::vector<std::pair<std::string, std::string>> resolved = {};
    std::string reason = {};

    const FieldChange* field(std::string_view path) const;
    bool changes(std::string_view path) const { return field(path) != nullptr; }
    std::string_view resolved_id(std::string_view path) const;
    /// What the field shall be: as the user wrote it, else as it is live, else null.
    Json wanted(std::string_view path) const;
};

} // namespace tenantry
