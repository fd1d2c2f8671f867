// The components that a plan has. The API takes an order with one that the plan lacks and drops it
// without a word, so what is live of the plan, what is offered and what the documents name is asked
// before anything is paid.
#pragma once

#include "engine/model/kind.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace tenantry::kinds {

/// A plan that is ordered. `shown` is how people know it, `is_plan` whether an id or a class means
/// it; `field` tells the id of a live object, and `documented` are the components that Cloudflare's
/// documents name, if any.
struct OrderedPlan {
    std::string shown = {};
    std::string_view field = {};
    std::function<bool(std::string_view id)> is_plan = {};
    std::span<const std::string_view> documented = {};
};

/// Adds an error for each component of the change that the plan does not have as far as that is
/// known, and a warning for those that only the documents speak against.
void check_components(const Change& change, const Live& live, const OrderedPlan& plan,
                      Diagnostics& diagnostics);

} // namespace tenantry::kinds
