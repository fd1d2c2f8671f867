// Carries out what recovery.hpp decides.
#include "engine/executor/step_under_way.hpp"

#include "engine/model/explain.hpp"

#include <utility>

namespace tenantry::executor {
namespace asio = boost::asio;
namespace {

asio::awaitable<StepEnd> recover_create(StepUnderWay& step, const Call& call, Fault fault,
                                        Decision how) {
    // Not `? :` around co_await: g++ 12 destroys the answer twice.
    Sighting found;
    if (how == Decision::look_until_seen) {
        found = co_await step.objects.look_until_seen();
    } else {
        found = co_await step.objects.look();
    }
    const Decision next = after_look(facts_of(call, step.procedure), fault, found && *found);
    if (next == Decision::uncertain)
        co_return uncertain(step.work, step.run.kinds, call, std::move(fault));
    if (next == Decision::fail) co_return failed(step.work, call, std::move(fault));
    // What was not there before and is now, after it was asked for, this step has made.
    if (fault.maybe_done) step.work.note(call, CallStatus::done);
    auto unchangeable = co_await adopt(step, std::move(**found));
    if (unchangeable) co_return failed(step.work, std::move(*unchangeable));
    co_return std::nullopt;
}

asio::awaitable<StepEnd> recover_update(StepUnderWay& step, const Call& call, Fault fault) {
    const Paths fields = step.work.fields_of(call);
    for (int reads = 1;; ++reads) {
        auto now = co_await step.objects.read();
        Sight sight = Sight::nothing;
        if (now && *now) {
            auto unchangeable = step.take_up(std::move(**now));
            if (unchangeable) co_return failed(step.work, std::move(*unchangeable));
            const bool shows = step.work.fields_of(call).empty();
            if (shows && fault.maybe_done)
                step.work.note(call.describe(), fields, CallStatus::done);
            sight = step.work.sight_after(call);
        }
        const std::string field =
            sight == Sight::nothing ? "" : moved_field(step.work, step.run.kinds);
        switch (after_read(facts_of(call, step.procedure), fault, sight, field.empty(), reads)) {
        case Decision::uncertain:
            co_return uncertain(step.work, step.run.kinds, call, std::move(fault));
        case Decision::stale: co_return failed(step.work, call, moved(step.work, field));
        case Decision::give_up: co_return co_await give_up(step, call, std::move(fault));
        case Decision::read_again: co_await rest(step.run, reads - 1); continue;
        default: co_return std::nullopt;
        }
    }
}

} // namespace

asio::awaitable<StepEnd> recover(StepUnderWay& step, const Call& call, Fault fault) {
    // What another run has made meanwhile has another key.
    if (fault.waited_out) co_return co_await begin_step(step);
    fault.field = field_meant(step.work.kind(), call, fault.pointer);
    // What comes with its parent has its id since the first look: a purchase of it is read again,
    // not looked for, since a look would take one that does not show yet for one that was never
    // made.
    const Decision next = after_fault(facts_of(call, step.procedure), fault, step.work.has_id(),
                                      step.work.recoveries());
    if (next == Decision::give_up) co_return co_await give_up(step, call, std::move(fault));
    if (next == Decision::fail) co_return failed(step.work, call, std::move(fault));
    if (next == Decision::uncertain) {
        Outcome outcome = uncertain(step.work, step.run.kinds, call, std::move(fault));
        outcome.what_to_check = step.key.what_to_check();
        co_return outcome;
    }
    step.work.count_recovery();
    if (next == Decision::read) co_return co_await recover_update(step, call, std::move(fault));
    co_return co_await recover_create(step, call, std::move(fault), next);
}

} // namespace tenantry::executor
