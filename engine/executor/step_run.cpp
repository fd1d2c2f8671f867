#include "engine/executor/step_run.hpp"

#include "engine/executor/step_under_way.hpp"

#include <utility>

namespace tenantry::executor {
namespace asio = boost::asio;
namespace {

// Calls that follow from what the last ones made: to invite, then to accept.
constexpr int most_rounds = 4;

asio::awaitable<StepEnd> send_and_prove(StepUnderWay& step) {
    StepEnd ended;
    for (int round = 0; !step.work.calls().empty() && round < most_rounds; ++round) {
        ended = co_await send_calls(step);
        if (ended || step.work.change().fields.empty()) co_return ended;
        const bool updates = step.work.change().action == Action::update;
        if (!updates && step.work.kind().reading.part.concerns(step.work.resource())) {
            ended = co_await check_part(step);
            if (ended) co_return ended;
            continue;
        }
        // What was adopted was a create, and is proved as the update that it became.
        const bool adopted = step.work.kind().writing.reads_back && updates;
        if (!step.procedure.proves && !adopted) break;
        ended = co_await read_back(step);
        if (ended) co_return ended;
    }
    co_return std::nullopt;
}

} // namespace

asio::awaitable<Outcome> carry_out(Run& run, const Step& planned, reader::Ids ids, Opening opening,
                                   std::vector<const Change*> before) {
    StepUnderWay step(run, planned, std::move(ids), opening, std::move(before));
    auto ended = co_await begin_step(step);
    if (!ended) ended = co_await send_and_prove(step);
    if (!ended) ended = co_await open_locks(step);
    if (ended) co_return std::move(*ended);
    if (step.work.object()) {
        reader::admit(run.lanes, planned.address().customer(), run.kinds, planned.kind(),
                      *step.work.object());
    }
    if (step.procedure.until_seen && !step.work.outcome().adopted) {
        ended = co_await wait_until_seen(step);
        if (ended) co_return std::move(*ended);
    }
    co_return finished(step.work);
}

} // namespace tenantry::executor
