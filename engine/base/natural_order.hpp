// The order in which people expect names that hold numbers: "c2" before "c10".
#pragma once

#include <string_view>

namespace tenantry {

/// Whether `a` stands before `b`: runs of digits by their value, all else byte by byte. A "/" comes
/// before anything else, so that what lies in a thing follows it at once.
bool stands_before(std::string_view a, std::string_view b);

} // namespace tenantry
