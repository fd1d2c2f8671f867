#include "engine/http/pace.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>
#include <vector>

using namespace tenantry::http;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const TimePoint epoch = TimePoint() + std::chrono::hours(1000);
constexpr Quota documented{.count = 1200, .period = seconds(300)}; // API reference, section 1.2
constexpr Quota unlimited{};

milliseconds since(TimePoint moment) {
    return std::chrono::duration_cast<milliseconds>(moment - epoch);
}

/// The largest number of starts in any span of `period`, the end not included.
std::size_t most_within(const std::vector<TimePoint>& starts, milliseconds period) {
    std::size_t most = 0;
    std::size_t first = 0;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        while (starts[i] - starts[first] >= period)
            ++first;
        most = std::max(most, i - first + 1);
    }
    return most;
}

RateItem left(std::int64_t remaining, int reset, const char* policy = "default") {
    return {.policy = policy, .remaining = remaining, .reset = seconds(reset)};
}

RateItem policy(std::int64_t quota, int window, const char* name = "default") {
    return {.policy = name, .quota = quota, .window = seconds(window)};
}

} // namespace

TEST_CASE("1,080 requests start at once, then each waits for the one 1,080 before it") {
    Window window(documented, 0.9);
    std::vector<TimePoint> starts;
    TimePoint now = epoch;
    for (int i = 0; i < 5000; ++i) {
        now = window.ready(now);
        window.start();
        window.end(now);
        starts.push_back(now);
    }
    CHECK(starts[1079] == epoch);
    CHECK(since(starts[1080]) == seconds(300));
    CHECK(since(starts[2160]) == seconds(600));
    CHECK(since(starts.back()) == seconds(1200));
    CHECK(most_within(starts, seconds(300)) == 1080);
}

TEST_CASE("no window is ever exceeded, whatever the rhythm") {
    std::mt19937 random(7);
    Window window(documented, 0.9);
    window.tighten({.count = 200, .period = seconds(1)});
    std::vector<TimePoint> starts;
    TimePoint now = epoch;
    for (int i = 0; i < 20000; ++i) {
        // Bursts, trickles and long silences.
        const bool pause = random() % 500 == 0;
        now += milliseconds(pause ? random() % 400000 : random() % 8);
        now = window.ready(now);
        window.start();
        window.end(now);
        starts.push_back(now);
    }
    CHECK(most_within(starts, seconds(300)) == 1080);
    CHECK(most_within(starts, seconds(1)) <= 180);
}

TEST_CASE("whenever requests arrive while they are in flight, no period sees too many of them") {
    std::mt19937 random(11);
    Window window({.count = 200, .period = seconds(1)}, 0.9);
    std::vector<TimePoint> arrivals;
    std::multiset<TimePoint> ends; // of those in flight
    TimePoint now = epoch;
    while (arrivals.size() < 20000) {
        if (window.ready(now) <= now && ends.size() < 400) {
            window.start();
            const int takes = static_cast<int>(random() % 10 == 0 ? random() % 900 : random() % 30);
            const int until_there = static_cast<int>(random() % static_cast<unsigned>(takes + 1));
            arrivals.push_back(now + milliseconds(until_there));
            ends.insert(now + milliseconds(takes));
            continue;
        }
        now = ends.empty() ? window.ready(now) : std::min(window.ready(now), *ends.begin());
        while (!ends.empty() && *ends.begin() <= now) {
            window.end(*ends.begin());
            ends.erase(ends.begin());
        }
    }
    std::ranges::sort(arrivals);
    CHECK(most_within(arrivals, seconds(1)) <= 180);
    // And little is lost by it: only what is in flight counts longer.
    CHECK(since(arrivals.back()) < seconds(20000 / 180) * 3 / 2);
}

TEST_CASE("a quota of zero is no limit") {
    Window window(unlimited, 0.9);
    for (int i = 0; i < 100000; ++i)
        window.start();
    window.end(epoch);
    CHECK(window.ready(epoch) == epoch);
}

TEST_CASE("however small the share, requests go on") {
    Window window({.count = 5, .period = seconds(1)}, 0.01);
    window.start();
    CHECK(since(window.ready(epoch)) == seconds(1)); // not before it has ended
    window.end(epoch + milliseconds(300));
    CHECK(since(window.ready(epoch + seconds(1))) == milliseconds(1300));
}

