// One step under way, and what is done with it, each in a file of its own: it begins (step_begin),
// its calls are sent (step_calls, each by step_send), an answer that is no plain success is
// recovered from (step_recover), what was written is read until it shows (step_prove), and what a
// purchase opens late is waited for (step_editable). What is left to do is StepWork, which does no
// I/O; step_run.hpp is the door.
#pragma once

#include "engine/executor/object_reader.hpp"
#include "engine/executor/service_user_key.hpp"
#include "engine/executor/step_work.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace tenantry::executor {

/// It lives as long as the coroutine that carries the step out; all below refer to it.
struct StepUnderWay {
    StepUnderWay(Run& shared, const Step& planned, reader::Ids ids, Opening opens,
                 std::vector<const Change*> before)
        : run(shared), procedure(planned.procedure), opening(opens),
          work(shared.kinds, shared.live, planned, std::move(before)),
          objects(shared, planned, std::move(ids)), key(shared, planned) {}

    void set_id(const std::string& id);
    /// Goes on with an object that is known to be this step's own. The fault is a difference that
    /// the API cannot change.
    std::optional<Fault> take_up(LiveObject object);

    Run& run;
    const Procedure& procedure;
    Opening opening; // the procedure's, with what the run knows by now
    StepWork work;
    ObjectReader objects;
    ServiceUserKey key;
};

/// Nothing, to go on with what is left to do, or how the step ended.
using StepEnd = std::optional<Outcome>;

/// What comes before the first call; once more where what was to be sent has waited too long.
boost::asio::awaitable<StepEnd> begin_step(StepUnderWay& step);
/// Goes on with an object that is already there: only what differs is left to do. The fault is a
/// difference that the API cannot change.
boost::asio::awaitable<std::optional<Fault>> adopt(StepUnderWay& step, LiveObject object);

/// Sends the calls that are left, in order.
boost::asio::awaitable<StepEnd> send_calls(StepUnderWay& step);
boost::asio::awaitable<http::Expected<Response>> send(StepUnderWay& step, const Call& call,
                                                      http::Api& api);
/// After a call that is refused for good: the step goes on without its fields, where it can.
boost::asio::awaitable<StepEnd> give_up(StepUnderWay& step, const Call& call, Fault fault);
/// After an answer that is no plain success.
boost::asio::awaitable<StepEnd> recover(StepUnderWay& step, const Call& call, Fault fault);

/// Reads what was written until it shows, a bounded number of times.
boost::asio::awaitable<StepEnd> read_back(StepUnderWay& step);
/// After a create that took fields with a call of their own: what the API dropped is left to do.
boost::asio::awaitable<StepEnd> check_part(StepUnderWay& step);
/// Until the list shows what was made.
boost::asio::awaitable<StepEnd> wait_until_seen(StepUnderWay& step);
/// Waits, a bounded time, for what a step before this one bought to open what is locked, and writes
/// it then.
boost::asio::awaitable<StepEnd> open_locks(StepUnderWay& step);

} // namespace tenantry::executor
