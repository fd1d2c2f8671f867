// What a drift comes to in numbers, which all forms of it have to tell alike.
#pragma once

#include "engine/model/finding.hpp"

#include <cstddef>
#include <vector>

namespace tenantry::render {

/// From the worst.
inline constexpr FindingSeverity severities_from_worst[] = {
    FindingSeverity::critical, FindingSeverity::high, FindingSeverity::medium,
    FindingSeverity::low};

/// How many findings of one severity there are, hidden ones included.
std::size_t count_of(const Drift& drift, FindingSeverity severity);

/// What is ignored by one document.
struct IgnoredGroup {
    const Ignore* by = nullptr;
    std::size_t count = 0;
};
/// By the names of the documents.
std::vector<IgnoredGroup> ignored_by_document(const Drift& drift);

} // namespace tenantry::render
