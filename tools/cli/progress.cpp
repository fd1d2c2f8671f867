#include "tools/cli/progress.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <boost/asio/use_awaitable.hpp>

namespace tenantry::cli {
namespace asio = boost::asio;
using namespace std::chrono_literals;

void Progress::applying(std::size_t steps, std::uint64_t sent) {
    phase_ = Phase::applying;
    steps_ = steps;
    sent_before_ = sent;
}

void Progress::started(std::size_t) { ++under_way_; }

void Progress::finished(std::size_t step, const Outcome& outcome) {
    ++ended_;
    if (outcome.status != OutcomeStatus::skipped) --under_way_;
    if (outcome.status != OutcomeStatus::done) ++not_done_;
    // A log has the report, and a line every ten seconds until then.
    if (told_plan_ == nullptr || !terminal_.watched()) return;
    clear();
    const Step& ended = told_plan_->steps[step];
    terminal_.say(fmt::format("{:<11} {} {}\n", name_of(outcome.status),
                              name_of(ended.change.action), printable(ended.address().text())));
}

void Progress::waits(const Step&, bool still) { still ? ++waiting_ : --waiting_; }

void Progress::waiting(const http::Pause& waiting) {
    // Shorter waits are normal working.
    if (waiting.how_long < 2s) return;
    clear();
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(waiting.how_long).count();
    std::string text = fmt::format("waiting {} s ", seconds);
    text += waiting.why == http::WaitReason::rate_limit
                ? "for the rate limit"
                : "before another try of " + printable(waiting.call);
    if (!waiting.fault.empty()) text += ": " + printable(waiting.fault);
    terminal_.say(text + "\n");
}

void Progress::throttled(const std::string& email) {
    if (!throttled_.insert(email).second) return;
    clear();
    terminal_.say(
        fmt::format("the API tells {} to slow down: its customer waits\n", printable(email)));
}

std::string Progress::line(const http::Lanes& lanes) const {
    const std::string calls = counted(lanes.requests_sent() - sent_before_, "call") + " sent";
    if (phase_ == Phase::reading) return "reading the live tenant: " + calls;
    std::string text = fmt::format("applying: {} of {} ended, {} under way, ", ended_,
                                   counted(steps_, "step"), under_way_);
    if (waiting_ > 0) text += std::to_string(waiting_) + " waiting for what was bought to show, ";
    text += calls;
    if (not_done_ > 0) text += fmt::format(", {} not done", not_done_);
    return text;
}

asio::awaitable<void> Progress::report(const http::Lanes& lanes, asio::steady_timer& timer) {
    const auto pause = terminal_.watched() ? std::chrono::milliseconds(500) : 10'000ms;
    for (;;) {
        timer.expires_after(pause);
        co_await timer.async_wait(asio::use_awaitable);
        if (phase_ == Phase::idle) continue;
        clear();
        terminal_.say(line(lanes) + (terminal_.watched() ? "" : "\n"));
        line_shown_ = terminal_.watched();
    }
}

void Progress::clear() {
    if (line_shown_) terminal_.say("\r\x1b[K");
    line_shown_ = false;
}

} // namespace tenantry::cli
