// How a run is going, on stderr: for a person a line that rewrites itself, for a log lines that
// begin with the time, at most one every ten seconds beside what became of each step. Nothing at
// all for what is over at once.
#pragma once

#include "engine/executor/executor.hpp"
#include "engine/http/http.hpp"
#include "tools/cli/terminal.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace tenantry::cli {

class Progress : public executor::Observer {
public:
    explicit Progress(const Terminal& terminal) : terminal_(terminal) {}

    void reading() { phase_ = Phase::reading; }
    /// The plan, which outlives this, is carried out from now on; `sent` calls have been sent
    /// before, which are no part of it. With `tell` what becomes of each step is said when it
    /// happens.
    void applying(const Plan& plan, std::uint64_t sent, bool tell);
    void waiting(const http::Pause& waiting);
    /// A service user's lane has been told to slow down.
    void throttled(const std::string& email);

    void started(std::size_t step) override;
    void finished(std::size_t step, const Outcome& outcome) override;
    void waits(const Step& step, bool still) override;

    /// Reports until the timer is cancelled, which ends it with an exception.
    boost::asio::awaitable<void> report(const http::Lanes& lanes, boost::asio::steady_timer& timer);
    /// Takes the line away before something else is printed.
    void clear();

private:
    using Clock = std::chrono::steady_clock;
    enum class Phase { idle, reading, applying };

    std::string line(const http::Lanes& lanes) const;
    /// What an apply still has before it.
    std::string time_left(std::uint64_t sent) const;
    /// "waiting 23 s for the rate limit: ", while that lasts.
    std::string countdown() const;
    /// A line that stays.
    void say(const std::string& text);

    const Terminal& terminal_;
    Phase phase_ = Phase::idle;
    Clock::time_point began_ = {};
    Clock::time_point paused_until_ = {};
    std::string paused_for_ = {};
    const Plan* plan_ = nullptr; // that is carried out
    bool tells_ = false;
    std::uint64_t calls_ = 0;                              // about so many will be sent
    std::map<std::string_view, std::size_t> left_of_ = {}; // steps, by customer; none: ended
    std::size_t customers_ = 0;
    std::uint64_t sent_before_ = 0;
    std::size_t under_way_ = 0;
    std::size_t ended_ = 0;
    std::size_t not_done_ = 0;
    std::size_t waiting_ = 0;              // for what was bought
    std::set<std::string> throttled_ = {}; // whose pauses were told
    bool line_shown_ = false;
};

} // namespace tenantry::cli
