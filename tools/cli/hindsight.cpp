#include "tools/cli/hindsight.hpp"

#include "engine/planner/planner.hpp"
#include "tools/cli/ledger_place.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <utility>

namespace tenantry::cli {
namespace {

ledger::Look look_of(const Setup& setup, const Planned& planned, ledger::Time at) {
    return {.kinds = setup.kinds(),
            .desired = planned.loaded.desired,
            .sources = planned.loaded.sources,
            .matches = planned.live.matches,
            .plan = planned.plan,
            .everything = planned.selection.everything(),
            .selected = [&](const Address& address) { return planned.selection.covers(address); },
            .folder = std::filesystem::current_path().string(),
            .paths = setup.arguments().paths,
            .at = at};
}

/// Whose agreements are of interest; none for all.
std::vector<std::string> customers_asked_for(const Planned& planned) {
    if (planned.selection.everything()) return {};
    return customers_looked_at(planned);
}

/// Reads, looks back, and writes what is known now, in one transaction.
ledger::Attempt<Drift> look_back(const Setup& setup, const Planned& planned,
                                 ledger::Ledger& ledger) {
    const ledger::RunId id = ledger::new_run_id(ledger.now());
    return ledger.change<Drift>([&](ledger::Database& database) {
        const ledger::Look look = look_of(setup, planned, ledger.now());
        const ledger::Earlier earlier{
            .agreements = ledger::agreements_of(database, customers_asked_for(planned)),
            .findings = ledger::standing_findings(database),
            .drift = ledger::last_drift(database)};
        Drift drift = ledger::look_back_at(planner::findings(planned.plan), earlier, look);
        ledger::add_run(database, id, planned.head, look.at);
        for (const ledger::FindingRecord& finding : ledger::findings_now(drift, earlier, look))
            ledger::note_finding(database, finding);
        for (const auto& agreement : ledger::agreed_now(look, earlier.agreements, nullptr))
            ledger::agree(database, agreement);
        for (const std::string& address :
             ledger::departed_since(look, earlier.agreements).addresses)
            ledger::note_departure(database, address);
        ledger::end_run(database, id, "done", look.at);
        return drift;
    });
}

} // namespace

ledger::Attempt<void> tell_departed(const Setup& setup, Planned& planned, ledger::Ledger& ledger) {
    if (planned.since) return {}; // which tells it from the manifests themselves
    const auto earlier =
        ledger.read<std::vector<ledger::AgreementRecord>>([&](ledger::Database& database) {
            return ledger::agreements_of(database, customers_asked_for(planned));
        });
    if (!earlier) return std::unexpected(earlier.error());
    const ledger::Look look = look_of(setup, planned, ledger.now());
    planned.plan.departed = ledger::departed_since(look, *earlier).departed;
    return {};
}

ledger::Attempt<void> leave_agreement(const Setup& setup, const Planned& planned,
                                      const Report* report, ledger::Ledger& ledger) {
    return ledger.write([&](ledger::Database& database) {
        const auto earlier = ledger::agreements_of(database, customers_asked_for(planned));
        const ledger::Look look = look_of(setup, planned, ledger.now());
        for (const ledger::AgreementRecord& agreement : ledger::agreed_now(look, earlier, report))
            ledger::agree(database, agreement);
        for (const std::string& address : ledger::departed_since(look, earlier).addresses)
            ledger::note_departure(database, address);
    });
}

Drift remember_findings(const Setup& setup, const Connection& connection, const Planned& planned) {
    const auto forgetful = [&](const std::string& why, const std::string& hint) {
        setup.terminal().say(fmt::format("warning: {}; since when findings are there is not known, "
                                         "and these are not remembered\n  hint: {}\n",
                                         why, hint));
        return Drift{.findings = planner::findings(planned.plan)};
    };
    const std::string& tenant = planned.loaded.desired.tenant;
    const auto place = ledger_place(setup, tenant, connection.terms().api_url);
    if (!place || !place->location.exists())
        return Drift{.findings = planner::findings(planned.plan)};
    auto opened = ledger::Ledger::open(place->location, place->whose, ledger::Access::create);
    if (!opened) return forgetful(opened.error().message, opened.error().hint);
    auto drift = look_back(setup, planned, **opened);
    if (!drift) return forgetful(drift.error().message, drift.error().hint);
    return std::move(*drift);
}

} // namespace tenantry::cli
