#include "tests/in_process/chaos.hpp"

#include "tests/in_process/tenant.hpp"
#include "tests/in_process/virtual_time.hpp"

#include <chrono>
#include <random>

namespace tenantry::in_process {
namespace {

constexpr int stormy_runs = 2;
constexpr std::size_t at_once = 8;
constexpr std::chrono::seconds until_lists_show{12};

/// In [0, 1), the same on every platform.
double draw(std::mt19937_64& chance) { return static_cast<double>(chance() >> 11U) * 0x1.0p-53; }

std::string customer(std::size_t number) {
    const std::string name = "c" + std::to_string(number);
    const std::string at = name + ".example";
    return "---\napiVersion: tenantry/v1\nkind: Customer\nmetadata: {name: " + name +
           "}\nspec:\n  accounts:\n    - name: Company " + name +
           "\n      unit: EMEA resale\n      business_name: Company " + name +
           "\n      settings: {enforce_twofactor: true}\n      members:\n"
           "        - {email: ops@" +
           at + ", roles: [Administrator]}\n        - {email: dns@" + at +
           ", roles: [DNS]}\n      subscriptions:\n"
           "        - {plan: TEAMS_STANDARD, components: {users: 50}, frequency: monthly}\n"
           "      access_users:\n        - {email: jdoe@" +
           at + ", name: Jane Doe}\n      zones:\n        - {name: " + at +
           ", plan: pro, settings: {mirage: on}}\n        - {name: shop." + name +
           "-shop.example, paused: true}\n        - {name: held-" + at +
           ", plan: enterprise, hold: {hold: true, include_subdomains: true}}\n";
}

std::string customers(std::size_t count) {
    std::string text;
    for (std::size_t i = 1; i <= count; ++i)
        text += customer(i);
    return text;
}

simulator::Settings settings_of(const Weather& weather) {
    simulator::Settings settings;
    settings.units = 2;
    settings.seed = weather.seed;
    settings.quirks = weather.seed % 2 == 0;
    settings.page_lag = std::chrono::seconds(weather.seed % 11);
    return settings;
}

/// What ends a reading ends a run that has done nothing: that would be no weather, but none at all.
bool ends_a_reading(Mishap mishap) {
    return mishap == Mishap::refused || mishap == Mishap::throttled_bare;
}

} // namespace

Aftermath weather(const Weather& weather) {
    const VirtualTime time;
    Tenant tenant(settings_of(weather), at_once);
    tenant.keep_pace();
    if (weather.ledger) tenant.remember_in(*weather.ledger);
    tenant.want(customers(weather.customers));
    VirtualTime::pass(until_lists_show);
    std::mt19937_64 chance(weather.seed);
    Aftermath aftermath;
    tenant.wire().strikes = [&](const simulator::Request& request) {
        double drawn = draw(chance);
        for (const Mishap mishap : mishaps) {
            drawn -= weather.share;
            if (drawn >= 0) continue;
            if (request.method == "GET" && ends_a_reading(mishap)) return Mishap::none;
            ++aftermath.struck;
            return mishap;
        }
        return Mishap::none;
    };
    std::string told;
    for (int run = 0; run <= stormy_runs; ++run) {
        if (run == stormy_runs) tenant.wire().strikes = {};
        const Ran ran = tenant.apply();
        aftermath.requests += ran.requests;
        told += "run " + std::to_string(run + 1) + ": " + ran.stopped + "\n" + ran.problems;
        if (!tenant.remembers()) VirtualTime::pass(until_lists_show);
    }
    VirtualTime::pass(until_lists_show);
    aftermath.wrong = tenant.left_to_do() + tenant.twice();
    if (!aftermath.wrong.empty()) aftermath.wrong += told;
    return aftermath;
}

} // namespace tenantry::in_process
