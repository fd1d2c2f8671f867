// What a caller wants to buy: the body of a POST or PUT of a subscription, checked for its
// form (API reference, sections 7 and 8).
#pragma once

#include "tools/simulator/text/envelope.hpp"
#include "tools/simulator/world/ledger.hpp"
#include "tools/simulator/world/subscription.hpp"

#include <expected>
#include <map>
#include <string>

namespace tenantry::simulator {

/// The wish as it was written; frequency and components are those of a default where left out.
struct Order {
    std::string plan = {};
    std::string frequency = "monthly";
    std::map<std::string, long long> components = {};
};

/// The body's order; a 1198 when it cannot be decoded.
std::expected<Order, Reply> read_order(const Request& request);

/// The order's components that are not as usual, or the refusal of a name the plan does not have;
/// where the plan is not `closed`, such a name is dropped.
std::expected<std::map<std::string, long long>, Reply>
unusual_components(const Order& order, const std::vector<PlanComponent>& components, bool closed);

Reply no_such_plan();

/// Counts a write that was accepted.
void count_purchase(Purchases& purchases, bool is_post, bool changes_something);

} // namespace tenantry::simulator
