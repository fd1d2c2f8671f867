// What all forms of costs say of one of them, in the same words.
#pragma once

#include "engine/model/costs.hpp"

#include <string>

namespace tenantry::render {

/// "page_rules 30, zones 1", without those of which it has none.
std::string components_in_words(const Cost& cost);
/// "USD 200.00 monthly", "price unknown: no price of business, and the API says 0".
std::string price_in_words(const Cost& cost);
/// What has to be looked at, or "": that both prices differ, that no manifest names it.
std::string remarks_of(const Cost& cost);
/// "USD 20.00 a month, USD 240.00 a year, and 1 of unknown price"; "nothing" for an empty one.
std::string sum_in_words(const MoneySum& sum);

} // namespace tenantry::render
