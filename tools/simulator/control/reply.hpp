// Replies of /control: plain JSON without the API's envelope; a failure is {"error": "..."}.
#pragma once

#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/request.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace tenantry::simulator {

inline Reply plain(std::string body) {
    Reply reply;
    reply.body = std::move(body);
    return reply;
}

inline Reply plain_failure(int status, std::string_view message) {
    Reply reply = plain(ObjectText{}.text("error", message).take());
    reply.status = status;
    return reply;
}

inline Reply no_object_in_body() { return plain_failure(400, "the body must be a JSON object"); }

/// Done, and there is nothing to show for it.
inline Reply done() { return plain("{}"); }

} // namespace tenantry::simulator
