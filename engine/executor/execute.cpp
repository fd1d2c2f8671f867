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
#include <queue>

namespace tenantry::executor {
namespace asio = boost::asio;
namespace {

/// The steps of one plan on their way. The loop of execute(): start what is unblocked, wait for one
/// to end, unblock what waited for it.
class Execution {
public:
    Execution(const Plan& plan, Run& run, Observer& observer, const asio::any_io_executor& executor)
        : plan_(plan), run_(run), observer_(observer), executor_(executor),
          one_ended_(executor, asio::steady_timer::time_point::max()),
          blocked_by_(plan.steps.size(), 0), waiting_(plan.steps.size()),
          settled_(plan.steps.size(), false), started_(plan.steps.size(), false) {
        report_.outcomes.resize(plan.steps.size());
        for (std::size_t i = 0; i < plan.steps.size(); ++i) {
            blocked_by_[i] = plan.steps[i].waits_for.size();
            for (const std::size_t before : plan.steps[i].waits_for)
                waiting_[before].push_back(i);
            if (!plan.steps[i].refused_by.empty()) {
                settled_[i] = true;
                report_.outcomes[i].status = OutcomeStatus::refused;
            } else if (blocked_by_[i] == 0) {
                ready_.push(i);
            }
        }
    }

    asio::awaitable<Report> run(std::stop_token stop) {
        for (;;) {
            while (running_ < run_.options.parallelism && !ready_.empty() &&
                   !stop.stop_requested()) {
                start(take_ready());
            }
            if (running_ == 0) break;
            boost::system::error_code ended;
            one_ended_.expires_at(asio::steady_timer::time_point::max());
            co_await one_ended_.async_wait(asio::redirect_error(asio::use_awaitable, ended));
            if (failure_) std::rethrow_exception(failure_);
        }
        const bool left = unsettled() > 0;
        if (left && !stop.stop_requested()) bug("steps are left that nothing unblocks");
        report_.interrupted = stop.stop_requested() && (left || any_broken_off());
        co_return std::move(report_);
    }

private:
    std::size_t take_ready() {
        const std::size_t step = ready_.top();
        ready_.pop();
        return step;
    }

    void start(std::size_t index) {
        if (settled_[index]) return; // stopped together with its customer
        ++running_;
        started_[index] = true;
        observer_.started(index);
        asio::co_spawn(executor_, run_step(index), [this](const std::exception_ptr& failure) {
            if (failure) failure_ = failure;
            --running_;
            one_ended_.cancel();
        });
    }

    asio::awaitable<void> run_step(std::size_t index) {
        const Step& step = plan_.steps[index];
        remote::Ids ids;
        bool made_here = false;
        for (const Binding& binding : step.bindings) {
            const bool known = binding.from_step == Binding::known;
            const Outcome* before = known ? nullptr : &report_.outcomes[binding.from_step];
            ids.emplace_back(binding.slot, known ? binding.id : before->id);
            if (!known && !before->adopted) made_here = true;
        }
        const bool must_look =
            step.change.action == Action::create && (!made_here || step.kind().buys);
        StepRun step_run(run_, step, std::move(ids), must_look);
        Outcome outcome = co_await step_run.run();
        settle(index, std::move(outcome));
    }

    void settle(std::size_t index, Outcome outcome) {
        settled_[index] = true;
        report_.outcomes[index] = std::move(outcome);
        observer_.finished(index, report_.outcomes[index]);
        const OutcomeStatus status = report_.outcomes[index].status;
        if (status == OutcomeStatus::done) {
            for (const std::size_t next : waiting_[index]) {
                if (--blocked_by_[next] == 0) ready_.push(next);
            }
        } else if (status != OutcomeStatus::not_started) {
            skip_dependents(index, index);
            if (status == OutcomeStatus::uncertain) stop_customer(index);
        }
    }

    void skip(std::size_t index, std::size_t because_of) {
        if (settled_[index]) return;
        settled_[index] = true;
        report_.outcomes[index].status = OutcomeStatus::skipped;
        report_.outcomes[index].because_of = because_of;
        observer_.finished(index, report_.outcomes[index]);
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

    /// Where nobody knows whether something was created, nothing more is built on that customer.
    void stop_customer(std::size_t index) {
        const std::string_view customer = plan_.steps[index].address().customer();
        for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
            if (plan_.steps[i].address().customer() == customer && !started_[i]) skip(i, index);
        }
    }

    /// Whether a step ended between two of its calls because the user stopped it.
    bool any_broken_off() const {
        return std::ranges::any_of(report_.outcomes, [](const Outcome& outcome) {
            return outcome.fault && outcome.fault->category == FaultCategory::interrupted;
        });
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
    std::vector<std::size_t> blocked_by_;           // how many steps each still waits for
    std::vector<std::vector<std::size_t>> waiting_; // who waits for each
    std::vector<bool> settled_;
    std::vector<bool> started_;
    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready_;
    std::size_t running_ = 0;
    std::exception_ptr failure_;
    Report report_;
};

} // namespace

asio::awaitable<Report> execute(const Plan& plan, const KindTable& kinds, const Live& live,
                                remote::Api& api, Observer& observer, Options options,
                                std::stop_token stop) {
    const std::uint64_t before = api.requests_sent();
    Run run{kinds, live, api, options, Catalogues(api, kinds)};
    for (const auto& [kind, objects] : live.objects) {
        for (const LiveObject& object : objects)
            run.taken.insert(object.id);
    }
    Execution execution(plan, run, observer, co_await asio::this_coro::executor);
    Report report = co_await execution.run(std::move(stop));
    report.requests = api.requests_sent() - before;
    co_return report;
}

} // namespace tenantry::executor
