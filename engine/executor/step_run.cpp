#include "engine/executor/step_run.hpp"

#include "engine/executor/creation_key.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace tenantry::executor {
namespace asio = boost::asio;
namespace {

// Calls that follow from what the last ones made: to invite, then to accept.
constexpr int most_rounds = 4;
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

} // namespace

StepRun::StepRun(Run& run, const Step& step, reader::Ids ids, bool must_look,
                 std::vector<const Change*> before)
    : run_(run), work_(run.kinds, run.live, step, std::move(before)),
      objects_(run, step, std::move(ids)), key_(run, step), must_look_(must_look) {}

asio::awaitable<Outcome> StepRun::run() {
    auto ended = co_await begin();
    if (!ended) ended = co_await carry_out();
    if (!ended) ended = co_await open_locks();
    if (ended) co_return std::move(*ended);
    const Step& step = work_.step();
    if (work_.object()) {
        reader::admit(run_.lanes, step.address().customer(), run_.kinds, work_.kind(),
                      *work_.object());
    }
    if (step.procedure.until_seen && !work_.outcome().adopted) co_await wait_until_seen();
    co_return finished(work_);
}

asio::awaitable<StepRun::Ended> StepRun::carry_out() {
    Ended ended;
    for (int round = 0; !work_.calls().empty() && round < most_rounds; ++round) {
        ended = co_await send_calls();
        if (ended || work_.change().fields.empty()) co_return ended;
        const bool updates = work_.change().action == Action::update;
        if (!updates && work_.kind().reading.part.concerns(work_.resource())) {
            ended = co_await check_part();
            if (ended) co_return ended;
            continue;
        }
        // What was adopted was a create, and is proved as the update that it became.
        const bool adopted = work_.kind().writing.reads_back && updates;
        if (!work_.step().procedure.proves && !adopted) break;
        ended = co_await read_back();
        if (ended) co_return ended;
    }
    co_return std::nullopt;
}

asio::awaitable<StepRun::Ended> StepRun::begin() {
    std::optional<Fault> fault;
    if (work_.step().procedure.keeps_key) {
        fault = co_await key_.reserve();
        if (fault) co_return failed(work_, std::move(*fault));
        co_return std::nullopt;
    }
    if (!work_.change().resolved()) {
        fault = co_await resolve_names(run_, work_, objects_.ids());
        if (fault) co_return failed(work_, std::move(*fault));
    }
    if (must_look_) {
        fault = co_await wait_for_window(run_, work_);
        if (fault) co_return failed(work_, std::move(*fault));
        auto found = co_await objects_.look();
        if (!found) co_return failed(work_, found.error());
        if (*found) fault = co_await adopt(std::move(**found));
        if (fault) co_return failed(work_, std::move(*fault));
    } else if (work_.step().procedure.opening == Opening::refresh) {
        auto ended = co_await refresh();
        if (ended) co_return ended;
    }
    work_.judge_locks();
    co_return std::nullopt;
}

void StepRun::set_id(const std::string& id) {
    work_.outcome().id = id;
    objects_.set_id(id);
}

std::optional<Fault> StepRun::take_up(LiveObject object) {
    if (!work_.has_id()) set_id(object.id);
    return work_.take_up(std::move(object));
}

asio::awaitable<std::optional<Fault>> StepRun::adopt(LiveObject object) {
    const Kind& kind = work_.kind();
    // What everything of its sort has from the start is not found: it is as it was expected.
    const bool found = kind.one_per_parent == nullptr;
    if (found) work_.outcome().adopted = true;
    auto unread = co_await objects_.complete(object);
    if (unread) co_return unread;
    auto unchangeable = take_up(std::move(object));
    if (unchangeable || work_.change().fields.empty()) co_return unchangeable;
    // What costs money was judged as it was planned, and is not bought otherwise.
    const std::string field = moved_field(work_, run_.kinds);
    if (kind.buys() && !field.empty()) co_return moved(work_, field);
    for (const Diagnostic& objection : objections(work_, run_.live)) {
        Fault fault{.category = FaultCategory::declined,
                    .message = (found ? "it is there already, and " : "") + objection.summary +
                               (objection.hint.empty() ? "" : ": " + objection.hint),
                    .field = objection.field};
        const bool whole = objection.field.empty() || kind.buys();
        if (whole && !work_.calls().empty()) fault.call = work_.calls().front().describe();
        // A purchase is carried out as it was ordered or not at all.
        if (whole) co_return fault;
        work_.leave_out(objection.field, std::move(fault));
    }
    work_.plan_calls();
    co_return std::nullopt;
}

asio::awaitable<StepRun::Ended> StepRun::refresh() {
    auto now = co_await objects_.read();
    if (!now) co_return failed(work_, now.error());
    if (!*now) {
        Fault gone{.category = FaultCategory::declined,
                   .message = "the object is not there any more",
                   .call = "GET " + std::string(work_.kind().reading.object_path)};
        co_return failed(work_, std::move(gone));
    }
    auto unchangeable = take_up(std::move(**now));
    if (unchangeable) co_return failed(work_, std::move(*unchangeable));
    for (std::string field = moved_field(work_, run_.kinds); !field.empty();
         field = moved_field(work_, run_.kinds)) {
        if (work_.kind().buys()) co_return failed(work_, moved(work_, field));
        work_.leave_out(field, moved(work_, field));
    }
    work_.plan_calls();
    co_return std::nullopt;
}

asio::awaitable<StepRun::Ended> StepRun::check_part() {
    const Part& part = work_.kind().reading.part;
    // All else is as written: the calls that came before have done it.
    LiveObject made{.id = work_.outcome().id};
    for (const Field& field : work_.resource().fields) {
        if (!part.has(field.path)) made.fields.emplace_back(field.path, field.value);
    }
    auto fault = co_await objects_.complete(made);
    if (fault) co_return failed(work_, std::move(*fault));
    auto unchangeable = take_up(std::move(made));
    if (unchangeable) co_return failed(work_, std::move(*unchangeable));
    co_return std::nullopt;
}

asio::awaitable<void> StepRun::wait_until_seen() {
    Outcome& outcome = work_.outcome();
    // What this step has made is what it looks for.
    run_.taken.erase(outcome.id);
    const auto found = co_await objects_.look_until_seen();
    run_.taken.insert(outcome.id);
    if (found && !*found) {
        outcome.what_to_check = "the list does not show it yet: wait a minute before the next run, "
                                "which would take it for missing";
    }
}

} // namespace tenantry::executor
