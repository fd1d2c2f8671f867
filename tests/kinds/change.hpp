// A change of one resource, and what its kind makes of it, as text.
#pragma once

#include "engine/kinds/kinds.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenantry::test {

/// "path=value path=value", in the order of the object.
std::string fields(const LiveObject& object);

/// A resource of a kind with these fields.
Resource wanted(const Kind& kind, std::vector<Field> fields);

/// The change that makes the resource of the live object, as the planner finds it.
Change change_of(const KindTable& kinds, const Resource& resource, const LiveObject* live);
/// A change where a certain program, or a list of rate plans, decides by which id it is ordered.
Change change_of(const KindTable& kinds, const Resource& resource, const LiveObject* live,
                 const Offer& offer, Diagnostics& diagnostics);

/// The calls of a change, one a line: method, path, body, and "once" for what buys.
std::string calls(const Change& change);

/// "free -> USD 20.00 monthly", "? (no price of pro) -> free", with "less" behind a downgrade and
/// what is paid where it is another price.
std::string money(const Change& change, std::span<const RatePlan> offers);
/// By several lists, in this order.
std::string money(const Change& change, std::span<const PriceList> lists);

} // namespace tenantry::test
