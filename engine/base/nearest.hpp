// The known name that a misspelt one most likely meant.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace tenantry {

/// The candidate nearest to `name` by edits (insert, remove, change, swap of neighbours; case
/// counts nothing), or "" when none is near enough to be worth saying. Ties go to the first.
std::string nearest(std::string_view name, std::span<const std::string> candidates);

/// The candidate that differs by two edits at most, by one where the name is short, or only in
/// blanks, dashes and the like; "" when there is none.
std::string slip_of(std::string_view name, std::span<const std::string> candidates);

/// `did you mean "plan"?` where a name is a slip of a candidate; "" for a candidate itself, in
/// whatever case, and for what is another name altogether.
std::string hint_of_slip(std::string_view name, std::span<const std::string> candidates);

/// ` did you mean "plan"?`-style hint, or "" when nothing is near.
std::string suggest(std::string_view name, std::span<const std::string> candidates);

} // namespace tenantry
