#include "tools/cli/progress.hpp"

#include "engine/base/text.hpp"
#include "engine/base/time.hpp"

#include <fmt/core.h>

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace tenantry::cli {
namespace asio = boost::asio;
using namespace std::chrono_literals;

void Progress::applying(const Plan& plan, std::uint64_t sent, bool tell) {
    phase_ = Phase::applying;
    began_ = Clock::now();
    plan_ = &plan;
    tells_ = tell;
    calls_ = plan.calls();
    sent_before_ = sent;
    for (const Step& step : plan.steps)
        ++left_of_[step.address().customer()];
    customers_ = left_of_.size();
}

void Progress::started(std::size_t) { ++under_way_; }

void Progress::finished(std::size_t step, const Outcome& outcome) {
    ++ended_;
    if (outcome.status != OutcomeStatus::skipped) --under_way_;
    if (outcome.status != OutcomeStatus::done) ++not_done_;
    const Step& ended = plan_->steps[step];
    const auto left = left_of_.find(ended.address().customer());
    if (left != left_of_.end() && --left->second == 0) left_of_.erase(left);
    if (!tells_) return;
    say(fmt::format("{:<11} {} {}", name_of(outcome.status), name_of(ended.change.action),
                    printable(ended.address().text())));
}

void Progress::waits(const Step&, bool still) { still ? ++waiting_ : --waiting_; }

void Progress::waiting(const http::Pause& waiting) {
    // Shorter waits are normal working.
    if (waiting.how_long < 2s) return;
    paused_until_ = std::max(paused_until_, Clock::now() + waiting.how_long);
    paused_for_ = waiting.why == http::WaitReason::rate_limit
                      ? "for the rate limit"
                      : "before another try of " + printable(waiting.call);
    // Who watches sees the seconds go by; what went wrong stays to be read.
    if (terminal_.watched() && waiting.fault.empty()) return;
    say(fmt::format("waiting {} s {}{}{}",
                    std::chrono::ceil<std::chrono::seconds>(waiting.how_long).count(), paused_for_,
                    waiting.fault.empty() ? "" : ": ", printable(waiting.fault)));
}

void Progress::throttled(const std::string& email) {
    if (!throttled_.insert(email).second) return;
    say(fmt::format("the API tells {} to slow down: its customer waits", printable(email)));
}

std::string Progress::time_left(std::uint64_t sent) const {
    const auto gone = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - began_);
    // Of less nothing can be said, and while the limit is waited out nothing else.
    if (gone < 10s || Clock::now() < paused_until_ || sent == 0 || sent >= calls_ ||
        sent * 20 < calls_)
        return {};
    const auto left = static_cast<std::uint64_t>(gone.count()) * (calls_ - sent) / sent;
    return left < 90 ? fmt::format(", about {} s left", left)
                     : fmt::format(", about {} min left", (left + 30) / 60);
}

std::string Progress::countdown() const {
    const auto left = std::chrono::ceil<std::chrono::seconds>(paused_until_ - Clock::now());
    return left <= 0s ? "" : fmt::format("waiting {} s {}: ", left.count(), paused_for_);
}

std::string Progress::line(const http::Lanes& lanes) const {
    const std::uint64_t sent = lanes.requests_sent() - sent_before_;
    const std::string in_lanes =
        lanes.count() > 1 ? fmt::format(" in {}", counted(lanes.count(), "lane")) : "";
    if (phase_ == Phase::reading) {
        return fmt::format("{}reading the live tenant: {} sent{}", countdown(),
                           counted(sent, "call"), in_lanes);
    }
    std::string text =
        fmt::format("{}applying: {} of {} ended, {} of {}, {} under way, ", countdown(), ended_,
                    counted(plan_->steps.size(), "step"), customers_ - left_of_.size(),
                    counted(customers_, "customer"), under_way_);
    if (waiting_ > 0) text += std::to_string(waiting_) + " waiting for what was bought to show, ";
    text += fmt::format("{} of about {} sent{}", sent, counted(calls_, "call"), in_lanes);
    if (not_done_ > 0) text += fmt::format(", {} not done", not_done_);
    return text + time_left(sent);
}

void Progress::say(const std::string& text) {
    clear();
    const Time now =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    terminal_.say((terminal_.watched() ? "" : time_in_words(now) + " ") + text + "\n");
}

asio::awaitable<void> Progress::report(const http::Lanes& lanes, asio::steady_timer& timer) {
    const auto pause = terminal_.watched() ? std::chrono::milliseconds(500) : 10'000ms;
    for (;;) {
        timer.expires_after(pause);
        co_await timer.async_wait(asio::use_awaitable);
        if (phase_ == Phase::idle) continue;
        if (!terminal_.watched()) {
            say(line(lanes));
            continue;
        }
        clear();
        // A line that goes on below could not be taken away again.
        terminal_.say(render::clipped(line(lanes), terminal_.err_style()));
        line_shown_ = true;
    }
}

void Progress::clear() {
    if (line_shown_) terminal_.say("\r\x1b[K");
    line_shown_ = false;
}

} // namespace tenantry::cli
