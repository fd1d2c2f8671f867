// What became of each step of a plan: the honest record of a run, also of one that failed.
#pragma once

#include "engine/base/json.hpp"
#include "engine/model/request.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry {

enum class OutcomeStatus {
    done,
    partly, // some of its calls are done, others not: see Outcome::calls
    failed,
    skipped,     // because a step it waits for was not done
    uncertain,   // a create whose answer never came and whose object is not to be seen
    not_started, // interrupted before its turn
    refused,     // by a guard, or because the live state moved since the plan was saved
};

std::string_view name_of(OutcomeStatus status);

enum class CallStatus {
    done,
    failed,    // refused, or nobody knows
    not_tried, // after a fault that concerns all
};

std::string_view name_of(CallStatus status);

/// What became of one call of a step and of the fields that it writes. Without a call: of a field
/// for which none could be made, as a setting that is locked.
struct CallOutcome {
    CallStatus status = CallStatus::done;
    std::string call = {};                // "PATCH /zones/{zone}/settings/ssl", or ""
    std::vector<std::string> fields = {}; // of the manifest, sorted
    std::optional<Fault> fault = {};      // why it failed
};

/// What became of one step.
struct Outcome {
    OutcomeStatus status = OutcomeStatus::not_started;
    std::string id = {};             // of the object, where known
    bool adopted = false;            // a create that found its object already there
    Json outputs = {};               // name servers and the like, an object
    std::optional<Fault> fault = {}; // why it failed or is uncertain
    std::string what_to_check = {};  // for uncertain: what the user shall look at
    std::size_t because_of = 0;      // for skipped: index of the step that stopped it
    /// What was sent, in order, and what was not because of what came before it.
    std::vector<CallOutcome> calls = {};

    /// Whether something is otherwise now because of it.
    bool wrote() const;
    /// What became of a field; null where nothing speaks of it.
    const CallOutcome* of_field(std::string_view path) const;
};

/// The outcomes, in the order of the plan's steps.
struct Report {
    std::vector<Outcome> outcomes = {};
    bool interrupted = false;
    std::uint64_t requests = 0;
    /// Why the ledger lacks some of this; "" when it has all, or there is none.
    std::string unrecorded = {};

    std::size_t count(OutcomeStatus status) const;
    bool wrote() const;
};

} // namespace tenantry
