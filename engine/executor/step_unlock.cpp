// What was bought opens locks late: a plan shows in a zone's settings some time after it was paid
// for (API reference, section 7, "Propagation"). A step that follows a purchase waits for that.
#include "engine/executor/step_run.hpp"

#include "engine/base/text.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

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

} // namespace

/// The differences that the API does not let anybody change now.
std::vector<std::string> StepRun::locked_fields() const {
    std::vector<std::string> paths;
    if (change_.live == nullptr) return paths;
    for (const FieldChange& field : change_.fields) {
        if (change_.live->is_locked(field.path)) paths.push_back(field.path);
    }
    return paths;
}

asio::awaitable<std::optional<Outcome>> StepRun::open_locks() {
    if (kind_.lock == nullptr) co_return std::nullopt;
    if (!step_.opens_lock) co_return judge_locks();
    if (locked_fields().empty()) co_return std::nullopt;
    const Wait wait(run_.observer, step_);
    const auto look_again = run_.options.look_again;
    for (int waited = 0; !locked_fields().empty();) {
        if (waited >= longest_wait) co_return failed(still_locked(look_again * waited));
        const int pause = std::min({waited + 1, longest_pause, longest_wait - waited});
        asio::steady_timer timer(co_await asio::this_coro::executor);
        timer.expires_after(look_again * pause);
        co_await timer.async_wait(asio::use_awaitable);
        waited += pause;
        if (run_.stop.stop_requested()) {
            co_return failed({.category = FaultCategory::interrupted,
                              .message = "interrupted while it waited for what was bought"});
        }
        auto now = co_await read_self();
        if (!now) co_return failed(now.error());
        auto unchangeable = take_up(std::move(**now));
        if (unchangeable) co_return failed(std::move(*unchangeable));
    }
    co_return std::nullopt;
}

std::optional<Outcome> StepRun::judge_locks() {
    for (const std::string& path : locked_fields()) {
        const Lock lock = kind_.lock(*change_.field(path), {}, nullptr);
        if (lock.way == Lock::Way::moot) {
            std::erase_if(change_.fields,
                          [&](const FieldChange& field) { return field.path == path; });
            continue;
        }
        std::string pointer = "/" + path;
        return failed({.category = FaultCategory::refused,
                       .message = lock.summary + ": " + lock.hint,
                       .pointer = std::move(pointer),
                       .call = "GET " + std::string(kind_.object_path)});
    }
    calls_.clear();
    if (!change_.fields.empty()) calls_ = kind_.calls(change_);
    return std::nullopt;
}

Fault StepRun::still_locked(std::chrono::milliseconds waited) const {
    const std::vector<std::string> paths = locked_fields();
    return {.category = FaultCategory::refused,
            .message = join(paths, ", ") +
                       " cannot be changed yet: what was bought does not show " +
                       time_text(waited) + " later. Run apply again in a while",
            .pointer = "/" + paths.front(),
            .call = "GET " + std::string(kind_.object_path)};
}

} // namespace tenantry::executor
