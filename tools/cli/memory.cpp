#include "tools/cli/memory.hpp"

#include "engine/base/text.hpp"
#include "tools/cli/hindsight.hpp"
#include "tools/cli/ledger_place.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

namespace tenantry::cli {
namespace {

using std::chrono::milliseconds;

boost::asio::awaitable<void> pause(milliseconds time, std::stop_token stop) {
    constexpr milliseconds at_once{100};
    const auto until = std::chrono::steady_clock::now() + time;
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    while (std::chrono::steady_clock::now() < until && !stop.stop_requested()) {
        timer.expires_after(std::min(at_once, time));
        co_await timer.async_wait(boost::asio::use_awaitable);
    }
}

void say_waiting(const Setup& setup, const Planned& planned, const ledger::Lull& lull) {
    const std::vector<ledger::Repeat>& waiting = lull.waiting;
    const ledger::Repeat& first = waiting.front();
    setup.terminal().say(
        fmt::format("waiting up to {} s: the run {} sent {} for {}{}, and no list shows it yet\n",
                    std::chrono::ceil<std::chrono::seconds>(lull.left).count(),
                    ledger::name_of_run(first.call.run), first.call.call,
                    in_quotes(planned.plan.steps[first.step].address().text()),
                    waiting.size() == 1 ? "" : fmt::format(" and {} more", waiting.size() - 1)));
}

} // namespace

std::expected<Remembered, Refusal>
plan_with_memory(const Setup& setup, Connection& connection, Planned& planned,
                 ledger::Ledger& ledger,
                 const std::function<std::expected<void, Refusal>()>& make) {
    ledger::Recall recall(ledger, connection.terms().look_again);
    bool said = false;
    for (;;) {
        recall.begin_reading();
        if (auto made = make(); !made) return std::unexpected(std::move(made.error()));
        const auto lull =
            recall.hold_against(planned.plan, planned.loaded.desired, planned.live.matches);
        if (!lull) return refuse(lull.error());
        if (!*lull) return recall.conclude();
        if (!said) say_waiting(setup, planned, **lull);
        said = true;
        connection.run(pause((*lull)->pause, connection.stopped()));
        if (connection.stopped().stop_requested())
            return refuse("interrupted while an earlier run's calls were waited for: nothing was "
                          "changed",
                          "", ExitCode::interrupted);
    }
}

std::expected<void, Refusal>
plan_looking(const Setup& setup, Connection& connection, Planned& planned,
             const std::function<std::expected<void, Refusal>()>& make) {
    const bool remembers = setup.ledger_written() != "none";
    const auto ledger =
        look_into_ledger(setup, planned.loaded.desired.tenant, connection.terms().api_url);
    if (!ledger) return std::unexpected(ledger.error());
    if (*ledger) {
        const auto remembered = plan_with_memory(setup, connection, planned, **ledger, make);
        if (!remembered) return std::unexpected(remembered.error());
        warn_of_unanswered(*remembered, planned.plan, planned.diagnostics);
        warn_of_orphaned(*remembered, planned.diagnostics);
        // A run that only looks goes on without.
        if (auto told = tell_departed(setup, planned, **ledger); !told) {
            setup.terminal().say(
                fmt::format("warning: {}; what left the manifests is not known\n  hint: {}\n",
                            told.error().message, told.error().hint));
        }
    } else if (auto made = make(); !made) {
        return made;
    }
    // An apply with these flags has a ledger, also where there is none yet.
    if (remembers) planner::trust_memory(planned.plan);
    return {};
}

std::expected<void, Refusal> settle(ledger::Ledger& ledger, const Remembered& remembered) {
    const auto written = ledger::write_settled(ledger, remembered);
    if (!written) return refuse(written.error());
    return {};
}

void warn_of_orphaned(const Remembered& remembered, Diagnostics& diagnostics) {
    for (const ledger::CallRecord& call : remembered.orphaned) {
        diagnostics.add(
            {.severity = Severity::warning,
             .code = "plan.unsettled",
             .summary =
                 fmt::format("the run {} sent {} for {}, nobody saw the answer, and no "
                             "manifest speaks of it any more",
                             ledger::name_of_run(call.run), call.call, in_quotes(call.address)),
             .hint = "look at the dashboard whether it is there, and say so with tenantry settle"});
    }
}

void warn_of_unanswered(const Remembered& remembered, const Plan& plan, Diagnostics& diagnostics) {
    for (const ledger::Repeat& repeat : remembered.unanswered) {
        const Step& step = plan.steps[repeat.step];
        diagnostics.add({.severity = Severity::warning,
                         .code = "plan.unsettled",
                         .summary = ledger::what_to_settle(repeat, plan),
                         .hint = "apply leaves this customer alone until then",
                         .subject = step.address().text(),
                         .position = step.change.resource->position});
    }
}

} // namespace tenantry::cli
