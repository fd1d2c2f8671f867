// Errors that repeat what must not be repeated: the credential of the request in a form that hides
// it from a plain search, or the answer that was meant for the caller alone.
#pragma once

#include "tools/simulator/text/request.hpp"

#include <cstdint>

namespace tenantry::simulator {

/// An error whose words hold the caller's credential. Which forms of it, `turn` decides.
Reply echo_request(const Request& request, std::uint64_t turn);

/// An error whose words are another reply.
Reply echo_reply(const Reply& reply);

} // namespace tenantry::simulator
