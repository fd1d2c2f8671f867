// Names of rights (roles, permission groups) that nobody has, and the one that was most likely
// meant. What is merely spelt alike may say much more: "DNS Administrator" is no Administrator.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace tenantry {

/// `did you mean "DNS"?`, or "" where nothing is near. Never a right over everything for the name
/// of a narrower one, and never one that writes for one that reads.
std::string suggest_right(std::string_view name, std::span<const std::string> known);

} // namespace tenantry
