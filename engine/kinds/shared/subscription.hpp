// What zone and account subscriptions have in common: the object that the API answers with, the
// body that it takes, and what a change costs (API reference, sections 7 and 8).
#pragma once

#include "engine/model/kind.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace tenantry::kinds {

/// Adds "components.NAME", "component_defaults.NAME", "frequency", "price", "currency" and "state".
void read_subscription(const Json& item, LiveObject& object);

/// Cancelled or expired: it may stay in lists and counts for nothing.
bool is_over(const Json& item);

/// The body of POST or PUT. What the user did not write is echoed; on the way to another plan only
/// what is not the old plan's default, so that the new plan's defaults hold.
Json subscription_body(const Change& change, std::string_view rate_plan, bool another_plan);

/// The written components, over those that stay.
Components wanted_components(const Change& change, bool another_plan);

/// What a live subscription costs; nothing when the API does not say.
std::optional<Price> live_price(const LiveObject& object);

/// What the wanted state costs by the first offer that `is_plan` accepts, that is sold with the
/// wanted frequency and that prices every component that shall be more.
std::optional<Price> offered_price(const Change& change, std::span<const RatePlan> offers,
                                   const std::function<bool(std::string_view id)>& is_plan,
                                   bool another_plan);

/// Whether a component shall have less than it has.
bool lowers_component(const Change& change);

/// The wanted frequency as the API spells it; "" when neither written nor known.
std::string wanted_frequency(const Change& change);

/// The place of a component in a field path: "page_rules" in "components.page_rules", else "".
std::string_view component_of(std::string_view path);

} // namespace tenantry::kinds
