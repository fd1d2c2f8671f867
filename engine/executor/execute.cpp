#include "engine/executor/executor.hpp"
#include "engine/executor/recorded_call.hpp"
#include "engine/executor/schedule.hpp"
#include "engine/executor/step_record.hpp"
#include "engine/executor/step_run.hpp"

#include "engine/base/bug.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>
#include <functional>
#include <map>
#include <queue>
#include <set>
#include <string_view>
#include <utility>

namespace tenantry::executor {
namespace asio = boost::asio;
namespace {

// Steps under way in all lanes together: each holds memory and, in its turn, a connection.
constexpr std::size_t most_running = 512;

/// The steps of one plan on their way. The loop of execute(): start what is unblocked, wait for one
/// to end, unblock what waited for it.
class Execution {
public:
    Execution(const Plan& plan, Run& run, Observer& observer, const asio::any_io_executor& executor)
        : plan_(plan), run_(run), schedule_(plan, observer), executor_(executor),
          one_ended_(executor, asio::steady_timer::time_point::max()),
          lane_by_step_(plan.steps.size()) {}

    asio::awaitable<Report> run(std::stop_token stop) {
        for (;;) {
            for (const std::size_t index : schedule_.take_ready())
                line_up(index);
            if (!stop.stop_requested() && !failure_ && !unrecorded()) start_ready();
            if (running_ == 0) break;
            boost::system::error_code ended;
            one_ended_.expires_at(asio::steady_timer::time_point::max());
            co_await one_ended_.async_wait(asio::redirect_error(asio::use_awaitable, ended));
        }
        // Not before: the other steps refer to this execution.
        if (failure_) std::rethrow_exception(failure_);
        const bool left = schedule_.unsettled() > 0;
        if (left && !stop.stop_requested() && !unrecorded())
            bug("steps are left that nothing unblocks" + schedule_.stuck());
        const bool interrupted = stop.stop_requested() && (left || schedule_.any_broken_off());
        Report report = schedule_.take_report();
        report.interrupted = interrupted;
        if (const auto trouble = unrecorded()) report.unrecorded = trouble->message;
        co_return report;
    }

private:
    /// The steps of one lane that wait for nothing but their turn.
    struct Queued {
        std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready = {};
        std::size_t running = 0;
    };

    /// Why the record of this run is incomplete: what is not recorded is not begun.
    std::optional<Trouble> unrecorded() const {
        const ledger::Journal* const journal = run_.options.journal;
        return journal == nullptr ? std::nullopt : journal->broken();
    }

    /// In whose lane a step runs; all of the tenant's identity are in one.
    std::string_view lane_of(std::size_t index) const {
        const Step& step = plan_.steps[index];
        const std::string_view customer = step.address().customer();
        const bool own = step.kind().runs == Runs::as_customer && run_.lanes.find(customer);
        return own ? customer : std::string_view();
    }

    void line_up(std::size_t index) {
        lane_by_step_[index] = lane_of(index);
        lines_[lane_by_step_[index]].ready.push(index);
        moving_.insert(lane_by_step_[index]);
    }

    /// Starts what lanes with something new have room for.
    void start_ready() {
        std::set<std::string_view> full;
        for (const std::string_view lane : std::exchange(moving_, {})) {
            Queued& line = lines_[lane];
            while (line.running < run_.options.parallelism && !line.ready.empty()) {
                if (running_ >= most_running) {
                    full.insert(lane);
                    break;
                }
                const std::size_t step = line.ready.top();
                line.ready.pop();
                start(step);
            }
        }
        moving_.merge(full);
    }

    void start(std::size_t index) {
        if (!schedule_.begin(index)) return;
        ++running_;
        ++lines_[lane_by_step_[index]].running;
        asio::co_spawn(executor_, run_step(index),
                       [this, index](const std::exception_ptr& failure) {
                           if (failure) failure_ = failure;
                           --running_;
                           --lines_[lane_by_step_[index]].running;
                           moving_.insert(lane_by_step_[index]);
                           one_ended_.cancel();
                       });
    }

    asio::awaitable<void> run_step(std::size_t index) {
        const Step& step = plan_.steps[index];
        reader::Ids ids;
        bool made_here = false;
        for (const Binding& binding : step.bindings) {
            const bool known = binding.from_step == Binding::known;
            const Outcome* before = known ? nullptr : &schedule_.outcome(binding.from_step);
            ids.emplace_back(binding.slot, known ? binding.id : before->id);
            if (!known && !before->adopted) made_here = true;
        }
        // In something that this run has made itself a create can meet nothing.
        Opening opening = step.procedure.opening;
        if (opening == Opening::look_if_adopted) {
            opening = made_here ? Opening::send : Opening::look;
        }
        Outcome outcome =
            co_await carry_out(run_, step, std::move(ids), opening, changes_before(step));
        settle_unclear(run_, step, outcome);
        const bool lost_lane = !lane_by_step_[index].empty() && outcome.fault &&
                               outcome.fault->category == FaultCategory::unauthorized;
        schedule_.settle(index, std::move(outcome), lost_lane);
    }

    /// What was carried out first of the kinds that a step's kind needs.
    std::vector<const Change*> changes_before(const Step& step) const {
        std::vector<const Change*> before;
        for (const std::size_t other : step.waits_for) {
            const Change& change = plan_.steps[other].change;
            const auto& needs = step.kind().needs;
            const bool needed =
                std::ranges::find(needs, change.resource->kind->name) != needs.end();
            if (needed) before.push_back(&change);
        }
        return before;
    }

    const Plan& plan_;
    Run& run_;
    Schedule schedule_;
    asio::any_io_executor executor_;
    asio::steady_timer one_ended_;
    std::vector<std::string_view> lane_by_step_; // of those that lined up
    std::map<std::string_view, Queued> lines_;   // by lane
    std::set<std::string_view> moving_;          // lanes in which a step could start
    std::size_t running_ = 0;
    std::exception_ptr failure_;
};

} // namespace

asio::awaitable<Report> execute(const Plan& plan, const KindTable& kinds, const Live& live,
                                http::Lanes& lanes, Observer& observer, Options options,
                                std::stop_token stop) {
    const std::uint64_t before = lanes.requests_sent();
    Run run{kinds, live, lanes, options, observer, stop, Catalogues(lanes.tenant(), kinds, live)};
    for (const auto& [kind, objects] : live.objects) {
        for (const LiveObject& object : objects)
            run.taken.insert(object.id);
    }
    StepRecorder recorder(plan, options.journal, observer);
    Execution execution(plan, run, recorder, co_await asio::this_coro::executor);
    Report report = co_await execution.run(std::move(stop));
    report.requests = lanes.requests_sent() - before;
    co_return report;
}

asio::awaitable<Report> execute(const Plan& plan, const KindTable& kinds, const Live& live,
                                http::Api& api, Observer& observer, Options options,
                                std::stop_token stop) {
    http::Lanes lanes(api);
    co_return co_await execute(plan, kinds, live, lanes, observer, std::move(options),
                               std::move(stop));
}

} // namespace tenantry::executor
