#include "engine/executor/step_record.hpp"

#include "engine/model/explain.hpp"

namespace tenantry::executor {
namespace {

/// As it may be shown: values of variables by their names. What became of each is said where it may
/// be another thing than what became of the step.
Json fields_of(const Change& change, const Outcome& outcome) {
    JsonArray fields;
    for (const FieldChange& field : change.fields) {
        const CallOutcome* const call = outcome.of_field(field.path);
        fields.push_back(
            Json::object({{"path", field.path},
                          {"before", field.before_shown()},
                          {"before_hidden", field.hides_before()},
                          {"after", field.as_written()},
                          {"status", call == nullptr ? Json() : name_of(call->status)}}));
    }
    return Json(std::move(fields));
}

ledger::StepRecord record_of(const Step& step, std::size_t index, const Outcome& outcome,
                             const ledger::Journal& journal) {
    return {.run = journal.run(),
            .number = static_cast<std::int64_t>(index),
            .address = step.address().text(),
            .customer = std::string(step.address().customer()),
            .kind = std::string(step.kind().name),
            .action = std::string(name_of(step.change.action)),
            .outcome = std::string(name_of(outcome.status)),
            .object = outcome.id,
            .ended = journal.now(),
            .fields = fields_of(step.change, outcome),
            .fault = outcome.fault ? without_variables(*outcome.fault, step.change).describe() : "",
            .what_to_check = outcome.what_to_check};
}

} // namespace

void StepRecorder::finished(std::size_t step, const Outcome& outcome) {
    if (journal_ != nullptr) journal_->note(record_of(plan_.steps[step], step, outcome, *journal_));
    next_.finished(step, outcome);
}

} // namespace tenantry::executor
