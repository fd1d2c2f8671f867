// What the digests of several commands have in common.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/base/source.hpp"
#include "engine/model/plan.hpp"
#include "engine/render/digest/digest.hpp"

#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::render {

/// The customer of a printed address.
std::string customer_of_subject(std::string_view subject);

void add_diagnostics(Digest& digest, const Diagnostics& diagnostics);
void add_departed(Digest& digest, const Plan& plan);
/// Those that stand so; the words are those of the kinds.
void add_waiting(Digest& digest, const Plan& plan, Acceptance acceptance);
/// The fields of a step, as text shows them and with both sides.
void add_field_details(Remark& remark, std::span<const FieldChange> fields, bool create,
                       Position resource, const Sources& sources);
/// "acme.yaml:12", or "" where it is not known.
std::string line_of(Position position, const Sources& sources);
/// Remark::turn of each step.
std::vector<std::size_t> turns_of(const Plan& plan);
/// Customers that were looked at and of whom nothing is said; nor are `others` as wanted.
void add_as_wanted(Digest& digest, const Plan& plan, std::span<const std::string> looked_at,
                   std::set<std::string_view> others = {});

} // namespace tenantry::render
