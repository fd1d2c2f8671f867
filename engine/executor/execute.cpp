#include "engine/executor/executor.hpp"
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
#include <unordered_map>
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
        : plan_(plan), run_(run), observer_(observer), executor_(executor),
          one_ended_(executor, asio::steady_timer::time_point::max()),
          blocked_by_(plan.steps.size(), 0), waiting_(plan.steps.size()),
          following_(plan.steps.size()), settled_(plan.steps.size(), false),
          started_(plan.steps.size(), false), lane_by_step_(plan.steps.size()) {
        report_.outcomes.resize(plan.steps.size());
        for (std::size_t i = 0; i < plan.steps.size(); ++i) {
            const Step& step = plan.steps[i];
            blocked_by_[i] = step.waits_for.size() + step.begins_after.size();
            of_customer_[step.address().customer()].push_back(i);
            if (step.change.action == Action::create) creates_beside_[beside(step)].push_back(i);
            for (const std::size_t before : step.waits_for)
                waiting_[before].push_back(i);
            for (const std::size_t before : step.begins_after)
                following_[before].push_back(i);
            if (!plan.steps[i].refused_by.empty()) {
                settled_[i] = true;
                report_.outcomes[i].status = OutcomeStatus::refused;
            } else if (blocked_by_[i] == 0) {
                line_up(i);
            }
        }
    }

    asio::awaitable<Report> run(std::stop_token stop) {
        for (;;) {
            if (!stop.stop_requested() && !failure_) start_ready();
            if (running_ == 0) break;
            boost::system::error_code ended;
            one_ended_.expires_at(asio::steady_timer::time_point::max());
            co_await one_ended_.async_wait(asio::redirect_error(asio::use_awaitable, ended));
        }
        // Not before: the other steps refer to this execution.
        if (failure_) std::rethrow_exception(failure_);
        const bool left = unsettled() > 0;
        if (left && !stop.stop_requested()) bug("steps are left that nothing unblocks" + stuck());
        report_.interrupted = stop.stop_requested() && (left || any_broken_off());
        co_return std::move(report_);
    }

