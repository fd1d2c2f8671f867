// Prices of steps, and what a plan does to what is paid.
#pragma once

#include "engine/model/plan.hpp"
#include "engine/render/text/table.hpp"

#include <string>

namespace tenantry::render {

/// "free -> USD 200.00 monthly".
std::string money_change(const Money& money);

/// What a step does to a price, and what is paid where that is another.
void add_price(Lines& lines, const Money& money);
void add_paid(Lines& lines, const Money& money);

/// What is paid more or less, customer by customer and in all, and what would have been.
std::string money_lines(const Plan& plan, Style style);

} // namespace tenantry::render
