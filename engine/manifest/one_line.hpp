// Values as YAML in one line: as a person would write them, without quotes where YAML reads the
// same without.
#pragma once

#include "engine/base/json.hpp"

#include <optional>
#include <string>

namespace tenantry::manifest {

/// A value in the place of one that was written in this quote (0: in none); nothing for a map, and
/// for text that would be taken for a variable.
std::optional<std::string> in_one_line(const Json& value, char quote_before);

} // namespace tenantry::manifest
