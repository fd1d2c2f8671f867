#include "engine/executor/recovery.hpp"

namespace tenantry::executor {
namespace {

// What stays unclear so often is given up: something is wrong that repeating won't mend.
constexpr int most_recoveries = 3;

/// Whether the state may now be other than we know, so that a look is worth a call: an unclear
/// answer, or a refusal such as "already exists".
bool worth_a_look(const Fault& fault) {
    const bool refused = fault.category == FaultCategory::refused;
    return fault.maybe_done || (refused && fault.status != 403 && fault.status != 404);
}

} // namespace

CallFacts facts_of(const Call& call, const Procedure& procedure) {
    return {.repeatable = call.repeatable(),
            .makes = call.once || call.method == Method::post,
            .buys = procedure.buys,
            .keyed = !call.sameness.empty(),
            .has_secret = procedure.keeps_key};
}

Decision after_fault(const CallFacts& call, const Fault& fault, bool has_object, int recoveries) {
    // A second key would be another one, so nothing is looked for and nothing repeated.
    if (call.has_secret) return fault.maybe_done ? Decision::uncertain : Decision::fail;
    if (call.repeatable || !worth_a_look(fault) || recoveries >= most_recoveries)
        return Decision::give_up;
    if (has_object) return Decision::read;
    // What the key knows already has been made, perhaps a moment ago and by another run.
    return fault.maybe_done || call.keyed ? Decision::look_until_seen : Decision::look;
}

Decision after_look(const CallFacts&, const Fault& fault, bool found) {
    if (found) return Decision::adopt;
    return fault.maybe_done ? Decision::uncertain : Decision::fail;
}

Decision after_read(const CallFacts& call, const Fault& fault, Sight sight, bool planned,
                    int reads) {
    // It may have been made, and must not be made twice, so it is worth waiting for.
    const bool made_maybe = call.makes && fault.maybe_done;
    if (sight == Sight::nothing) return made_maybe ? Decision::uncertain : Decision::give_up;
    if (sight == Sight::as_wanted) return Decision::go_on;
    // What was made shows when something else is left to do; what is bought shows as a whole.
    const bool shows = sight == Sight::other_call && !call.buys;
    if (made_maybe && !shows)
        return reads < looks_after_unclear ? Decision::read_again : Decision::uncertain;
    if (call.buys && !planned) return Decision::stale;
    // Refused and still not as wanted: the API means it, unless another call is left now.
    const bool meant = !fault.maybe_done && sight == Sight::same_call;
    return meant ? Decision::give_up : Decision::go_on;
}

} // namespace tenantry::executor
