// Why there is a step for a field, or none: looked up in what the planner made of its resource, and
// where that is nothing, the comparison in words.
#pragma once

#include "engine/explanation/explanation.hpp"

#include <cstddef>
#include <string>

namespace tenantry::explanation {

/// Fills in `live`, `verdict` and why, for a field of a resource of the manifests.
void judge(const Grounds& grounds, std::size_t index, ExplainedField& field);

/// What the resource as a whole is told of: its step, or why it has none.
void judge(const Grounds& grounds, std::size_t index, ExplainedResource& resource);

/// "settings: {ssl: VALUE}", for a path of a field and a value that is null where nobody knows one.
std::string line_to_write(std::string_view path, const Json& value);

} // namespace tenantry::explanation
