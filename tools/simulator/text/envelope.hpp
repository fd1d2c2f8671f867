// The envelope around every answer of the API: success, errors, messages, result, result_info
// (API reference, sections 1.3 and 15).
#pragma once

#include "tools/simulator/text/request.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::simulator {

/// An error or a message of the envelope.
struct Notice {
    int code = 0;
    std::string message = {};
    std::string pointer = {}; // JSON pointer into the request body, when one field is to blame
    bool tells_more = false;  // names a page of the documentation also without one
    std::vector<Notice> chain = {};
};

/// Where a list reply stands in the whole list.
struct ResultInfo {
    long long page = 1;
    long long per_page = 20;
    long long count = 0;
    long long total_count = 0;
};

/// Where a reply stands in a list that is read on by a cursor; empty at its end.
struct CursorInfo {
    long long count = 0;
    std::string cursor = {};
};

/// The reply that turns a request away; nothing when it may go on.
using Refusal = std::optional<Reply>;

Reply success(std::string_view result);
Reply success(std::string_view result, const ResultInfo& info);
Reply success(std::string_view result, const CursorInfo& info);
Reply success_saying(std::string_view result, const Notice& message);

Reply failure(int status, const std::vector<Notice>& errors);
Reply failure(int status, int code, std::string message, std::string pointer = {});

/// Code 7003: no such object, or no such place (API reference, section 2; its HTTP status is not
/// documented, 404 is what clients cope with).
Reply not_found(std::string_view path);

/// A 1001 with HTTP 400: the body says something that cannot be.
Reply invalid(std::string message, std::string pointer = {});

} // namespace tenantry::simulator
