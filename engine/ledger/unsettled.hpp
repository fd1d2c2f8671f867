// What earlier runs leave open: calls that may have made something that no list shows yet. A pure
// function from a plan and the record to what is known, what has to be waited for, and what only a
// person can tell.
//
// A plan is asked, not each list: whoever would send the same call for the same resource again has
// not seen what the earlier one made, whatever its kind. While lists may lag behind, the answer is
// to wait and to read again; after that what was never answered has not happened. What the API said
// it sold and never showed is left to a person, for a day: to buy it again would be dear.
#pragma once

#include "engine/ledger/records.hpp"
#include "engine/model/match.hpp"
#include "engine/model/plan.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace tenantry::ledger {

/// How long lists may take to show what was made, from the call on, and what was bought.
struct Patience {
    std::chrono::milliseconds made{60'000};
    std::chrono::milliseconds bought{120'000};
};

/// A step that would do again what an earlier call may have done.
struct Repeat {
    CallRecord call = {};
    std::size_t step = 0; // of the plan
    Time until = {};      // when no list lags behind any more
};

struct Unsettled {
    /// Shown now: what they made is there, with its id where that is known.
    std::vector<CallRecord> happened = {};
    /// To be read again, and waited for until then.
    std::vector<Repeat> waiting = {};
    /// Nothing came of them, in all the time that lists may take: the step may send it.
    std::vector<Repeat> did_not = {};
    /// Open, and of nothing that the manifests speak of.
    std::vector<CallRecord> orphaned = {};
    /// Nobody but a person can tell.
    std::vector<Repeat> unanswered = {};
};

/// `calls` are fresh_calls(); `read_at` is when the reading of what is live began.
Unsettled find_unsettled(const Plan& plan, const Desired& desired, const Matches& matches,
                         const std::vector<CallRecord>& calls, Time read_at,
                         const Patience& patience);

/// Since when what was done must be looked at.
Time look_back(Time now, const Patience& patience);

/// What a person has to look at, and how to say what is so.
std::string what_to_settle(const Repeat& repeat, const Plan& plan);

} // namespace tenantry::ledger
