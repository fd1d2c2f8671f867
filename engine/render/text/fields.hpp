// Field changes as lines, in plan, report and drift.
#pragma once

#include "engine/base/source.hpp"
#include "engine/model/change.hpp"
#include "engine/render/text/table.hpp"

#include <span>
#include <string>

namespace tenantry::render {

/// One line a field: the new value of a create, old -> new of an update, and the manifest line
/// where a default gives a value of a create.
void add_fields(Lines& lines, std::span<const FieldChange> fields, bool create, Position resource,
                const Sources& sources, Style style);

/// "  (acme.yaml:12)", the manifest line that wants it; "" where there is none.
std::string place_of(const FieldChange& field, const Sources& sources, Style style);

/// The live value, without what a variable may have held before.
std::string shown_before(const FieldChange& field);

} // namespace tenantry::render
