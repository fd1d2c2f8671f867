#include "engine/model/explain.hpp"
#include "engine/render/fault_position.hpp"
#include "engine/render/json/members.hpp"
#include "engine/render/render.hpp"

namespace tenantry::render {
namespace {

TryAgain try_again(const Step& step, const Outcome& outcome) {
    // Nobody knows whether it is done: first of all somebody has to look.
    if (outcome.status == OutcomeStatus::uncertain) return TryAgain::later;
    return tenantry::try_again(step.kind(), *outcome.fault);
}

Json fault_json(const Fault& fault, TryAgain again) {
    JsonArray causes;
    for (const Cause& cause : fault.causes)
        causes.push_back(Json::object({{"code", cause.code}, {"message", cause.message}}));
    Json retry_after;
    if (fault.retry_after) retry_after = static_cast<std::int64_t>(fault.retry_after->count());
    return Json::object({{"category", name_of(fault.category)},
                         {"call", fault.call},
                         {"status", fault.status},
                         {"code", fault.code},
                         {"message", fault.message},
                         {"error_chain", std::move(causes)},
                         {"pointer", fault.pointer},
                         {"field", fault.field},
                         {"documentation_url", fault.documentation_url},
                         {"request_id", fault.request_id},
                         {"try_again", name_of(again)},
                         {"retry_after", std::move(retry_after)},
                         {"maybe_done", fault.maybe_done}});
}

Json calls_json(const Step& step, const Outcome& outcome, const Sources& sources) {
    JsonArray calls;
    for (const CallOutcome& call : outcome.calls) {
        const auto& fault = call.fault;
        const TryAgain again = fault ? tenantry::try_again(step.kind(), *fault) : TryAgain::useless;
        const bool one = call.fields.size() == 1;
        const Position place = fault ? fault_position(step, fault)
                               : one ? position_of(*step.change.resource, call.fields[0])
                                     : step.change.resource->position;
        calls.push_back(Json::object({{"call", text_or_null(call.call)},
                                      {"fields", texts_json(call.fields)},
                                      {"status", name_of(call.status)},
                                      {"position", position_json(place, sources)},
                                      {"fault", fault ? fault_json(*fault, again) : Json()}}));
    }
    return Json(std::move(calls));
}

} // namespace

Json outcome_json(const Plan& plan, std::size_t index, const Outcome& outcome,
                  const Sources& sources) {
    const Step& step = plan.steps[index];
    const bool skipped = outcome.status == OutcomeStatus::skipped;
    return Json::object(
        {{"address", step.address().text()},
         {"position", position_json(fault_position(step, outcome.fault), sources)},
         {"status", name_of(outcome.status)},
         {"action", name_of(step.change.action)},
         {"id", text_or_null(outcome.id)},
         {"adopted", outcome.adopted},
         {"outputs", outcome.outputs.is_null() ? Json::object() : outcome.outputs},
         {"fault", outcome.fault ? fault_json(without_variables(*outcome.fault, step.change),
                                              try_again(step, outcome))
                                 : Json()},
         {"calls", calls_json(step, outcome, sources)},
         {"what_to_check", outcome.what_to_check},
         {"because_of", skipped ? Json(plan.steps[outcome.because_of].address().text()) : Json()}});
}

Json report_json(const Plan& plan, const Report& report, const Sources& sources) {
    JsonArray outcomes;
    for (std::size_t i = 0; i < plan.steps.size(); ++i)
        outcomes.push_back(outcome_json(plan, i, report.outcomes[i], sources));
    return Json::object(
        {{"outcomes", std::move(outcomes)},
         {"interrupted", report.interrupted},
         {"unrecorded", report.unrecorded.empty() ? Json() : Json(report.unrecorded)},
         {"requests", count_json(report.requests)}});
}

} // namespace tenantry::render
