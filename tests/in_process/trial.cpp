#include "tests/in_process/trial.hpp"

#include "tests/in_process/tenant.hpp"
#include "tests/in_process/virtual_time.hpp"

#include <memory>
#include <stdexcept>
#include <utility>

namespace tenantry::in_process {
namespace {

constexpr int most_runs_again = 2;
// Longer than any list of these tenants lags.
constexpr std::chrono::seconds until_lists_show{12};

constexpr const char* first_version = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: acme}
spec:
  accounts:
    - name: Acme GmbH
      unit: EMEA resale
      business_name: Acme GmbH
      external_metadata: "crm:4711"
      settings: {enforce_twofactor: true}
      members:
        - {email: ops@acme.example, roles: [Administrator]}
      subscriptions:
        - {plan: TEAMS_STANDARD, components: {users: 50}, frequency: monthly}
      access_users:
        - {email: jdoe@acme.example, name: Jane Doe}
      zones:
        - {name: acme.example, plan: pro, settings: {mirage: on}}
        - {name: held.example.net, plan: enterprise, hold: {hold: true, include_subdomains: true}}
    - {name: Acme Labs, unit: EMEA resale}
    - {name: Acme Movers, unit: EMEA resale}
)";

constexpr const char* later_version = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: acme}
spec:
  accounts:
    - name: Acme GmbH
      unit: EMEA resale
      business_name: Acme Group
      external_metadata: "crm:4711"
      settings: {enforce_twofactor: false}
      members:
        - {email: ops@acme.example, roles: [Administrator, DNS]}
        - {email: dns@acme.example, roles: [DNS]}
      subscriptions:
        - {plan: TEAMS_STANDARD, components: {users: 80}, frequency: monthly}
        - {plan: WORKERS_PAID}
      access_users:
        - {email: jdoe@acme.example, name: Jane Roe}
      zones:
        - {name: acme.example, plan: business, settings: {mirage: off}}
        - {name: held.example.net, paused: true, hold: {hold: true, include_subdomains: false}}
    - {name: Acme Research, previously: [Acme Labs], unit: EMEA resale}
)";

/// Only what is pinned by its id moves to another unit, and where the API says that it may.
std::string later_with(const std::string& id, bool moves) {
    return std::string(later_version) + "    - {name: Acme Movers, id: " + id +
           ", unit: " + (moves ? "APAC" : "EMEA") + " resale}\n";
}

simulator::Settings settings_of(const Setting& setting) {
    simulator::Settings settings;
    settings.units = 2;
    settings.quirks = setting.quirks;
    settings.page_lag = setting.lag;
    settings.identity_rate.reset();
    settings.address_rate.reset();
    return settings;
}

/// A tenant right before the apply that is meant.
std::unique_ptr<Tenant> tenant_of(const Setting& setting) {
    // One call after the other, so that a number means a request.
    auto tenant = std::make_unique<Tenant>(settings_of(setting), 1);
    if (setting.ledger) tenant->remember_in(*setting.ledger);
    tenant->want(first_version);
    VirtualTime::pass(until_lists_show);
    if (setting.version == Version::first) return tenant;
    for (int runs = 0; runs == 0 || !tenant->left_to_do().empty(); ++runs) {
        if (runs > most_runs_again) throw std::runtime_error("the first version is never there");
        tenant->apply();
        VirtualTime::pass(until_lists_show);
    }
    tenant->want(later_with(tenant->account("Acme Movers"), !setting.quirks));
    return tenant;
}

std::string story(const Ran& ran) {
    return std::to_string(ran.requests) + " requests" +
           (ran.stopped.empty() ? "" : ", stopped: " + ran.stopped) + "\n" + ran.problems;
}

} // namespace

Calm apply_calmly(const Setting& setting) {
    const VirtualTime time;
    // Lists that lag for longer than a run looks are a disturbance too.
    Setting prompt = setting;
    prompt.lag = {};
    prompt.ledger = {};
    const auto tenant = tenant_of(prompt);
    const Ran ran = tenant->apply();
    const std::string wrong = ran.stopped + ran.problems + tenant->left_to_do() + tenant->twice();
    if (!wrong.empty()) throw std::runtime_error("an apply without a mishap: " + wrong);
    return {.requests = tenant_of(setting)->apply().requests,
            .live = tenant->live(),
            .done = tenant->done()};
}

std::string disturb(const Setting& setting, Mishap mishap, std::size_t nth, const Calm& calm) {
    const VirtualTime time;
    const auto tenant = tenant_of(setting);
    std::size_t request = 0;
    std::string struck;
    tenant->wire().strikes = [&](const simulator::Request& sent) {
        if (++request != nth) return Mishap::none;
        struck = sent.method + " " + sent.path;
        return mishap;
    };
    std::string told = story(tenant->apply());
    tenant->wire().strikes = {};
    // Who remembers goes on at once, and not when the lists have caught up.
    if (!tenant->remembers()) VirtualTime::pass(until_lists_show);
    std::string left;
    for (int again = 0; again < most_runs_again; ++again) {
        told += story(tenant->apply());
        VirtualTime::pass(until_lists_show);
        left = tenant->left_to_do();
        if (left.empty()) break;
    }
    std::string wrong = std::move(left);
    if (struck.empty()) wrong += "nothing was struck\n";
    if (const std::string live = tenant->live(); live != calm.live)
        wrong += "expected:\n" + calm.live + "live:\n" + live;
    if (const std::string done = tenant->done(); done != calm.done)
        wrong += "expected:\n" + calm.done + "done:\n" + done;
    wrong += tenant->twice();
    if (wrong.empty()) return wrong;
    return std::string(name_of(mishap)) + " at request " + std::to_string(nth) + ", " + struck +
           ":\n" + wrong + "the runs:\n" + told;
}

} // namespace tenantry::in_process
