// Where requests go and how their first line is written. A credential travels with every request,
// so a base URL that would send it in the clear, or show it in a log, is refused; so is a path that
// would end the line early or leave the base.
#pragma once

#include "engine/model/request.hpp"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace tenantry::http {

/// A BaseUrl is the checked form of `https://api.cloudflare.com/client/v4`.
struct BaseUrl {
    bool secure = true;
    std::string host = {}; // lower case, an IPv6 address without brackets
    bool numeric = false;  // the host is an address
    std::uint16_t port = 443;
    std::string authority = {}; // for the Host header
    std::string path = {};      // "/client/v4", or ""
};

/// The error is a sentence for the user.
std::expected<BaseUrl, std::string> parse_base_url(std::string_view text);

/// The target of the request line: base path, request path, encoded query. The error says why this
/// request is not sent.
std::expected<std::string, std::string> request_target(const BaseUrl& base, const Request& request);

/// Whether a header may hold the value: visible ASCII and spaces inside.
bool is_header_value(std::string_view value);

} // namespace tenantry::http
