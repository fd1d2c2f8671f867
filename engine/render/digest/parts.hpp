// What the digests of several commands have in common.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/plan.hpp"
#include "engine/render/digest/digest.hpp"

#include <set>
#include <span>
#include <string>
#include <string_view>

namespace tenantry::render {

/// The customer of a printed address.
std::string customer_of_subject(std::string_view subject);

void add_diagnostics(Digest& digest, const Diagnostics& diagnostics);
void add_departed(Digest& digest, const Plan& plan);
/// Customers that were looked at and of whom nothing is said; nor are `others` as wanted.
void add_as_wanted(Digest& digest, const Plan& plan, std::span<const std::string> looked_at,
                   std::set<std::string_view> others = {});

} // namespace tenantry::render
