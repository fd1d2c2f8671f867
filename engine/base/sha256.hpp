// The SHA-256 of a text: for what must not be brought to collide.
#pragma once

#include <string>
#include <string_view>

namespace tenantry {

/// 64 hexadecimal digits.
std::string sha256(std::string_view text);

} // namespace tenantry
