// Field changes as lines of text and as JSON, the same in plan and drift.
#pragma once

#include "engine/model/change.hpp"
#include "engine/render/paint.hpp"

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace tenantry::render {

/// Lines "name   text" under a step, aligned.
using Lines = std::vector<std::pair<std::string, std::string>>;
std::string aligned(const Lines& lines);

/// One line a field: the new value of a create, old -> new of an update, and the manifest line
/// where it is not that of the resource's own file.
void add_fields(Lines& lines, std::span<const FieldChange> fields, bool create, Position resource,
                const Sources& sources, Style style);

Json fields_json(std::span<const FieldChange> fields, const Sources& sources);

} // namespace tenantry::render
