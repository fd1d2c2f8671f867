// What was bought opens locks late: a plan shows in a zone's settings some time after it was paid
// for (API reference, section 7, "Propagation"). A step that follows a purchase waits for that, and
// asks the settings themselves: which key of the zone's entitlements (section 20) opens which of
// them no document says, so that those could end the waiting too early, and cost the same call.
#include "engine/executor/step_under_way.hpp"

#include "engine/base/text.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace tenantry::executor {
namespace asio = boost::asio;
namespace {

// In units of Options::look_again: two minutes in all, looking every five seconds at last.
constexpr int longest_wait = 120;
constexpr int longest_pause = 5;

std::string time_text(std::chrono::milliseconds time) {
    if (time >= std::chrono::minutes(1)) {
        const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(time).count();
        return counted(static_cast<std::size_t>(minutes), "minute");
    }
    return std::to_string(time.count()) + " ms";
}

/// Has the observer know that a step waits, for as long as it does.
class Wait {
public:
    Wait(Observer& observer, const Step& step) : observer_(observer), step_(step) {
        observer_.waits(step_, true);
    }
    ~Wait() { observer_.waits(step_, false); }
    Wait(const Wait&) = delete;
    Wait& operator=(const Wait&) = delete;

private:
    Observer& observer_;
    const Step& step_;
};

Fault still_locked(const Kind& kind, const std::string& path, std::chrono::milliseconds waited) {
    return {.category = FaultCategory::declined,
            .message = path + " cannot be changed yet: what was bought does not show " +
                       time_text(waited) +
                       " later. Run apply again in a while; if it stays so, the plan does not "
                       "have it",
            .call = "GET " + std::string(kind.reading.object_path)};
}

} // namespace

asio::awaitable<StepEnd> open_locks(StepUnderWay& step) {
    if (step.work.waiting().empty()) co_return std::nullopt;
    const Wait wait(step.run.observer, step.work.step());
    const auto look_again = step.run.options.look_again;
    for (int waited = 0; !step.work.waiting().empty();) {
        if (waited >= longest_wait) {
            for (const std::string& path : std::exchange(step.work.waiting(), {}))
                step.work.leave_out(path,
                                    still_locked(step.work.kind(), path, look_again * waited));
            break;
        }
        const int pause = std::min({waited + 1, longest_pause, longest_wait - waited});
        asio::steady_timer timer(co_await asio::this_coro::executor);
        timer.expires_after(look_again * pause);
        co_await timer.async_wait(asio::use_awaitable);
        waited += pause;
        if (step.run.stop.stop_requested()) {
            Fault stopped{.category = FaultCategory::interrupted,
                          .message = "interrupted while it waited for what was bought"};
            co_return failed(step.work, std::move(stopped));
        }
        auto now = co_await step.objects.read();
        if (!now) co_return failed(step.work, now.error());
        auto unchangeable = step.take_up(std::move(**now));
        if (unchangeable) co_return failed(step.work, std::move(*unchangeable));
        // What was written before it waited is done, whether it shows by now or not.
        step.work.skip_noted();
        auto ended = co_await send_calls(step);
        if (ended) co_return ended;
    }
    co_return std::nullopt;
}

} // namespace tenantry::executor
