// What an order costs by a price list: for the plan itself, and for each component above what it
// includes. A price that is not known says what is missing.
#pragma once

#include "engine/model/money.hpp"

#include <span>
#include <string>

namespace tenantry::products {

/// What is paid for, or shall be.
struct Order {
    std::string plan = {}; // any spelling
    Components components = {};
    Components included = {};   // what the plan has of a component anyway, as far as others tell
    std::string frequency = {}; // "": not told, so the one that the plan is sold with
};

/// What an order costs by a list. Never less than for fewer of a component.
Quote price_of(const Order& order, std::span<const RatePlan> plans);

} // namespace tenantry::products
