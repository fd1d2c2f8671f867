// Carries out one step: looks or refreshes, sends its calls in order, and does what recovery
// decides when an answer is unclear or one of them is refused.
#pragma once

#include "engine/executor/run.hpp"

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace tenantry::executor {

/// `ids` are those of the objects the step lies in. `opening` is the procedure's, but that it is
/// known by now whether what the step lies in was adopted. `before` are the changes it waited for
/// of the kinds that its kind needs. Run and step outlive the coroutine.
boost::asio::awaitable<Outcome> carry_out(Run& run, const Step& step, reader::Ids ids,
                                          Opening opening, std::vector<const Change*> before);

} // namespace tenantry::executor
