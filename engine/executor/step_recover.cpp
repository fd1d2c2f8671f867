// Carries out what recovery.hpp decides, and reads what was written until it shows.
#include "engine/executor/step_run.hpp"

#include "engine/base/text.hpp"
#include "engine/model/explain.hpp"

namespace tenantry::executor {
namespace asio = boost::asio;
namespace {

// What was bought is looked for so often: it takes longer to show.
constexpr int looks_after_purchase = 6;

CallFacts facts(const Call& call, const StepWork& work) {
    return facts_of(call, work.kind(), work.step().procedure);
}

/// Reports what the API was told by `written` and does not show, and leaves it be.
void leave_out_unseen(StepWork& work, const Live& live, const std::string& written) {
    // What the kind knows of says more than that it does not show.
    for (const Diagnostic& objection : objections(work, live)) {
        if (objection.field.empty()) continue;
        work.leave_out(objection.field,
                       {.category = FaultCategory::declined,
                        .message = "the API took the call and dropped this: " + objection.summary +
                                   (objection.hint.empty() ? "" : ": " + objection.hint),
                        .call = written},
                       written);
    }
    while (!work.change().fields.empty()) {
        const std::string path = work.change().fields.front().path;
        work.leave_out(path,
                       {.category = FaultCategory::declined,
                        .message = "the API accepted the change, and still shows another " + path +
                                   ": wait a few minutes and run plan again",
                        .call = written},
                       written);
    }
    work.plan_calls();
}

} // namespace

asio::awaitable<StepRun::Ended> StepRun::recover(const Call& call, Fault fault) {
    // What another run has made meanwhile has another key.
    if (fault.waited_out) co_return co_await begin();
    fault.field = field_meant(work_.kind(), call, fault.pointer);
    const Decision next =
        after_fault(facts(call, work_), fault, work_.has_id(), work_.recoveries());
    if (next == Decision::give_up) co_return co_await give_up(call, std::move(fault));
    if (next == Decision::fail) co_return failed(work_, call, std::move(fault));
    if (next == Decision::uncertain) {
        Outcome outcome = uncertain(work_, run_.kinds, call, std::move(fault));
        outcome.what_to_check = key_.what_to_check();
        co_return outcome;
    }
    work_.count_recovery();
    if (next == Decision::read) co_return co_await recover_update(call, std::move(fault));
    co_return co_await recover_create(call, std::move(fault), next);
}

asio::awaitable<StepRun::Ended> StepRun::recover_create(const Call& call, Fault fault,
                                                        Decision how) {
    // Not `? :` around co_await: g++ 12 destroys the answer twice.
    Sighting found;
    if (how == Decision::look_until_seen) {
        found = co_await objects_.look_until_seen();
    } else {
        found = co_await objects_.look();
    }
    const Decision next = after_look(facts(call, work_), fault, found && *found);
    if (next == Decision::uncertain) co_return uncertain(work_, run_.kinds, call, std::move(fault));
    if (next == Decision::fail) co_return failed(work_, call, std::move(fault));
    // What was not there before and is now, after it was asked for, this step has made.
    if (fault.maybe_done) work_.note(call, CallStatus::done);
    auto unchangeable = co_await adopt(std::move(**found));
    if (unchangeable) co_return failed(work_, std::move(*unchangeable));
    co_return std::nullopt;
}

asio::awaitable<StepRun::Ended> StepRun::recover_update(const Call& call, Fault fault) {
    const Paths fields = work_.fields_of(call);
    for (int reads = 1;; ++reads) {
        auto now = co_await objects_.read();
        Sight sight = Sight::nothing;
        if (now && *now) {
            auto unchangeable = take_up(std::move(**now));
            if (unchangeable) co_return failed(work_, std::move(*unchangeable));
            const bool shows = work_.fields_of(call).empty();
            if (shows && fault.maybe_done) work_.note(call.describe(), fields, CallStatus::done);
            sight = work_.sight_after(call);
        }
        const std::string field = sight == Sight::nothing ? "" : moved_field(work_, run_.kinds);
        switch (after_read(facts(call, work_), fault, sight, field.empty(), reads)) {
        case Decision::uncertain: co_return uncertain(work_, run_.kinds, call, std::move(fault));
        case Decision::stale: co_return failed(work_, call, moved(work_, field));
        case Decision::give_up: co_return co_await give_up(call, std::move(fault));
        case Decision::read_again: co_await rest(run_, reads - 1); continue;
        default: co_return std::nullopt;
        }
    }
}

asio::awaitable<StepRun::Ended> StepRun::read_back() {
    // What was bought is done, whether it shows or not: to call it failed would have it bought
    // again.
    const LiveObject* const before = work_.step().change.live;
    const bool buys = work_.kind().buys();
    const bool bought =
        buys && work_.outcome().wrote() && (before == nullptr || before->fields.empty());
    const std::string written = work_.calls().empty() ? "" : work_.calls().front().describe();
    for (int i = 0;; ++i) {
        auto now = co_await objects_.read();
        if (!now && !bought) {
            work_.end_calls(); // they have been made: only what they did is not seen
            co_return failed(work_, now.error());
        }
        if (now && *now) {
            auto unchangeable = take_up(std::move(**now));
            if (unchangeable) co_return failed(work_, std::move(*unchangeable));
            if (work_.calls().empty()) co_return std::nullopt;
            // Something else is left to do now, as to accept what has been offered. What buys is
            // done once.
            if (!buys && work_.calls().front().describe() != written) co_return std::nullopt;
        }
        if (i + 1 == (bought ? looks_after_purchase : looks_after_unclear)) break;
        co_await rest(run_, i);
    }
    const bool shows = work_.object() && !work_.object()->fields.empty();
    if (bought && !shows) {
        work_.give_up_calls();
        work_.outcome().what_to_check = "it was bought, and the list does not show it yet: do not "
                                        "apply again before it does, or it is bought twice";
        co_return std::nullopt;
    }
    leave_out_unseen(work_, run_.live, written);
    co_return std::nullopt;
}

} // namespace tenantry::executor
