// One apply in the ledger: it is there before anything is sent, holds its customers until it ends,
// and takes the record of all that it does.
#pragma once

#include "engine/ledger/ledger.hpp"
#include "engine/model/plan.hpp"
#include "tools/cli/connection.hpp"
#include "tools/cli/ledger_place.hpp"

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::cli {

class LedgerRun {
public:
    /// Opens the ledger, begins a run and takes the customers, waiting for those that others hold
    /// as long as --lock-timeout says. Null for --ledger none.
    static std::expected<std::unique_ptr<LedgerRun>, Refusal>
    begin(const Setup& setup, Connection& connection, const ledger::RunHead& head,
          std::vector<std::string> customers);
    /// Ends it as "stopped" if nobody has ended it.
    ~LedgerRun();
    LedgerRun(const LedgerRun&) = delete;
    LedgerRun& operator=(const LedgerRun&) = delete;

    ledger::Ledger& ledger() { return *ledger_; }
    ledger::Journal& journal() { return *journal_; }
    std::string name() const { return ledger::name_of_run(id_); }
    std::string ledger_name() const { return ledger_->name(); }

    /// Refuses the steps of customers that others hold.
    void refuse_held(Plan& plan) const;
    /// Gives up the customers that the plan does nothing for.
    std::optional<Trouble> keep_those_of(const Plan& plan);
    /// All is written, and nothing is held any more.
    std::optional<Trouble> end(std::string_view result);

private:
    LedgerRun(Connection& connection, std::unique_ptr<ledger::Ledger> ledger, ledger::RunId id);

    std::expected<void, Refusal> take(const Setup& setup, Connection& connection,
                                      std::vector<std::string> customers,
                                      std::chrono::milliseconds patience, const ledger::Who& who);

    Connection& connection_;
    std::unique_ptr<ledger::Ledger> ledger_;
    ledger::RunId id_;
    std::vector<ledger::Holder> held_ = {}; // by others
    std::vector<std::string> own_ = {};
    std::optional<ledger::Journal> journal_ = {};
    bool ended_ = false;
};

/// "the run mi5k2x0abcd of ops on runner-1 (https://ci.example/7), since 12 minutes", for people.
std::string holder_in_words(const ledger::Holder& holder, ledger::Time now);

} // namespace tenantry::cli
