// Survives: whatever happens to whichever request, the next run brings the tenant to the wanted
// state, and nothing exists twice.
#include "tests/whole/sweep.hpp"

#include <doctest/doctest.h>

using namespace tenantry::whole;
using namespace std::chrono_literals;

namespace {

constexpr bool first = false; // the apply that creates
constexpr bool later = true;  // the one that updates
constexpr int one_run = 1;    // nothing is left for a second
constexpr int two_runs = 2;
constexpr int three_runs = 3; // the second only tells that a service user may have been lost

/// One call after the other as documented, so that every single request is hit; with quirks the
/// usual parallel run, where others are under way meanwhile.
void survives(const char* how, bool update, int most_runs = two_runs,
              const Sample& sample = names_and_zones) {
    const bool quirks = with_quirks();
    CHECK(sweep({.how = how,
                 .quirks = quirks,
                 .update = update,
                 .parallelism = quirks ? 8 : 1,
                 .sample = sample},
                most_runs) == "");
}

} // namespace

TEST_SUITE_BEGIN("sweep_faults");

TEST_CASE("an apply survives a 500 in any request") { survives("500", first); }
TEST_CASE("an apply survives a connection lost before the work") { survives("drop-before", first); }
TEST_CASE("an apply survives a connection lost after the work") {
    survives("drop-after", first, one_run);
}
TEST_CASE("an apply survives a page of HTML in any answer") { survives("html", first); }
TEST_CASE("an apply survives an empty answer") { survives("empty", first); }
TEST_CASE("an update survives a 500 in any request") { survives("500", later); }
TEST_CASE("an update survives a connection lost before the work") {
    survives("drop-before", later);
}
TEST_CASE("an update survives a connection lost after the work") {
    survives("drop-after", later, one_run);
}
TEST_CASE("an update survives a page of HTML in any answer") { survives("html", later); }
TEST_CASE("an update survives an empty answer") { survives("empty", later); }

TEST_SUITE_END();

TEST_SUITE_BEGIN("sweep_waits");

TEST_CASE("an apply waits out a rate limit hit by any request") { survives("429", first, one_run); }
TEST_CASE("an update waits out a rate limit hit by any request") {
    survives("429", later, one_run);
}

TEST_CASE("a wait for a rate limit that names no end can be interrupted at any request") {
    survives("429-bare", first);
}

TEST_CASE("a lost answer is found again although the lists are late") {
    // Looks at once, after 600 ms and after 1800 ms more: one of them comes after the lag.
    CHECK(sweep({.how = "drop-after",
                 .quirks = with_quirks(),
                 .page_lag = 700ms,
                 .first_wait = "300ms"},
                one_run) == "");
}

