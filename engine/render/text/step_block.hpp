// One step of a plan as lines.
#pragma once

#include "engine/model/plan.hpp"
#include "engine/render/render.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace tenantry::render {

/// A step below the head of its customer: its line, its fields, what it costs, and of why and what
/// it waits for only what its parent, which is new, does not tell already.
std::string step_block(const Plan& plan, const Step& step, const Sources& sources, Style style);

/// A step in one line, cut to the terminal's width.
std::string step_line(const Step& step, Style style);

/// What makes steps equal: all that their blocks tell, but for whose they are and where in the
/// manifests they are wanted.
std::string likeness(const Plan& plan, const Step& step);

/// Steps that are alike, as one block that names a few of them.
std::string alike_block(const Plan& plan, const std::vector<std::size_t>& steps,
                        const Sources& sources, Style style);

} // namespace tenantry::render
