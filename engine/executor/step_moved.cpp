// Whether what a step meets is what its plan was made from, and whether its kind takes it as it is.
#include "engine/executor/step_work.hpp"

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

std::vector<Diagnostic> objections(const StepWork& work, const Live& live) {
    // Nobody judged this object when the plan was made: as far as is known, it is the only one.
    Live found;
    found.self = live.self;
    found.objects[std::string(work.kind().name)].push_back(*work.object());
    Diagnostics said;
    const Change* const change = &work.change();
    if (work.kind().writing.check != nullptr) work.kind().writing.check(work.change(), found, said);
    if (work.kind().writing.check_all != nullptr)
        work.kind().writing.check_all(std::span(&change, 1), found, said);
    std::vector<Diagnostic> errors = said.all();
    std::erase_if(errors, [](const Diagnostic& each) { return each.severity != Severity::error; });
    return errors;
}

std::string moved_field(const StepWork& work, const KindTable& kinds) {
    const Procedure& procedure = work.step().procedure;
    if (!work.change().fields.empty() && procedure.buys &&
        has_another_id(work.step().change.live, work.change().live)) {
        return "rate_plan";
    }
    const Schema& schema = kinds.schema_of(work.kind());
    for (const FieldChange& field : work.change().fields) {
        const FieldChange* planned = work.step().change.field(field.path);
        // Which components come with the free plan of a new zone nobody knew before.
        const bool untold = planned != nullptr && planned->before.is_null() &&
                            procedure.opening == Opening::look_at_given;
        if (untold) continue;
        const Schema& facts = *schema.field(field.path);
        const bool one_wish =
            planned != nullptr && work.kind().same_wish(field.path, planned->before, field.before);
        if (one_wish) continue;
        const bool same =
            planned != nullptr &&
            (planned->before == field.before || (same_value(planned->before, field.before, facts) &&
                                                 same_value(field.before, planned->before, facts)));
        if (!same) return field.path;
    }
    return {};
}

Fault moved(const StepWork& work, const std::string& field) {
    return {.category = FaultCategory::declined,
            .message = "its " + field +
                       " has changed since the plan was made, so it was left as it is: run plan "
                       "again",
            .call = work.calls().empty() ? "" : work.calls().front().describe()};
}

} // namespace tenantry::executor
