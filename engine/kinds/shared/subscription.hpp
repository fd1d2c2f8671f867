// What zone and account subscriptions have in common: the object that the API answers with and the
// body that it takes (API reference, sections 7 and 8). What a change costs is in pricing.hpp.
#pragma once

#include "engine/model/kind.hpp"

#include <string>
#include <string_view>

namespace tenantry::kinds {

// API reference, section 7, "Propagation".
inline constexpr ErrorHint billing_fails = {
    .code = 1000,
    .hint = "Cloudflare's billing answers so for some minutes after a zone was created, and for "
            "accounts whose purchases have to be approved: if it stays so, look at the account's "
            "billing at the dashboard",
    .passes = true};
// Of an update: the subscription was there when it was planned.
inline constexpr ErrorHint ordered_before = {
    1207, "the subscription is not there any more: run plan again, which shows what would be "
          "bought anew"};

/// Adds "components.NAME", "component_defaults.NAME", "frequency", "price", "currency" and "state".
void read_subscription(const Json& item, LiveObject& object);

/// Cancelled or expired: it may stay in lists and counts for nothing.
bool is_over(const Json& item);

/// Sale::unpaid_state: a trial, and what could not be bought in the end (API reference, section 7).
std::string_view unpaid_state(const LiveObject& live);

/// The body of POST or PUT. What the user did not write is echoed; on the way to another plan only
/// what is not the old plan's default, so that the new plan's defaults hold.
Json subscription_body(const Change& change, std::string_view rate_plan, bool another_plan);

/// On the way to another plan: what it has of a component anyway, as far as the lists tell, is
/// noted in the change, and what is kept and less is raised to that, which is a difference as those
/// that are written.
void raise_what_is_kept(Change& change, const Offer& offer);

/// The written components, over those that stay.
Components wanted_components(const Change& change, bool another_plan);

/// The wanted frequency as the API spells it; "" when neither written nor known.
std::string wanted_frequency(const Change& change);

/// The place of a component in a field path: "page_rules" in "components.page_rules", else "".
std::string_view component_of(std::string_view path);

} // namespace tenantry::kinds
