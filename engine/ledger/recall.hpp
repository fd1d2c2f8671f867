// A plan held against what earlier runs left open, as often as it takes: who plans reads what is
// live, makes the plan and asks, and does so again while lists may lag behind what those runs made.
// This reads the ledger; reading what is live, planning and waiting are left to who asks.
#pragma once

#include "engine/ledger/store.hpp"
#include "engine/ledger/unsettled.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tenantry::ledger {

/// What became of what was open.
struct Remembered {
    std::vector<CallRecord> settled = {};
    /// Of creates that did not come about: the key to send again, by address.
    std::map<std::string, std::string, std::less<>> earlier_keys = {};
    /// Open, and of nothing that the manifests speak of.
    std::vector<CallRecord> orphaned = {};
    /// What a person has to look at.
    std::vector<Repeat> unanswered = {};
};

/// Why the plan cannot be carried out yet.
struct Lull {
    std::vector<Repeat> waiting = {};     // at least one
    std::chrono::milliseconds left = {};  // until no list lags behind any more
    std::chrono::milliseconds pause = {}; // before what is live is read again
};

class Recall {
public:
    /// `unit` is a second, and less in tests: how long lists may lag is told in it.
    Recall(Ledger& ledger, std::chrono::milliseconds unit);

    /// Right before what is live is read.
    void begin_reading() { read_at_ = ledger_.now(); }
    /// After the plan was made of that: nothing when all that was open is answered.
    Attempt<std::optional<Lull>> hold_against(const Plan& plan, const Desired& desired,
                                              const Matches& matches);
    /// What is known when there is nothing to wait for.
    Remembered conclude();

private:
    Ledger& ledger_;
    std::chrono::milliseconds unit_;
    Patience patience_;
    Time read_at_ = {};
    Unsettled found_ = {};
};

/// Writes down what was found out.
Attempt<void> write_settled(Ledger& ledger, const Remembered& remembered);

/// Refuses the steps of customers of which something stays open, each saying what to look at.
void refuse_unanswered(const Remembered& remembered, Plan& plan);

} // namespace tenantry::ledger