TEST_CASE("what a list did not show in time is found by the next run, not made again") {
    CHECK(sweep({.how = "drop-after", .quirks = with_quirks(), .page_lag = 700ms}) == "");
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("sweep_signals");

TEST_CASE("an apply survives an interrupt during any request") { survives("interrupt", first); }
TEST_CASE("an apply survives a termination during any request") { survives("terminate", first); }
TEST_CASE("an apply survives being killed during any request") { survives("kill", first); }
TEST_CASE("an update survives an interrupt during any request") { survives("interrupt", later); }
TEST_CASE("an update survives being killed during any request") { survives("kill", later); }

TEST_SUITE_END();

// With everything there is, invitations and purchases among it.
TEST_SUITE_BEGIN("sweep_people_and_money");

TEST_CASE("nobody is invited or charged twice after a 500 in any request") {
    survives("500", first, two_runs, people_and_money);
}
TEST_CASE("nobody is invited or charged twice after a connection lost before the work") {
    survives("drop-before", first, two_runs, people_and_money);
}
TEST_CASE("nobody is invited or charged twice after a connection lost after the work") {
    survives("drop-after", first, one_run, people_and_money);
}
TEST_CASE("nobody is invited or charged twice by an update after a 500 in any request") {
    survives("500", later, two_runs, people_and_money);
}
TEST_CASE("nobody is invited or charged twice by an update whose answers are lost") {
    survives("drop-after", later, one_run, people_and_money);
}
TEST_CASE("nobody is invited or charged twice by an update whose requests are lost") {
    survives("drop-before", later, two_runs, people_and_money);
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("sweep_people_and_money_waits");

TEST_CASE("nobody is invited or charged twice because of a rate limit") {
    survives("429", first, one_run, people_and_money);
}
TEST_CASE("nobody is invited or charged twice by an update because of a rate limit") {
    survives("429", later, one_run, people_and_money);
}

TEST_CASE("nobody is invited or charged twice by an apply that was killed") {
    survives("kill", first, two_runs, people_and_money);
}
TEST_CASE("nobody is invited or charged twice by an update that was killed") {
    survives("kill", later, two_runs, people_and_money);
}

TEST_CASE("nobody is invited or charged twice although the lists are late") {
    CHECK(sweep({.how = "drop-after",
                 .quirks = with_quirks(),
                 .page_lag = 700ms,
                 .first_wait = "300ms",
                 .sample = people_and_money},
                one_run) == "");
}

TEST_SUITE_END();

// With settings and holds of zones, which wait for the plans that they need.
TEST_SUITE_BEGIN("sweep_settings");

TEST_CASE("settings and holds survive a 500 in any request") {
    survives("500", first, two_runs, settings_and_holds);
}
TEST_CASE("settings and holds survive a connection lost after the work") {
    survives("drop-after", first, one_run, settings_and_holds);
}
TEST_CASE("settings and holds survive being killed during any request") {
    survives("kill", first, two_runs, settings_and_holds);
}
TEST_CASE("an update of settings and holds survives a 500 in any request") {
    survives("500", later, two_runs, settings_and_holds);
}
TEST_CASE("an update of settings and holds survives a connection lost before the work") {
    survives("drop-before", later, two_runs, settings_and_holds);
}
TEST_CASE("an update of settings and holds survives a connection lost after the work") {
    survives("drop-after", later, one_run, settings_and_holds);
}
TEST_CASE("settings and holds wait out a rate limit hit by any request") {
    survives("429", first, one_run, settings_and_holds);
}

TEST_SUITE_END();

// All kinds together, in the lane of a service user.
TEST_SUITE_BEGIN("sweep_everything");

TEST_CASE("all kinds together survive a 500 in any request") {
    survives("500", first, three_runs, everything);
}
TEST_CASE("all kinds together survive a connection lost after the work") {
    survives("drop-after", first, three_runs, everything);
}
TEST_CASE("all kinds together survive being killed during any request") {
    survives("kill", first, three_runs, everything);
}
TEST_CASE("an update of all kinds survives a 500 in any request") {
    survives("500", later, three_runs, everything);
}
TEST_CASE("an update of all kinds survives a connection lost after the work") {
    survives("drop-after", later, three_runs, everything);
}

TEST_SUITE_END();

// Each partner program has ids of its own for what is bought.
TEST_SUITE_BEGIN("sweep_programs");

TEST_CASE("whatever happens to an order of a program, its plan is bought exactly once") {
    const Sample* const samples[] = {&bought_by_resellers, &bought_by_agencies, &bought_by_msps};
    for (const Sample* const sample : samples) {
        for (const bool update : {first, later}) {
            CAPTURE(sample->tenant.back());
            CAPTURE(update);
            const auto orders = [&](const char* how, int most_runs) {
                return sweep(
                    {.how = how, .update = update, .sample = *sample, .only_purchases = true},
                    most_runs);
            };
            CHECK(orders("500", two_runs) == "");
            CHECK(orders("drop-after", one_run) == "");
        }
    }
}

TEST_SUITE_END();

// With a ledger the next run may begin at once: what lists do not show yet, it remembers.
TEST_SUITE_BEGIN("sweep_ledger");

namespace {

Disturbance remembering(const std::string& how, const Sample& sample) {
    return {.how = how,
            .quirks = with_quirks(),
            .page_lag = 100ms,
            .first_wait = "20ms",
            .sample = sample,
            .ledger = "ledger.sqlite"};
}

} // namespace

TEST_CASE("right behind a run that was killed nothing is made, bought or sent a second time") {
    CHECK(sweep(remembering("kill", names_and_zones), three_runs) == "");
    CHECK(sweep(remembering("kill", people_and_money), three_runs) == "");
}
TEST_CASE("right behind a run whose answers were lost nothing is made, bought or sent twice") {
    CHECK(sweep(remembering("drop-after", people_and_money), three_runs) == "");
    CHECK(sweep(remembering("500", people_and_money), three_runs) == "");
}
TEST_CASE("right behind an update that was killed nothing is made, bought or sent twice") {
    Disturbance update = remembering("kill", people_and_money);
    update.update = true;
    CHECK(sweep(update, three_runs) == "");
}
TEST_CASE("right behind a killed run of all kinds nothing is made twice") {
    CHECK(sweep(remembering("kill", everything), three_runs) == "");
}

TEST_SUITE_END();
