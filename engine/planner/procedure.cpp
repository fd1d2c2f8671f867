#include "engine/planner/procedure.hpp"

#include "engine/model/natural_key.hpp"
#include "engine/planner/service_users.hpp"

#include <algorithm>

namespace tenantry::planner {
namespace {

Opening opening_of(const Step& step) {
    const Kind& kind = step.kind();
    if (step.change.action == Action::update) {
        const bool whole = std::ranges::any_of(step.calls, &Call::replaces);
        return whole || kind.buys() ? Opening::refresh : Opening::send;
    }
    // In something that the same run makes there is nothing yet, unless it comes with it.
    const bool in_new = std::ranges::any_of(
        step.bindings, [](const Binding& binding) { return binding.from_step != Binding::known; });
    return in_new && !kind.one_per_parent && !kind.buys() ? Opening::look_if_adopted
                                                          : Opening::look;
}

} // namespace

Procedure procedure_of(const Step& step, const KindTable& kinds, const Live& live) {
    const Kind& kind = step.kind();
    const bool creates = step.change.action == Action::create;
    const NaturalKey key(kinds.schema_of(kind));
    Procedure procedure;
    procedure.keeps_key = has_key(kind, kinds);
    // The API has no list of what has a key.
    procedure.opening = procedure.keeps_key ? Opening::send : opening_of(step);
    const bool reads = procedure.opening != Opening::send;
    procedure.completes = (creates || reads) && kind.reading.part.concerns(*step.change.resource);
    procedure.proves = kind.writing.reads_back && (!creates || kind.buys());
    procedure.until_seen = creates && key.exists() && key.unique() == Uniqueness::none;
    // Where there is no list any more, each field costs a call.
    if (live.unlisted.contains(kind.name)) {
        procedure.requests_to_read = std::max<std::size_t>(1, step.change.resource->fields.size());
    }
    return procedure;
}

} // namespace tenantry::planner
