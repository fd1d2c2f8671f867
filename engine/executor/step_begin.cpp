// What comes before the first call of a step: names get their ids, and what is there already, or
// has to be sent back as it is, is read and compared anew.
#include "engine/executor/creation_key.hpp"
#include "engine/executor/step_under_way.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace tenantry::executor {
namespace asio = boost::asio;
namespace {

// In units of Options::look_again: a minute, as for what the list does not show in wait_until_seen.
constexpr int lag = 60;

/// Before a create whose key changes with the time (creation_key.hpp).
asio::awaitable<std::optional<Fault>> wait_for_window(const Run& run, const StepWork& work) {
    const bool keyed =
        std::ranges::any_of(work.calls(), [](const Call& call) { return !call.sameness.empty(); });
    if (!keyed) co_return std::nullopt;
    const auto look_again = run.options.look_again;
    for (;;) {
        const auto left = wait_behind_edge(run.options.now(), look_again * lag);
        if (left.count() == 0) co_return std::nullopt;
        if (run.stop.stop_requested()) {
            co_return Fault{.category = FaultCategory::interrupted,
                            .message = "interrupted before anything was sent"};
        }
        asio::steady_timer timer(co_await asio::this_coro::executor);
        timer.expires_after(std::min(left, look_again));
        co_await timer.async_wait(asio::use_awaitable);
    }
}

/// Names that could not be looked up before: their account did not exist.
asio::awaitable<std::optional<Fault>> resolve_names(Run& run, StepWork& work,
                                                    const reader::Ids& ids) {
    for (Reference& reference : work.references()) {
        if (!reference.id.empty()) continue;
        auto fault = co_await run.catalogues.resolve(reference, ids);
        if (fault) co_return fault;
    }
    work.plan_calls();
    co_return std::nullopt;
}

asio::awaitable<StepEnd> look(StepUnderWay& step) {
    auto fault = co_await wait_for_window(step.run, step.work);
    if (fault) co_return failed(step.work, std::move(*fault));
    Sighting found;
    if (step.opening == Opening::look_at_given) {
        found = co_await step.objects.read();
    } else {
        found = co_await step.objects.look();
    }
    if (!found) co_return failed(step.work, found.error());
    if (*found) fault = co_await adopt(step, std::move(**found));
    if (fault) co_return failed(step.work, std::move(*fault));
    co_return std::nullopt;
}

asio::awaitable<StepEnd> refresh(StepUnderWay& step) {
    auto now = co_await step.objects.read();
    if (!now) co_return failed(step.work, now.error());
    if (!*now) {
        Fault gone{.category = FaultCategory::declined,
                   .message = "the object is not there any more",
                   .call = "GET " + std::string(step.work.kind().reading.object_path)};
        co_return failed(step.work, std::move(gone));
    }
    auto unchangeable = step.take_up(std::move(**now));
    if (unchangeable) co_return failed(step.work, std::move(*unchangeable));
    for (std::string field = moved_field(step.work, step.run.kinds); !field.empty();
         field = moved_field(step.work, step.run.kinds)) {
        if (step.procedure.buys) co_return failed(step.work, moved(step.work, field));
        step.work.leave_out(field, moved(step.work, field));
    }
    step.work.plan_calls();
    co_return std::nullopt;
}

} // namespace

void StepUnderWay::set_id(const std::string& id) {
    work.outcome().id = id;
    objects.set_id(id);
}

std::optional<Fault> StepUnderWay::take_up(LiveObject object) {
    if (!work.has_id()) set_id(object.id);
    return work.take_up(std::move(object));
}

asio::awaitable<StepEnd> begin_step(StepUnderWay& step) {
    std::optional<Fault> fault;
    if (step.procedure.keeps_key) {
        fault = co_await step.key.reserve();
        if (fault) co_return failed(step.work, std::move(*fault));
        co_return std::nullopt;
    }
    if (!step.work.change().resolved()) {
        fault = co_await resolve_names(step.run, step.work, step.objects.ids());
        if (fault) co_return failed(step.work, std::move(*fault));
    }
    StepEnd ended;
    if (step.opening == Opening::look || step.opening == Opening::look_at_given)
        ended = co_await look(step);
    if (step.opening == Opening::refresh) ended = co_await refresh(step);
    if (!ended) step.work.judge_locks();
    co_return ended;
}

asio::awaitable<std::optional<Fault>> adopt(StepUnderWay& step, LiveObject object) {
    const Procedure& procedure = step.procedure;
    // What comes with its parent is not found: it is as it was expected.
    const bool found = procedure.opening != Opening::look_at_given;
    if (found) step.work.outcome().adopted = true;
    auto unread = co_await step.objects.complete(object);
    if (unread) co_return unread;
    auto unchangeable = step.take_up(std::move(object));
    if (unchangeable || step.work.change().fields.empty()) co_return unchangeable;
    // What costs money was judged as it was planned, and is not bought otherwise.
    const std::string field = moved_field(step.work, step.run.kinds);
    if (procedure.buys && !field.empty()) co_return moved(step.work, field);
    for (const Diagnostic& objection : objections(step.work, step.run.live)) {
        Fault fault{.category = FaultCategory::declined,
                    .message = (found ? "it is there already, and " : "") + objection.summary +
                               (objection.hint.empty() ? "" : ": " + objection.hint),
                    .field = objection.field};
        const bool whole = objection.field.empty() || procedure.buys;
        if (whole && !step.work.calls().empty()) fault.call = step.work.calls().front().describe();
        // A purchase is carried out as it was ordered or not at all.
        if (whole) co_return fault;
        step.work.leave_out(objection.field, std::move(fault));
    }
    step.work.plan_calls();
    co_return std::nullopt;
}

} // namespace tenantry::executor