TEST_CASE("when the server says that only the reserve is left, requests wait for its reset") {
    struct Row {
        const char* what;
        std::int64_t remaining;
        int in_flight;
        bool holds;
    };
    // The reserve of 0.9 is 120.
    const std::vector<Row> rows = {
        {"plenty left", 1199, 8, false},
        {"one above the reserve", 121, 0, false},
        {"the reserve", 120, 0, true},
        {"below the reserve", 50, 0, true},
        {"above, but the rest is in flight", 125, 5, true},
        {"above, also with what is in flight", 126, 5, false},
        {"nothing left", 0, 0, true},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        Pace pace(documented, 0.9, minutes(15));
        for (int i = 0; i < row.in_flight; ++i)
            pace.started();
        pace.heard(epoch, {left(row.remaining, 30)}, {});
        CHECK(since(pace.ready(epoch)) == (row.holds ? seconds(30) : seconds(0)));
        CHECK(pace.ready(epoch + seconds(31)) == epoch + seconds(31));
    }
}

TEST_CASE("what starts after a report is taken from it until the next report") {
    Pace pace(documented, 0.9, minutes(15));
    pace.heard(epoch, {left(122, 30)}, {});
    pace.started();
    CHECK(since(pace.ready(epoch)) == seconds(0));
    pace.started();
    CHECK(since(pace.ready(epoch)) == seconds(30));
    pace.ended(epoch);
    pace.ended(epoch);
    CHECK(since(pace.ready(epoch)) == seconds(30));
    pace.heard(epoch + seconds(1), {left(300, 29)}, {});
    CHECK(since(pace.ready(epoch + seconds(1))) == seconds(1));
}

TEST_CASE("a policy of the server tightens the window and never loosens it") {
    const auto started_at_once = [](const std::vector<RateItem>& policies) {
        Pace pace(documented, 0.9, minutes(15));
        pace.heard(epoch, {}, policies);
        int count = 0;
        for (; count < 3000 && pace.ready(epoch) == epoch; ++count)
            pace.started();
        return count;
    };
    CHECK(started_at_once({}) == 1080);
    CHECK(started_at_once({policy(1200, 300)}) == 1080);
    CHECK(started_at_once({policy(100, 60, "burst")}) == 90);
    CHECK(started_at_once({policy(1200, 300), policy(100, 60, "burst")}) == 90);
    CHECK(started_at_once({policy(9999, 300)}) == 1080);
    CHECK(started_at_once({policy(1200, 10)}) == 1080);
    CHECK(started_at_once({policy(0, 60)}) == 1080);
    CHECK(started_at_once({policy(10, 0)}) == 1080);
    CHECK(started_at_once({policy(-5, 60)}) == 1080);
    CHECK(started_at_once({policy(10, 86400)}) == 1080);
    CHECK(started_at_once({{.policy = "default"}}) == 1080);
}

TEST_CASE("a policy that follows another one under its name does not free what that one bound") {
    Pace pace(documented, 0.9, minutes(15));
    pace.heard(epoch, {}, {policy(100, 60)});
    pace.heard(epoch, {}, {policy(5000, 60)});
    for (int i = 0; i < 90; ++i)
        pace.started();
    CHECK(since(pace.ready(epoch)) == seconds(60));
}

TEST_CASE("the reserve of a named policy is a share of its own quota") {
    Pace pace(documented, 0.9, minutes(15));
    pace.heard(epoch, {left(11, 20, "burst"), left(1000, 30)}, {policy(100, 60, "burst")});
    CHECK(since(pace.ready(epoch)) == seconds(0));
    pace.heard(epoch, {left(10, 20, "burst"), left(1000, 30)}, {});
    CHECK(since(pace.ready(epoch)) == seconds(20));
}

TEST_CASE("a pace without a quota still listens to the server") {
    Pace pace(unlimited, 0.9, minutes(15));
    pace.heard(epoch, {left(1, 30)}, {});
    CHECK(since(pace.ready(epoch)) == seconds(0));
    pace.heard(epoch, {left(0, 30)}, {});
    CHECK(since(pace.ready(epoch)) == seconds(30));
}

