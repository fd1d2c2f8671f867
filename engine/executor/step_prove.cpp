// Whether what was sent shows: an answer alone does not always tell, and lists lag behind.
#include "engine/executor/step_under_way.hpp"

#include "engine/base/text.hpp"

#include <utility>

namespace tenantry::executor {
namespace asio = boost::asio;
namespace {

// What was bought is looked for so often: it takes longer to show.
constexpr int looks_after_purchase = 6;

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

asio::awaitable<StepEnd> read_back(StepUnderWay& step) {
    // What was bought is done, whether it shows or not: to call it failed would have it bought
    // again.
    const LiveObject* const before = step.work.step().change.live;
    const bool buys = step.procedure.buys;
    const bool bought =
        buys && step.work.outcome().wrote() && (before == nullptr || before->fields.empty());
    const std::string written =
        step.work.calls().empty() ? "" : step.work.calls().front().describe();
    for (int i = 0;; ++i) {
        auto now = co_await step.objects.read();
        if (!now && !bought) {
            step.work.end_calls(); // they have been made: only what they did is not seen
            co_return failed(step.work, now.error());
        }
        if (now && *now) {
            auto unchangeable = step.take_up(std::move(**now));
            if (unchangeable) co_return failed(step.work, std::move(*unchangeable));
            if (step.work.calls().empty()) co_return std::nullopt;
            // Something else is left to do now, as to accept what has been offered. What buys is
            // done once.
            if (!buys && step.work.calls().front().describe() != written) co_return std::nullopt;
        }
        if (i + 1 == (bought ? looks_after_purchase : looks_after_unclear)) break;
        co_await rest(step.run, i);
    }
    const bool shows = step.work.object() && !step.work.object()->fields.empty();
    if (bought && !shows) {
        step.work.give_up_calls();
        step.work.outcome().what_to_check =
            "it was bought, and the list does not show it yet: do not "
            "apply again before it does, or it is bought twice";
        co_return std::nullopt;
    }
    leave_out_unseen(step.work, step.run.live, written);
    co_return std::nullopt;
}

asio::awaitable<StepEnd> check_part(StepUnderWay& step) {
    const Part& part = step.work.kind().reading.part;
    // All else is as written: the calls that came before have done it.
    LiveObject made{.id = step.work.outcome().id};
    for (const Field& field : step.work.resource().fields) {
        if (!part.has(field.path)) made.fields.emplace_back(field.path, field.value);
    }
    auto fault = co_await step.objects.complete(made);
    if (fault) co_return failed(step.work, std::move(*fault));
    auto unchangeable = step.take_up(std::move(made));
    if (unchangeable) co_return failed(step.work, std::move(*unchangeable));
    co_return std::nullopt;
}

asio::awaitable<StepEnd> wait_until_seen(StepUnderWay& step) {
    Outcome& outcome = step.work.outcome();
    // What this step has made is what it looks for.
    step.run.taken.erase(outcome.id);
    const auto twin = co_await step.objects.look_for_twin();
    step.run.taken.insert(outcome.id);
    // The other run goes on with the older one; this one buys nothing and invites nobody.
    if (twin.other && twin.other_is_older) {
        Outcome stopped =
            failed(step.work,
                   {.category = FaultCategory::declined,
                    .message = "another run made one of the same name at the same time: " +
                               twin.other->id + " is there, and " + outcome.id +
                               " was made by this one; remove one of the two, and run plan again"});
        stopped.status = OutcomeStatus::uncertain;
        co_return stopped;
    }
    if (!twin.seen && !twin.other) {
        outcome.what_to_check = "the list does not show it yet: wait a minute before the next run, "
                                "which would take it for missing";
    }
    co_return std::nullopt;
}

} // namespace tenantry::executor
