// The headers with which the API speaks about its limits (API reference, section 1.2). They come
// from outside: what does not parse is left out, what is absurd is bounded.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::http {

/// One item of `Ratelimit` ("default";r=1199;t=1) or `Ratelimit-Policy` ("default";q=1200;w=300).
struct RateItem {
    std::string policy = {};
    std::optional<std::int64_t> remaining = {};      // r
    std::optional<std::chrono::seconds> reset = {};  // t
    std::optional<std::int64_t> quota = {};          // q
    std::optional<std::chrono::seconds> window = {}; // w
};

/// A structured-field list (RFC 9651) as far as these headers use it.
std::vector<RateItem> parse_rate_items(std::string_view header);

/// Whole seconds, or what is left at `now` until a date, at most a day; nothing for anything else.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view header,
                                                      std::chrono::sys_seconds now);

} // namespace tenantry::http
