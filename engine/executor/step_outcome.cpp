// What a step has to say when it ends: failed, uncertain, or done as far as it could be.
#include "engine/executor/step_work.hpp"

#include "engine/base/text.hpp"
#include "engine/model/natural_key.hpp"

#include <algorithm>

namespace tenantry::executor {

Outcome failed(StepWork& work, Fault fault) {
    Outcome outcome = work.outcome();
    if (fault.category == FaultCategory::interrupted && work.is_untouched()) {
        outcome.status = OutcomeStatus::not_started;
    } else {
        work.note_rest();
        outcome.calls = work.outcome().calls;
        outcome.status = outcome.wrote() ? OutcomeStatus::partly : OutcomeStatus::failed;
    }
    outcome.fault = std::move(fault);
    return outcome;
}

Outcome failed(StepWork& work, const Call& call, Fault fault) {
    // What was interrupted was not sent.
    if (fault.category != FaultCategory::interrupted) {
        work.note(call, CallStatus::failed, fault);
        work.drop(work.fields_of(call));
    }
    return failed(work, std::move(fault));
}

Outcome uncertain(StepWork& work, const KindTable& kinds, const Call& call, Fault fault) {
    work.note(call, CallStatus::failed, fault);
    work.drop(work.fields_of(call));
    work.note_rest();
    const std::string_view name = NaturalKey(kinds.schema_of(work.kind())).name_of(work.resource());
    Outcome outcome = work.outcome();
    outcome.status = OutcomeStatus::uncertain;
    outcome.fault = std::move(fault);
    outcome.what_to_check =
        work.has_id()
            ? "it is not clear whether the " + work.kind().title() +
                  " was changed: it does not show now. Wait a minute, then run plan: it shows "
                  "what is still to do"
            : "it is not clear whether the " + work.kind().title() + " " + in_quotes(name) +
                  " was created: it is not in the list now. Wait a minute, then run plan: "
                  "it finds it if it is there, and plans to create it if not";
    return outcome;
}

Outcome finished(const StepWork& work) {
    Outcome outcome = work.outcome();
    outcome.status = OutcomeStatus::done;
    const auto failed = std::ranges::find(outcome.calls, CallStatus::failed, &CallOutcome::status);
    if (failed == outcome.calls.end()) return outcome;
    outcome.status = outcome.wrote() ? OutcomeStatus::partly : OutcomeStatus::failed;
    outcome.fault = failed->fault;
    return outcome;
}

} // namespace tenantry::executor
