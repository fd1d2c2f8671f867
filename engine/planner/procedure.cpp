#include "engine/planner/procedure.hpp"

#include "engine/model/natural_key.hpp"
#include "engine/planner/service_users.hpp"

#include <algorithm>

namespace tenantry::planner {
namespace {

Opening opening_of(const Step& step, bool buys) {
    if (step.change.action == Action::update) {
        const bool whole = std::ranges::any_of(step.calls, &Call::replaces);
        return whole || buys ? Opening::refresh : Opening::send;
    }
    // In what is new, too: billing answers 500 for a while after a zone was made (API reference,
    // section 7), so that an order that comes first would be uncertain.
    if (step.kind().comes_with_parent()) return Opening::look_at_given;
    // In something that the same run makes there is nothing yet, unless another run, with another
    // ledger, has bought it there meanwhile.
    const bool in_new = std::ranges::any_of(
        step.bindings, [](const Binding& binding) { return binding.from_step != Binding::known; });
    return in_new && !buys ? Opening::look_if_adopted : Opening::look;
}

} // namespace

Procedure procedure_of(const Step& step, const KindTable& kinds, const Live& live) {
    const Kind& kind = step.kind();
    const bool creates = step.change.action == Action::create;
    const NaturalKey key(kinds.schema_of(kind));
    Procedure procedure;
    procedure.buys = kind.buys();
    procedure.keeps_key = has_key(kind, kinds);
    // The API has no list of what has a key.
    procedure.opening = procedure.keeps_key ? Opening::send : opening_of(step, procedure.buys);
    const bool reads = procedure.opening != Opening::send;
    procedure.completes = (creates || reads) && kind.reading.part.concerns(*step.change.resource);
    procedure.proves = kind.writing.reads_back && (!creates || procedure.buys);
    procedure.until_seen = creates && key.exists() && key.unique() == Uniqueness::none;
    // Where there is no list any more, each field costs a call.
    if (live.unlisted.contains(kind.name)) {
        procedure.requests_to_read = std::max<std::size_t>(1, step.change.resource->fields.size());
    }
    return procedure;
}

} // namespace tenantry::planner
