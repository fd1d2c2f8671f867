// How a run is going, on stderr: for a person a line that rewrites itself, for a log a line at most
// every ten seconds. Nothing at all for what is over at once.
#pragma once

#include "engine/executor/executor.hpp"
#include "engine/http/http.hpp"
#include "tools/cli/terminal.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <set>
#include <string>

namespace tenantry::cli {

class Progress : public executor::Observer {
public:
    explicit Progress(const Terminal& terminal) : terminal_(terminal) {}

    void reading() { phase_ = Phase::reading; }
    /// `sent` calls have been sent before, which are no part of carrying out.
    void applying(std::size_t steps, std::uint64_t sent);
    /// From now on a person sees what becomes of each step of the plan, which outlives this.
    void tell_outcomes(const Plan& plan) { told_plan_ = &plan; }
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
    enum class Phase { idle, reading, applying };

    std::string line(const http::Lanes& lanes) const;

    const Terminal& terminal_;
    Phase phase_ = Phase::idle;
    std::size_t steps_ = 0;
    std::uint64_t sent_before_ = 0;
    std::size_t under_way_ = 0;
    std::size_t ended_ = 0;
    std::size_t not_done_ = 0;
    std::size_t waiting_ = 0;              // for what was bought
    std::set<std::string> throttled_ = {}; // whose pauses were told
    bool line_shown_ = false;
    const Plan* told_plan_ = nullptr;
};

} // namespace tenantry::cli
