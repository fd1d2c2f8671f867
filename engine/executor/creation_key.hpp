// The Idempotency-Key of a create that has no natural key: the same in every run that creates the
// same, so that the API itself answers the second with what the first has made.
//
// It holds for a window of time, an hour: a key that stayed for ever would bring an account that
// was removed since back as the answer to its next creation. An hour is longer than any list takes
// to show what another run has made, and that is all that the key is for: every create looks first.
// It is made when the call lines up to be sent, and one that waits there beyond its hour is not
// sent: it looks again, and has the key of the new hour.
//
// Two runs on both sides of the edge between two windows have different keys. So nothing is sent
// right behind an edge: who comes there waits, longer than lists lag and clocks differ, and looks
// then; what was made before the edge shows.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace tenantry::executor {

using Instant = std::chrono::system_clock::time_point;

/// At most 128 characters that a header can carry.
std::string creation_key(std::string_view sameness, Instant now);

/// How long a key that is made now holds.
std::chrono::milliseconds left_of_window(Instant now);

/// How long to wait before a create; `lag` is what lists and clocks are given. Zero away from an
/// edge.
std::chrono::milliseconds wait_behind_edge(Instant now, std::chrono::milliseconds lag);

} // namespace tenantry::executor
