// What an answer says about the list that it holds, and what in an answer cannot be understood.
#pragma once

#include "engine/reader/reader.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace tenantry::reader {

/// The members of `result_info` (API reference, section 1.3), as far as they are told. Lists that
/// come in one answer have none, and every one may be left out.
struct ListClaims {
    std::optional<std::int64_t> page = {};
    std::optional<std::int64_t> per_page = {};
    std::optional<std::int64_t> count = {};       // of items on the page
    std::optional<std::int64_t> total_count = {}; // of items in the list
    std::optional<std::int64_t> total_pages = {};
};

/// A list that contradicts itself is read once more, and one that says something else each time
/// once again.
constexpr int most_readings = 3;

/// The fault that a list contradicts itself.
Fault unreliable(const std::string& why, const Request& request);
/// "the list says that it has 2 items, and shows 0"; "" where it does not say, or shows as many.
std::string miscounted(std::optional<std::int64_t> total, std::size_t shown);

Expected<ListClaims> claims_of(const Json& result_info, const Request& request);

/// An object of an answer with its doubts told by their place; a fault where it cannot be told
/// which it is.
Expected<std::optional<LiveObject>> understood(std::optional<LiveObject> object,
                                               const std::string& place, const Request& request);

} // namespace tenantry::reader
