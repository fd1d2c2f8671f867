// Where this run's ledger is, and opening it: for the commands that write it, and for those that
// only look.
#pragma once

#include "engine/ledger/ledger.hpp"
#include "tools/cli/setup.hpp"

#include <expected>
#include <memory>
#include <string>

namespace tenantry::cli {

/// A ledger that is to be: whose it is, and where.
struct LedgerPlace {
    ledger::Whose whose = {};
    ledger::Location location = {}; // that does not exist for --ledger none
};

/// What --ledger or the configuration says, else the file of this tenant in the user's folder.
std::expected<LedgerPlace, Refusal> ledger_place(const Setup& setup, const std::string& tenant,
                                                 const std::string& api_url);

std::expected<std::unique_ptr<ledger::Ledger>, Refusal> open_ledger(const LedgerPlace& place,
                                                                    ledger::Access access);

/// For commands that only look while they plan: what cannot be read is said as a warning, and
/// nothing is remembered then. Null also where there is none yet.
std::expected<std::unique_ptr<ledger::Ledger>, Refusal>
look_into_ledger(const Setup& setup, const std::string& tenant, const std::string& api_url);

/// For commands about the ledger itself: that of the manifests' tenant, which need not be sound.
std::expected<std::unique_ptr<ledger::Ledger>, Refusal> ledger_of_manifests(Setup& setup,
                                                                            ledger::Access access);

/// A file of the ledger that others than its owner may read or write is said as a warning: it holds
/// names, e-mail addresses and what was bought.
void warn_of_loose_rights(const Setup& setup, const LedgerPlace& place);

std::unexpected<Refusal> refuse(const Trouble& trouble);

/// Who runs, for the record and for locks.
ledger::Who who_runs(const Setup& setup);

} // namespace tenantry::cli
