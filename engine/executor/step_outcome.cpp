// What a step has to say when it does not go on: failed, uncertain, or moved since it was planned.
#include "engine/executor/step_run.hpp"

#include "engine/base/text.hpp"
#include "engine/model/canonical.hpp"

namespace tenantry::executor {
namespace {

/// What a plan goes by: its id, or the class where the API shows no more.
std::string goes_by(const LiveObject& plan) {
    const std::string_view id = plan.text_of("plan_id");
    return ascii_lower(id.empty() ? plan.text_of("rate_plan") : id);
}

/// Whether a plan of the same class goes by another id than when it was seen: what is ordered by
/// the id of then would take away what the customer has now.
bool has_another_id(const LiveObject* then, const LiveObject* now) {
    if (then == nullptr || now == nullptr) return false;
    if (then->fields.empty() || now->fields.empty()) return false;
    return goes_by(*then) != goes_by(*now);
}

} // namespace

std::string StepRun::moved_field() const {
    if (!change_.fields.empty() && kind_.buys() &&
        has_another_id(step_.change.live, change_.live)) {
        return "rate_plan";
    }
    const Schema& schema = run_.kinds.schema_of(kind_);
    for (const FieldChange& field : change_.fields) {
        const FieldChange* planned = step_.change.field(field.path);
        // Which components come with the free plan of a new zone nobody knew before.
        const bool untold = planned != nullptr && planned->before.is_null() &&
                            kind_.one_per_parent && step_.change.live == nullptr;
        if (untold) continue;
        const Schema& facts = *schema.field(field.path);
        const bool one_wish =
            planned != nullptr && kind_.same_wish(field.path, planned->before, field.before);
        if (one_wish) continue;
        const bool same =
            planned != nullptr &&
            (planned->before == field.before || (same_value(planned->before, field.before, facts) &&
                                                 same_value(field.before, planned->before, facts)));
        if (!same) return field.path;
    }
    return {};
}

Fault StepRun::moved(const std::string& field) const {
    return {.category = FaultCategory::declined,
            .message = "its " + field +
                       " has changed since the plan was made, so it was left as it is: run plan "
                       "again",
            .call = calls_.empty() ? "" : calls_.front().describe()};
}

Outcome StepRun::failed(Fault fault) {
    Outcome outcome = outcome_;
    // Interrupted before its first call was sent, a step is as if it had never begun.
    const bool untouched =
        next_ == 0 && recoveries_ == 0 && !outcome_.adopted && outcome_.calls.empty();
    if (fault.category == FaultCategory::interrupted && untouched) {
        outcome.status = OutcomeStatus::not_started;
    } else {
        note_rest();
        outcome.calls = outcome_.calls;
        outcome.status = outcome_.wrote() ? OutcomeStatus::partly : OutcomeStatus::failed;
    }
    outcome.fault = std::move(fault);
    return outcome;
}

Outcome StepRun::failed(const Call& call, Fault fault) {
    // What was interrupted was not sent.
    if (fault.category != FaultCategory::interrupted) {
        note(call, CallStatus::failed, fault);
        drop(fields_of(call));
    }
    return failed(std::move(fault));
}

Outcome StepRun::uncertain(const Call& call, Fault fault) {
    note(call, CallStatus::failed, fault);
    drop(fields_of(call));
    note_rest();
    const Schema& schema = run_.kinds.schema_of(kind_);
    const std::string_view name = change_.resource->text_of(schema.field_with(IdentityRole::name));
    Outcome outcome = outcome_;
    outcome.status = OutcomeStatus::uncertain;
    outcome.fault = std::move(fault);
    outcome.what_to_check =
        has_id() ? "it is not clear whether the " + kind_.title() +
                       " was changed: it does not show now. Wait a minute, then run plan: it shows "
                       "what is still to do"
                 : "it is not clear whether the " + kind_.title() + " " + in_quotes(name) +
                       " was created: it is not in the list now. Wait a minute, then run plan: "
                       "it finds it if it is there, and plans to create it if not";
    return outcome;
}

} // namespace tenantry::executor
