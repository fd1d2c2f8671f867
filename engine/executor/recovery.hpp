// What to do after an answer that is no plain success: one decision, from what is known. Pure,
// because it decides whether money is spent twice: neither a create nor a purchase is ever repeated
// blindly; the state is looked at, and that decides. step_recover.cpp does the looking and waiting.
#pragma once

#include "engine/model/call.hpp"
#include "engine/model/procedure.hpp"
#include "engine/model/request.hpp"

namespace tenantry::executor {

/// What a call is, as far as it decides.
struct CallFacts {
    bool repeatable = false; // sent twice it does what it does once: the Api has repeated it
    bool makes = false;      // makes or buys something each time that it is sent
    bool buys = false;       // what it writes costs money
    bool keyed = false;      // the API knows by a key what it has made already
    bool has_secret = false; // what it makes has a key that is told once
};

CallFacts facts_of(const Call& call, const Procedure& procedure);

enum class Decision {
    fail,            // the step ends: failed
    give_up,         // refused for good: the step goes on without the call's fields, where it can
    uncertain,       // nobody knows whether it was made: the step ends, and its customer with it
    look,            // whether what it would create is there
    look_until_seen, // the same, a bounded number of times, because lists lag behind
    read,            // what the object has now
    read_again,      // the same after a pause
    adopt,           // what was found is this step's: only what differs is left to do
    go_on,           // with the calls that are left to do
    stale,           // what costs money is not as it was planned: left alone
};

// So often is looked for what an unclear answer may have made.
inline constexpr int looks_after_unclear = 3;

/// After the fault of a call. `has_object`: there is one, so the call is no create; `recoveries`:
/// how often the step has been here before.
Decision after_fault(const CallFacts& call, const Fault& fault, bool has_object, int recoveries);

/// After a look: whether what the call would create was found. A look that failed found nothing.
Decision after_look(const CallFacts& call, const Fault& fault, bool found);

/// What an object shows that was read after the fault of a call to it.
enum class Sight {
    nothing,    // it cannot be read, or is gone
    as_wanted,  // nothing is left to do
    same_call,  // what is left to do begins with the call that failed
    other_call, // it begins with another, as an invitation that can be accepted now
};

/// After the object was read for the `reads`th time, from 1 on. `planned`: what is left to do is
/// what the plan showed.
Decision after_read(const CallFacts& call, const Fault& fault, Sight sight, bool planned,
                    int reads);

} // namespace tenantry::executor
