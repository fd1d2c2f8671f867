// Prices and what a plan does to what is paid.
#pragma once

#include "engine/base/json.hpp"
#include "engine/model/plan.hpp"

namespace tenantry::render {

Json money_json(const Money& money);
Json sum_json(const MoneySum& sum);

} // namespace tenantry::render
