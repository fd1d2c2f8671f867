#include "tools/cli/hindsight.hpp"

#include "engine/planner/planner.hpp"
#include "tools/cli/ledger_place.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <memory>
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
ledger::Attempt<Recollection> look_back(const Setup& setup, const Planned& planned,
                                        ledger::Ledger& ledger) {
    const ledger::RunId id = ledger::new_run_id(ledger.now());
    return ledger.change<Recollection>([&](ledger::Database& database) {
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
        return Recollection{.drift = std::move(drift), .at = look.at};
    });
}

/// The ledger of this tenant; null where there is none.
ledger::Attempt<std::unique_ptr<ledger::Ledger>>
open_ledger(const Setup& setup, const Connection& connection, const Planned& planned) {
    const auto place =
        ledger_place(setup, planned.loaded.desired.tenant, connection.terms().api_url);
    if (!place || !place->location.exists()) return nullptr;
    return ledger::Ledger::open(place->location, place->whose, ledger::Access::create);
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

Recollection remember_findings(const Setup& setup, const Connection& connection,
                               const Planned& planned) {
    Recollection forgetful{.drift = {.findings = planner::findings(planned.plan)}};
    const auto warn = [&](const Trouble& trouble) {
        setup.terminal().say(fmt::format("warning: {}; since when findings are there is not known, "
                                         "and these are not remembered\n  hint: {}\n",
                                         trouble.message, trouble.hint));
    };
    auto opened = open_ledger(setup, connection, planned);
    if (!opened) warn(opened.error());
    if (!opened || *opened == nullptr) return forgetful;
    auto found = look_back(setup, planned, **opened);
    if (found) return std::move(*found);
    warn(found.error());
    return forgetful;
}

void leave_news(const Setup& setup, const Connection& connection, const Planned& planned,
                ledger::Time at) {
    const auto opened = open_ledger(setup, connection, planned);
    const auto left = opened && *opened != nullptr
                          ? (*opened)->write([&](ledger::Database& database) {
                                ledger::forget_findings_since(database, at);
                            })
                          : ledger::Attempt<void>();
    if (opened && left) return;
    const Trouble& trouble = opened ? left.error() : opened.error();
    setup.terminal().say(fmt::format("warning: {}; the next drift takes these findings for known\n"
                                     "  hint: {}\n",
                                     trouble.message, trouble.hint));
}

} // namespace tenantry::cli
