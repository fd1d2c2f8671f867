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
    failed,
    skipped,     // because a step it waits for was not done
    uncertain,   // a create whose answer never came and whose object is not to be seen
    not_started, // interrupted before its turn
    refused,     // by a guard, or because the live state moved since the plan was saved
};

std::string_view name_of(OutcomeStatus status);

/// What became of one step.
struct Outcome {
    OutcomeStatus status = OutcomeStatus::not_started;
    std::string id = {};             // of the object, where known
    bool adopted = false;            // a create that found its object already there
    Json outputs = {};               // name servers and the like, an object
    std::optional<Fault> fault = {}; // why it failed or is uncertain
    std::string what_to_check = {};  // for uncertain: what the user shall look at
    std::size_t because_of = 0;      // for skipped: index of the step that stopped it
};

/// The outcomes, in the order of the plan's steps.
struct Report {
    std::vector<Outcome> outcomes = {};
    bool interrupted = false;
    std::uint64_t requests = 0;

    std::size_t count(OutcomeStatus status) const;
};

} // namespace tenantry