TEST_CASE("a 429 blocks every start until its pause is over") {
    Pace pace(documented, 0.9, minutes(15));
    pace.blocked(epoch, seconds(300));
    pace.blocked(epoch + seconds(1), seconds(5));
    CHECK(since(pace.ready(epoch + seconds(2))) == seconds(300));
    CHECK_FALSE(pace.hopeless(epoch + seconds(2)).has_value());
    CHECK(since(pace.ready(epoch + seconds(301))) == seconds(301));
}

TEST_CASE("blocks without an answer between them use up the patience of the identity") {
    Pace pace(documented, 0.9, minutes(15));
    TimePoint now = epoch;
    for (int i = 0; i < 3; ++i, now += seconds(300))
        pace.blocked(now, seconds(300));
    CHECK_FALSE(pace.hopeless(now - seconds(1)).has_value());
    pace.blocked(now, seconds(300));
    CHECK(pace.hopeless(now) == seconds(300));
    // After the pause one may try again, and an answer makes all good.
    now += seconds(300);
    CHECK_FALSE(pace.hopeless(now).has_value());
    pace.served(now);
    pace.blocked(now, seconds(300));
    CHECK_FALSE(pace.hopeless(now).has_value());
}

TEST_CASE("an answer to a request from before the block does not renew the patience") {
    Pace pace(documented, 0.9, minutes(15));
    pace.blocked(epoch, std::chrono::hours(24));
    pace.served(epoch + seconds(1));
    CHECK(pace.hopeless(epoch + seconds(2)).has_value());
}

TEST_CASE("a server that counts as documented never has to refuse a crowd") {
    // A fixed window of 1,200, reported as the API does, 8 requests in flight, other users of the
    // same identity taking one call a second.
    Pace pace(documented, 0.9, minutes(15));
    TimePoint now = epoch;
    TimePoint window_end = epoch + seconds(300);
    TimePoint next_other = epoch;
    std::int64_t remaining = 1200;
    int refused = 0;
    std::deque<TimePoint> in_flight;
    for (int sent = 0; sent < 6000;) {
        const TimePoint ready = pace.ready(now);
        const bool full = in_flight.size() >= 8;
        if (!full && ready <= now) {
            pace.started();
            in_flight.push_back(now + milliseconds(50));
            ++sent;
            continue;
        }
        const bool answer = !in_flight.empty() && (full || in_flight.front() <= ready);
        now = std::max(now, answer ? in_flight.front() : ready);
        for (; window_end <= now; window_end += seconds(300))
            remaining = 1200;
        for (; next_other <= now; next_other += seconds(1))
            --remaining;
        if (!answer) continue;
        in_flight.pop_front();
        if (--remaining < 0) ++refused;
        pace.ended(now);
        const auto reset = std::chrono::ceil<seconds>(window_end - now).count();
        pace.heard(now, {left(std::max<std::int64_t>(remaining, 0), static_cast<int>(reset))},
                   {policy(1200, 300)});
    }
    CHECK(refused == 0);
    CHECK(since(now) < minutes(40)); // it did not crawl either
}

TEST_CASE("rate headers are read as structured-field lists and garbage is left out") {
    const auto items = parse_rate_items(R"("default";r=1199;t=1, "burst" ; r=5 ; t=60)");
    REQUIRE(items.size() == 2);
    CHECK(items[0].policy == "default");
    CHECK(items[0].remaining == 1199);
    CHECK(items[0].reset == seconds(1));
    CHECK(items[1].policy == "burst");
    CHECK(items[1].reset == seconds(60));
    const auto policies = parse_rate_items(R"("a,b;c=\"1\"";q=100;w=60;x="y;q=1",default;q=7;w=1)");
    REQUIRE(policies.size() == 2);
    CHECK(policies[0].quota == 100);
    CHECK(policies[0].window == seconds(60));
    CHECK(policies[1].policy == "default");
    CHECK(parse_rate_items("").empty());
    CHECK(parse_rate_items(" , ,").empty());
    CHECK(parse_rate_items("default;r=x;t=-1")[0].remaining.has_value() == false);
    CHECK(parse_rate_items("default;r=1;t=99999999999999999999")[0].reset == seconds(3600));
    CHECK(parse_rate_items("\"open;r=1;t=5").size() == 1);
    CHECK(parse_rate_items(std::string(5000, ',') + "a").size() == 1);
}
