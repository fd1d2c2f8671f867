// What differs between the wanted and the live state of one resource, field by field, and why.
#pragma once

#include "engine/base/json.hpp"
#include "engine/base/source.hpp"
#include "engine/model/live.hpp"
#include "engine/model/money.hpp"
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
    /// The old value as it may be shown: where a variable's value goes, a value stands that it may
    /// have held before, and `instead` takes its place.
    Json before_shown(const Json& instead = {}) const;
    bool hides_before() const { return before_shown() != before; }

    std::string path = {};
    Json before = {};
    Json after = {};
    Position position = {};
    Json written = {};      // what the user wrote for `after` when a variable is in it, else null
    bool inherited = false; // wanted by a default
};

/// A name of a catalogue that a change sends as an id; the id is "" until the object whose
/// catalogue it is exists.
struct Reference {
    std::string catalogue = {};
    std::string written = {};
    std::string id = {};
    std::string shown = {}; // as it may be shown: a variable by its name

    bool operator==(const Reference&) const = default;
};

/// One change. Refers to the Desired and Live it was made from: they outlive it.
struct Change {
    Action action = Action::create;
    const Resource* resource = nullptr;
    const LiveObject* live = nullptr; // null for a create
    std::vector<FieldChange> fields = {};
    std::vector<Reference> references = {};
    std::string reason = {};
    /// The id of the plan that is ordered; "" where nothing is bought.
    std::string ordered_as = {};
    /// What that plan has of its components at least, where a list tells it. What stays of another
    /// plan's is ordered in no lower number.
    Components least = {};
    /// Fields that stay as they are although they are wanted otherwise: the API has refused them,
    /// or an error keeps them out of the plan.
    std::vector<std::string> left_out = {};
    /// What is known to differ in such fields, although nothing is done about it.
    std::vector<FieldChange> barred = {};

    /// Whether anything is done: all that differs may be barred.
    bool acts() const { return !fields.empty() || barred.empty(); }
    const FieldChange* field(std::string_view path) const;
    bool changes(std::string_view path) const { return field(path) != nullptr; }
    /// The id that a name of a catalogue stands for, or "".
    std::string_view id_of(std::string_view catalogue, std::string_view written) const;
    /// Whether all names have their ids.
    bool resolved() const;
    bool leaves_out(std::string_view path) const;
    /// What the field shall be: as the user wrote it, unless it is left out, else as it is live,
    /// else null.
    Json wanted(std::string_view path) const;
};

} // namespace tenantry
