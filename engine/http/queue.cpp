#include "engine/http/queue.hpp"

#include "engine/base/text.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace tenantry::http {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr auto patience_after_interrupt = std::chrono::seconds(2);
constexpr auto worth_telling = std::chrono::seconds(1);

Fault no_turn(FaultCategory category, std::string message) {
    Fault fault;
    fault.category = category;
    fault.message = std::move(message);
    return fault;
}

} // namespace

Waiter::Waiter(const asio::any_io_executor& executor, List& list, bool ahead)
    : timer_(executor), ahead_(ahead), list_(list) {
    const auto behind = [](const Waiter* other) { return !other->ahead_; };
    where_ = list.insert(ahead ? std::ranges::find_if(list, behind) : list.end(), this);
}

Waiter::~Waiter() {
    const bool was_first = first();
    list_.erase(where_);
    if (was_first) wake_first(list_);
}

asio::awaitable<void> Waiter::wait(TimePoint until) {
    timer_.expires_at(until);
    boost::system::error_code woken;
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
}

void Waiter::wake_first(List& list) {
    if (!list.empty()) list.front()->timer_.cancel();
}

void Waiter::wake_all(List& list) {
    for (Waiter* const place : list)
        place->timer_.cancel();
}

Queue::Queue(asio::any_io_executor executor, const Settings& settings)
    : executor_(std::move(executor)), on_wait_(settings.on_wait),
      most_in_flight_(std::max(1, settings.connections)),
      pace_(settings.identity, settings.share, settings.retry.patience),
      address_(settings.address_window) {
    if (!address_) address_ = std::make_shared<Window>(settings.address, settings.share);
}

asio::awaitable<std::expected<Queue::Turn, Fault>> Queue::take(Pause waiting, bool ahead) {
    const TimePoint begun = Clock::now();
    Waiter place(executor_, line_, ahead);
    bool told = false;
    while (true) {
        const TimePoint now = Clock::now();
        const TimePoint ready = std::max(pace_.ready(now), address_->ready(now));
        auto refusal = refuse(now, begun, ready);
        if (refusal) co_return std::unexpected(std::move(*refusal));
        const bool next = place.first() && in_flight_ < most_in_flight_;
        if (next && ready <= now) co_return start();
        if (next && !told && ready - now >= worth_telling) {
            told = true;
            tell(waiting, ready - now);
            continue; // who was told may have interrupted
        }
        const TimePoint until = next ? std::min(ready, give_up(begun)) : give_up(begun);
        co_await place.wait(until);
    }
}

/// Why this call will not have its turn.
std::optional<Fault> Queue::refuse(TimePoint now, TimePoint begun, TimePoint ready) const {
    if (closed_) return no_turn(FaultCategory::interrupted, "not sent: the client was shut down");
    const TimePoint limit = give_up(begun);
    if (ready > limit || now > limit)
        return no_turn(FaultCategory::interrupted, "not sent: stopped by the user");
    const auto pause = pace_.hopeless(now);
    if (!pause) return std::nullopt;
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*pause);
    Fault fault = no_turn(FaultCategory::throttled,
                          "not sent: the API accepts nothing for another " +
                              counted(static_cast<std::size_t>(seconds.count()), "second"));
    fault.retry_after = seconds;
    return fault;
}

Queue::Turn Queue::start() {
    ++in_flight_;
    pace_.started();
    address_->start();
    return Turn(this);
}

void Queue::release() {
    const TimePoint now = Clock::now();
    --in_flight_;
    pace_.ended(now);
    address_->end(now);
    Waiter::wake_first(line_);
}

asio::awaitable<bool> Queue::nap(Pause waiting) {
    const TimePoint begun = Clock::now();
    const TimePoint until = begun + waiting.how_long;
    Waiter place(executor_, naps_, false);
    bool told = false;
    while (true) {
        if (closed_ || until > give_up(begun)) co_return false;
        if (Clock::now() >= until) co_return true;
        if (!told) {
            told = true;
            tell(waiting, waiting.how_long);
            continue;
        }
        co_await place.wait(until);
    }
}

/// From when on a call that began to wait at `begun` waits no longer.
TimePoint Queue::give_up(TimePoint begun) const {
    if (!interrupted_at_) return TimePoint::max();
    return std::max(begun, *interrupted_at_) + patience_after_interrupt;
}

void Queue::tell(Pause waiting, TimePoint::duration wait) const {
    waiting.how_long = std::chrono::ceil<milliseconds>(wait);
    if (on_wait_) on_wait_(waiting);
}

void Queue::heard(const std::vector<RateItem>& left, const std::vector<RateItem>& policies) {
    pace_.heard(Clock::now(), left, policies);
}

void Queue::blocked(milliseconds pause) { pace_.blocked(Clock::now(), pause); }

void Queue::served() { pace_.served(Clock::now()); }

void Queue::interrupt() {
    if (!interrupted_at_) interrupted_at_ = Clock::now();
    Waiter::wake_all(line_);
    Waiter::wake_all(naps_);
}

void Queue::close() {
    closed_ = true;
    Waiter::wake_all(line_);
    Waiter::wake_all(naps_);
}

} // namespace tenantry::http
