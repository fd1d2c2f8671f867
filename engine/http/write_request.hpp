// A request as the bytes that go over the wire. What could end a line early is refused, wherever it
// came from, and so is a credential that is not whole.
#pragma once

#include "engine/http/api.hpp"
#include "engine/http/settings.hpp"
#include "engine/http/url.hpp"

#include <expected>
#include <string>

namespace tenantry::http {

/// The headers that all requests have, or why there are none.
std::expected<std::string, std::string> write_headers(const Settings& settings, const BaseUrl& url);

/// The bytes of a request with these headers, or why it cannot be sent.
Expected<std::string> write_request(const Request& request, const BaseUrl& url,
                                    const std::string& headers);

} // namespace tenantry::http
