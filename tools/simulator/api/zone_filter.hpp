// What a list of zones is narrowed by: the query parameters of GET /zones (API reference,
// section 6).
#pragma once

#include "tools/simulator/text/request.hpp"
#include "tools/simulator/world/zone.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::simulator {

/// A text and how it is compared: "starts_with:shop".
struct TextFilter {
    enum class Operator : std::uint8_t { equal, not_equal, starts_with, ends_with, contains };

    Operator op = Operator::equal;
    bool case_sensitive = false;
    std::string value = {}; // in lower case unless case_sensitive

    bool matches(std::string_view text) const;
};

TextFilter read_text_filter(std::string_view text);

struct ZoneFilter {
    std::optional<TextFilter> name = {};
    std::optional<TextFilter> account_name = {};
    std::optional<std::string> account_id = {};
    std::optional<std::string> status = {};
    std::vector<std::string> types = {}; // none: all but internal
    bool any = false;                    // one criterion is enough

    bool matches(const Zone& zone) const;

    /// True when the account.id bounds the answer.
    bool bounded_by_account() const { return account_id && !any; }
    /// True when one exact name bounds the answer.
    bool bounded_by_name() const;
    /// True when nothing but the hidden internal zones is left out.
    bool is_open() const;
};

/// The filter of a query, or the 400 for a value that does not exist.
std::expected<ZoneFilter, Reply> read_zone_filter(const Fields& query);

} // namespace tenantry::simulator
