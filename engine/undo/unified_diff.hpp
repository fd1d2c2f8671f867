// Two versions of a file with as many lines, as a patch.
#pragma once

#include <string>
#include <string_view>

namespace tenantry::undo {

/// The difference as `git apply` and `patch -p1` take it; "" where there is none. Lines are only
/// changed, never added or removed.
std::string unified_diff(std::string_view file, std::string_view before, std::string_view after);

} // namespace tenantry::undo
