// From an HTTP answer to a response or a fault. Lenient about what the API leaves out, strict about
// what is not the API: a gateway's HTML, an empty body and other JSON are faults with a short
// description, never a guess (API reference, section 1.3).
#pragma once

#include "engine/model/request.hpp"

#include <expected>
#include <string>

namespace tenantry::http {

/// A Reply is one complete HTTP answer, as far as anybody asks about it.
struct Reply {
    int status = 0;
    std::string location = {};
    std::string encoding = {}; // Content-Encoding
    std::string ray = {};      // Cf-Ray
    std::string retry_after = {};
    std::string rate_left = {};   // Ratelimit
    std::string rate_policy = {}; // Ratelimit-Policy
    std::string date = {};        // Date
    std::string body = {};
};

std::expected<Response, Fault> read_envelope(const Request& request, const Reply& reply);

} // namespace tenantry::http
