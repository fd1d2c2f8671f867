#include "engine/explanation/recorded_fields.hpp"

#include <algorithm>
#include <string>

namespace tenantry::explanation {
namespace {

const Json* change_of(const ledger::StepRecord& step, const std::string& path) {
    if (step.fields.items() == nullptr) return nullptr;
    const auto found = std::ranges::find_if(
        *step.fields.items(), [&](const Json& field) { return field.text_of("path") == path; });
    return found == step.fields.items()->end() ? nullptr : &*found;
}

} // namespace

void remember(const Past& past, const Resource& resource, std::string_view object,
              ExplainedField& field) {
    const auto is_of_it = [&](const auto& record) {
        const bool known = !object.empty() && record.object == object;
        return record.address == resource.address.text() ||
               (known && record.kind == resource.kind->name);
    };
    for (const ledger::StepRecord& step : past.steps) {
        if (!is_of_it(step) || (step.outcome != "done" && step.outcome != "partly")) continue;
        const Json* const change = change_of(step, field.path);
        const bool later = !field.applied || step.ended >= field.applied->at;
        if (change == nullptr || !later) continue;
        const Json* const after = change->find("after");
        const auto run = past.runs.find(step.run);
        field.applied = {.value = after == nullptr ? Json() : *after,
                         .at = step.ended,
                         .run = ledger::name_of_run(step.run),
                         .by = run == past.runs.end() ? "" : run->second.head.who.user,
                         .outcome = step.outcome};
    }
    for (const ledger::AgreementRecord& agreement : past.agreements) {
        if (!is_of_it(agreement)) continue;
        const Json* const value = agreement.fields.find(field.path);
        if (value != nullptr) field.agreed = {.value = *value, .at = agreement.at};
    }
}

} // namespace tenantry::explanation
