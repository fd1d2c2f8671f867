// What was bought opens locks late: a plan shows in a zone's settings some time after it was paid
// for (API reference, section 7, "Propagation"). A step that follows a purchase waits for that, and
// asks the settings themselves: which key of the zone's entitlements (section 20) opens which of
// them no document says, so that those could end the waiting too early, and cost the same call.
#include "engine/executor/step_run.hpp"

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

} // namespace

void StepRun::judge_locks() {
    const auto is_locked = [&](const FieldChange& field) {
        return change_.live != nullptr && change_.live->is_locked(field.path);
    };
    if (kind_.editability == nullptr || std::ranges::none_of(change_.fields, is_locked)) return;
    Surroundings around{.before = before_};
    std::vector<const LiveObject*> beside;
    for (const LiveObject& object : run_.live.of(kind_.parent)) {
        if (object.id == outcome_.id) around.parent = &object;
    }
    for (const std::string_view name : kind_.needs) {
        for (const LiveObject& object : run_.live.of(name)) {
            if (object.parent == outcome_.id) beside.push_back(&object);
        }
    }
    around.beside = beside;
    const std::vector<FieldChange> fields = change_.fields;
    for (const FieldChange& field : fields) {
        if (!is_locked(field)) continue;
        const Lock lock = kind_.editability->lock(field, around);
        if (lock.way == Lock::Way::shut) {
            leave_out(field.path, {.category = FaultCategory::declined,
                                   .message = lock.summary + ": " + lock.hint,
                                   .call = "GET " + std::string(kind_.reading.object_path)});
            continue;
        }
        if (lock.way == Lock::Way::opens) waiting_.push_back(field.path);
        std::erase_if(change_.fields,
                      [&](const FieldChange& each) { return each.path == field.path; });
    }
    plan_calls();
}

asio::awaitable<std::optional<Outcome>> StepRun::open_locks() {
    if (waiting_.empty()) co_return std::nullopt;
    const Wait wait(run_.observer, step_);
    const auto look_again = run_.options.look_again;
    for (int waited = 0; !waiting_.empty();) {
        if (waited >= longest_wait) {
            for (const std::string& path : std::exchange(waiting_, {}))
                leave_out(path, still_locked(path, look_again * waited));
            break;
        }
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
        // What was written before it waited is done, whether it shows by now or not.
        std::erase_if(change_.fields, [&](const FieldChange& field) {
            return outcome_.of_field(field.path) != nullptr;
        });
        plan_calls();
        auto ended = co_await send_calls();
        if (ended) co_return ended;
    }
    co_return std::nullopt;
}

Fault StepRun::still_locked(const std::string& path, std::chrono::milliseconds waited) const {
    return {.category = FaultCategory::declined,
            .message = path + " cannot be changed yet: what was bought does not show " +
                       time_text(waited) +
                       " later. Run apply again in a while; if it stays so, the plan does not "
                       "have it",
            .call = "GET " + std::string(kind_.reading.object_path)};
}

} // namespace tenantry::executor
