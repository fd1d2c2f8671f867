// What is not settled, because somebody has still to agree or said no: no step can do anything
// about it. The words are those of the kinds.
#pragma once

#include "engine/model/plan.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace tenantry::render {

/// "Waiting for 2 people", and what to do about it, or "".
std::string waiting_words(const Kind& kind, Acceptance acceptance, std::size_t count);
std::string_view waiting_hint(const Kind& kind, Acceptance acceptance);

/// One list for each sort of thing that stands so; "" where nothing does.
std::string waiting_lines(const Plan& plan, Acceptance acceptance);

} // namespace tenantry::render
