// Fields whose values can be ranked by how much they protect; a change to a weaker value is a risk.
#pragma once

#include "engine/model/change.hpp"
#include "engine/model/risk.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace tenantry::kinds {

/// A field with its values from the weakest to the strongest. A path may lead into a value that is
/// a map: "security_header.strict_transport_security.enabled".
struct Graded {
    std::string_view code = {}; // of the risk: "ssl-lowered"
    std::string_view path = {};
    std::span<const std::string_view> values = {};
};

/// The fields that a change weakens. Of a field whose value now is not known nothing is said.
std::vector<Risk> weakened(const Change& change, std::span<const Graded> fields);

} // namespace tenantry::kinds
