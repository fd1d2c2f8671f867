#include "engine/http/rate_headers.hpp"
#include "engine/http/retry.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace tenantry;
using namespace tenantry::http;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

Fault fault_of(FaultCategory category, int status = 0, bool maybe_done = false) {
    Fault fault;
    fault.category = category;
    fault.status = status;
    fault.maybe_done = maybe_done;
    return fault;
}

bool repeats(Method method, const Fault& fault, int times = 1) {
    const Tried tried{.times = times};
    return wait_before_retry(RetryPolicy(), method, fault, tried, 0.5).has_value();
}

} // namespace

TEST_CASE("what surely was not executed is repeated for every method") {
    for (const Method method : {Method::get, Method::put, Method::post, Method::patch}) {
        CAPTURE(name_of(method));
        CHECK(repeats(method, fault_of(FaultCategory::unreachable)));
        CHECK(repeats(method, fault_of(FaultCategory::throttled, 429)));
    }
}

TEST_CASE("what may have been executed is repeated only where that changes nothing") {
    const std::vector<Fault> unclear = {
        fault_of(FaultCategory::timed_out), fault_of(FaultCategory::lost),
        fault_of(FaultCategory::broken, 502), fault_of(FaultCategory::broken, 200),
        fault_of(FaultCategory::broken, 0)};
    for (Fault fault : unclear) {
        CAPTURE(name_of(fault.category));
        CHECK(repeats(Method::get, fault));
        fault.maybe_done = true;
        CHECK(repeats(Method::put, fault));
        CHECK_FALSE(repeats(Method::post, fault));
        CHECK_FALSE(repeats(Method::patch, fault));
        fault.maybe_done = false; // even if somebody forgot to say so
        CHECK_FALSE(repeats(Method::post, fault));
    }
    CHECK_FALSE(repeats(Method::post, fault_of(FaultCategory::unreachable, 0, true)));
}

TEST_CASE("a decision is not questioned") {
    CHECK_FALSE(repeats(Method::get, fault_of(FaultCategory::refused, 403)));
    CHECK_FALSE(repeats(Method::get, fault_of(FaultCategory::unauthorized, 401)));
    CHECK_FALSE(repeats(Method::get, fault_of(FaultCategory::interrupted)));
    CHECK_FALSE(repeats(Method::get, fault_of(FaultCategory::broken, 302)));
    CHECK_FALSE(repeats(Method::get, fault_of(FaultCategory::broken, 404)));
}

TEST_CASE("what the answer itself says about another try decides") {
    Fault fault = fault_of(FaultCategory::broken, 525);
    fault.retryable = false;
    CHECK_FALSE(repeats(Method::get, fault));
    fault = fault_of(FaultCategory::unreachable); // a certificate that is not accepted
    fault.retryable = false;
    CHECK_FALSE(repeats(Method::get, fault));
    fault = fault_of(FaultCategory::broken, 403);
    fault.retryable = true;
    CHECK(repeats(Method::get, fault));
    CHECK_FALSE(repeats(Method::post, fault));
}

TEST_CASE("waits double up to a limit and are cut by up to a quarter") {
    RetryPolicy policy;
    policy.tries = 100;
    const Fault fault = fault_of(FaultCategory::lost);
    const auto wait = [&](int times, double chance) {
        const Tried tried{.times = times};
        return wait_before_retry(policy, Method::get, fault, tried, chance).value().count();
    };
    CHECK(wait(1, 0.0) == 500);
    CHECK(wait(2, 0.0) == 1000);
    CHECK(wait(5, 0.0) == 8000);
    CHECK(wait(6, 0.0) == 8000);
    CHECK(wait(99, 0.0) == 8000);
    CHECK(wait(1, 0.5) == 438);
    CHECK(wait(1, 0.999) >= 375);
    CHECK(wait(5, 1.0) == 6000);
}

TEST_CASE("the number of tries is bounded") {
    const Fault fault = fault_of(FaultCategory::lost);
    CHECK(repeats(Method::get, fault, 3));
    CHECK_FALSE(repeats(Method::get, fault, 4));
    CHECK_FALSE(repeats(Method::get, fault, 1000));
}

TEST_CASE("a 429 waits as long as the API asks, up to the patience") {
    RetryPolicy policy;
    Fault fault = fault_of(FaultCategory::throttled, 429);
    const auto wait = [&](milliseconds paused) {
        const Tried tried{.times = 0, .paused = paused};
        return wait_before_retry(policy, Method::post, fault, tried, 0.5);
    };
    CHECK(wait({}) == seconds(300)); // without the header: the documented block (section 1.2)
    fault.retry_after = seconds(17);
    CHECK(wait({}) == seconds(17));
    fault.retry_after = seconds(0);
    CHECK(wait({}) == seconds(1));
    fault.retry_after = seconds(300);
    CHECK(wait(seconds(600)) == seconds(300));
    CHECK_FALSE(wait(seconds(601)).has_value());
    fault.retry_after = seconds(86400);
    CHECK_FALSE(wait({}).has_value());
}

TEST_CASE("a 503 that says when to come back is obeyed within the limit") {
    const Tried tried{.times = 1};
    Fault fault = fault_of(FaultCategory::broken, 503);
    fault.retry_after = seconds(3);
    CHECK(wait_before_retry(RetryPolicy(), Method::get, fault, tried, 0.5) == seconds(3));
    fault.retry_after = seconds(3600);
    CHECK(wait_before_retry(RetryPolicy(), Method::get, fault, tried, 0.5) == seconds(8));
}

TEST_CASE("a Retry-After is whole seconds or a date, bounded, or nothing") {
    using namespace std::chrono;
    const sys_seconds now = sys_days(2026y / October / 21) + 7h + 28min;
    CHECK(parse_retry_after("60", now) == seconds(60));
    CHECK(parse_retry_after(" 0 ", now) == seconds(0));
    CHECK(parse_retry_after("999999999999999999999999", now) == seconds(86400));
    CHECK(parse_retry_after("Wed, 21 Oct 2026 07:28:30 GMT", now) == seconds(30));
    CHECK(parse_retry_after(" Wed, 21 Oct 2026 07:20:00 GMT", now) == seconds(0));
    CHECK(parse_retry_after("Fri, 31 Dec 9999 23:59:59 GMT", now) == seconds(86400));
    for (const char* const garbage :
         {"", " ", "-1", "+1", "1.5", "5m", "0x10", "tomorrow", "Wed, 41 Oct 2026 07:28:00 GMT"}) {
        CAPTURE(garbage);
        CHECK_FALSE(parse_retry_after(garbage, now).has_value());
    }
}
