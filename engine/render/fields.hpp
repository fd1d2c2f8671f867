// Field changes as lines of text and as JSON, the same in plan and drift.
#pragma once

#include "engine/model/change.hpp"
#include "engine/model/plan.hpp"
#include "engine/render/paint.hpp"

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace tenantry::render {

/// Lines "name   text" under a step, aligned.
using Lines = std::vector<std::pair<std::string, std::string>>;
std::string aligned(const Lines& lines);

/// The members of maps in which both sides differ, each as a change of its own: "nel.enabled". What
/// is no map, or new, is as it was.
std::vector<FieldChange> by_member(std::span<const FieldChange> fields);

/// One line a field: the new value of a create, old -> new of an update, and the manifest line
/// where a default gives a value of a create.
void add_fields(Lines& lines, std::span<const FieldChange> fields, bool create, Position resource,
                const Sources& sources, Style style);

/// " 2 fields left out because of errors." of a plan's summary, or "".
std::string left_out(const Plan& plan);
Json texts_json(std::span<const std::string> texts);
/// "  (acme.yaml:12)", the manifest line that wants it; "" where there is none.
std::string place_of(const FieldChange& field, const Sources& sources, Style style);

/// The live value, without what a variable may have held before.
std::string shown_before(const FieldChange& field);

Json fields_json(std::span<const FieldChange> fields, const Sources& sources);

} // namespace tenantry::render