private:
    /// The steps of one lane that wait for nothing but their turn.
    struct Queued {
        std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready = {};
        std::size_t running = 0;
    };

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
        if (settled_[index]) return; // stopped together with its customer
        ++running_;
        ++lines_[lane_by_step_[index]].running;
        started_[index] = true;
        observer_.started(index);
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
            const Outcome* before = known ? nullptr : &report_.outcomes[binding.from_step];
            ids.emplace_back(binding.slot, known ? binding.id : before->id);
            if (!known && !before->adopted) made_here = true;
        }
        const Opening opening = step.procedure.opening;
        const bool must_look =
            opening == Opening::look || (opening == Opening::look_if_adopted && !made_here);
        StepRun step_run(run_, step, std::move(ids), must_look, changes_before(step));
        Outcome outcome = co_await step_run.run();
        settle(index, std::move(outcome));
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

    void settle(std::size_t index, Outcome outcome) {
        settled_[index] = true;
        report_.outcomes[index] = std::move(outcome);
        observer_.finished(index, report_.outcomes[index]);
        const Outcome& ended = report_.outcomes[index];
        if (ended.status == OutcomeStatus::done || is_there(index)) {
            unblock(waiting_[index]);
        } else if (ended.status != OutcomeStatus::not_started) {
            skip_dependents(index, index);
            stop_siblings(index);
            if (ended.status == OutcomeStatus::uncertain || lost_lane(index)) stop_customer(index);
        }
        unblock(following_[index]);
    }

    /// Whether a step that is not done has made what others wait for: its object is there, and what
    /// is wrong concerns it alone, so that a plan made now would have them go on too. Of a service
    /// user it is the key that they wait for.
    bool is_there(std::size_t index) const {
        const Outcome& ended = report_.outcomes[index];
        return ended.status == OutcomeStatus::partly && ended.fault &&
               ended.fault->concerns_one() && !plan_.steps[index].procedure.keeps_key;
    }

    void unblock(const std::vector<std::size_t>& steps) {
        for (const std::size_t next : steps) {
            if (--blocked_by_[next] == 0) line_up(next);
        }
    }

    /// Whether a step failed because the credential of its customer is not accepted any more.
    bool lost_lane(std::size_t index) const {
        const Outcome& ended = report_.outcomes[index];
        return !lane_by_step_[index].empty() && ended.fault &&
               ended.fault->category == FaultCategory::unauthorized;
    }

    void skip(std::size_t index, std::size_t because_of) {
        if (settled_[index]) return;
        settled_[index] = true;
        report_.outcomes[index].status = OutcomeStatus::skipped;
        report_.outcomes[index].because_of = because_of;
        observer_.finished(index, report_.outcomes[index]);
        unblock(following_[index]);
    }

    void skip_dependents(std::size_t index, std::size_t because_of) {
        std::vector<std::size_t> open = waiting_[index];
        while (!open.empty()) {
            const std::size_t next = open.back();
            open.pop_back();
            skip(next, because_of);
            open.insert(open.end(), waiting_[next].begin(), waiting_[next].end());
        }
    }

    /// What one refusal says of all that would be created beside it.
    void stop_siblings(std::size_t index) {
        const Step& failed = plan_.steps[index];
        const auto& fault = report_.outcomes[index].fault;
        const ErrorHint* hint = fault ? failed.kind().hint_for(*fault) : nullptr;
        if (hint == nullptr || !hint->stops_siblings) return;
        for (const std::size_t other : std::exchange(creates_beside_[beside(failed)], {})) {
            if (started_[other]) continue;
            skip(other, index);
            skip_dependents(other, index);
        }
    }

    /// Where nobody knows whether something was created, nothing more is built on that customer.
    void stop_customer(std::size_t index) {
        const std::string_view customer = plan_.steps[index].address().customer();
        // Once is enough: none of them starts after that.
        for (const std::size_t other : std::exchange(of_customer_[customer], {}))
            if (!started_[other]) skip(other, index);
    }

    /// What is created of one kind in one parent.
    using Beside = std::pair<const Kind*, std::size_t>;

    static Beside beside(const Step& step) { return {&step.kind(), step.change.resource->parent}; }

    /// Whether a step ended between two of its calls because the user stopped it.
    bool any_broken_off() const {
        return std::ranges::any_of(report_.outcomes, [](const Outcome& outcome) {
            return outcome.fault && outcome.fault->category == FaultCategory::interrupted;
        });
    }

    /// Which step waits for which, of those that are left.
    std::string stuck() const {
        std::string text;
        for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
            if (settled_[i]) continue;
            text += "; " + plan_.steps[i].address().text() + " waits for";
            for (const std::size_t before : plan_.steps[i].waits_for)
                if (!settled_[before]) text += " " + plan_.steps[before].address().text();
        }
        return text;
    }

    std::size_t unsettled() const {
        std::size_t count = 0;
        for (std::size_t i = 0; i < settled_.size(); ++i) {
            const bool open =
                !settled_[i] || report_.outcomes[i].status == OutcomeStatus::not_started;
            if (open) ++count;
        }
        return count;
    }

    const Plan& plan_;
    Run& run_;
    Observer& observer_;
    asio::any_io_executor executor_;
    asio::steady_timer one_ended_;
    std::vector<std::size_t> blocked_by_;             // how many steps each still waits for
    std::vector<std::vector<std::size_t>> waiting_;   // who waits for each
    std::vector<std::vector<std::size_t>> following_; // who begins after each, done or not
    std::unordered_map<std::string_view, std::vector<std::size_t>> of_customer_;
    std::map<Beside, std::vector<std::size_t>> creates_beside_;
    std::vector<bool> settled_;
    std::vector<bool> started_;
    std::vector<std::string_view> lane_by_step_; // of those that lined up
    std::map<std::string_view, Queued> lines_;   // by lane
    std::set<std::string_view> moving_;          // lanes in which a step could start
    std::size_t running_ = 0;
    std::exception_ptr failure_;
    Report report_;
};

} // namespace

asio::awaitable<Report> execute(const Plan& plan, const KindTable& kinds, const Live& live,
                                http::Lanes& lanes, Observer& observer, Options options,
                                std::stop_token stop) {
    const std::uint64_t before = lanes.requests_sent();
    Run run{kinds, live, lanes, options, observer, stop, Catalogues(lanes.tenant(), kinds)};
    for (const auto& [kind, objects] : live.objects) {
        for (const LiveObject& object : objects)
            run.taken.insert(object.id);
    }
    Execution execution(plan, run, observer, co_await asio::this_coro::executor);
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
