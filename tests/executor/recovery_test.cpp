// The decisions after a fault, one row each: what they must never do is buy or make twice.
#include "engine/executor/recovery.hpp"

#include <doctest/doctest.h>

using namespace tenantry;
using namespace tenantry::executor;

namespace {

const Fault refused{.category = FaultCategory::refused, .status = 400};
const Fault forbidden{.category = FaultCategory::refused, .status = 403};
const Fault gone{.category = FaultCategory::refused, .status = 404};
const Fault declined{.category = FaultCategory::declined};
const Fault unreachable{.category = FaultCategory::unreachable};
const Fault throttled{.category = FaultCategory::throttled, .status = 429};
const Fault interrupted{.category = FaultCategory::interrupted};
const Fault lost{.category = FaultCategory::lost, .maybe_done = true};
const Fault timed_out{.category = FaultCategory::timed_out, .maybe_done = true};
const Fault broken{.category = FaultCategory::broken, .maybe_done = true, .status = 502};
const Fault unauthorized{.category = FaultCategory::unauthorized, .status = 401};

constexpr CallFacts post{.makes = true};                       // a zone, a member
constexpr CallFacts keyed{.makes = true, .keyed = true};       // an account with its key
constexpr CallFacts purchase{.makes = true, .buys = true};     // a subscription
constexpr CallFacts patch{};                                   // a setting
constexpr CallFacts put{.repeatable = true};                   // a whole object
constexpr CallFacts secret{.makes = true, .has_secret = true}; // a service user
constexpr CallFacts change_of_order{.buys = true};             // what buys, and may be repeated

struct AfterFault {
    const char* says = "";
    CallFacts call = {};
    Fault fault = {};
    bool has_object = false;
    int recoveries = 0;
    Decision decision = Decision::fail;
};

const AfterFault after_faults[] = {
    {"the answer to a create is lost", post, lost, false, 0, Decision::look_until_seen},
    {"a create times out", post, timed_out, false, 0, Decision::look_until_seen},
    {"a gateway breaks a create", post, broken, false, 0, Decision::look_until_seen},
    {"a create is refused: it may be there already", post, refused, false, 0, Decision::look},
    {"the key says it was made a moment ago", keyed, refused, false, 0, Decision::look_until_seen},
    {"a right is missing: nothing was made", post, forbidden, false, 0, Decision::give_up},
    {"what it lies in is gone", post, gone, false, 0, Decision::give_up},
    {"it never got there", post, unreachable, false, 0, Decision::give_up},
    {"the limit outlasted the patience", post, throttled, false, 0, Decision::give_up},
    {"the user stopped it", purchase, interrupted, false, 0, Decision::give_up},
    {"the credential ended", purchase, unauthorized, true, 0, Decision::give_up},
    {"we did not send it", post, declined, false, 0, Decision::give_up},
    {"a purchase is lost", purchase, lost, true, 0, Decision::read},
    {"a purchase is lost where there is no object", purchase, lost, false, 0,
     Decision::look_until_seen},
    {"a purchase is refused", purchase, refused, true, 0, Decision::read},
    {"a change is lost", patch, lost, true, 0, Decision::read},
    {"a change is lost again and again", patch, lost, true, 3, Decision::give_up},
    {"one recovery is left", patch, lost, true, 2, Decision::read},
    {"a PUT was repeated by the Api already", put, lost, true, 0, Decision::give_up},
    {"a service user may exist", secret, lost, false, 0, Decision::uncertain},
    {"a service user is refused", secret, refused, false, 0, Decision::fail},
    {"a service user is not looked for, however often", secret, lost, false, 9,
     Decision::uncertain},
};

struct AfterLook {
    const char* says = "";
    Fault fault = {};
    bool found = false;
    Decision decision = Decision::fail;
};

const AfterLook after_looks[] = {
    {"it shows, and the answer was lost", lost, true, Decision::adopt},
    {"it was there already", refused, true, Decision::adopt},
    {"it does not show, and the answer was lost", lost, false, Decision::uncertain},
    {"it was refused and is not there", refused, false, Decision::fail},
};

struct AfterRead {
    const char* says = "";
    CallFacts call = {};
    Fault fault = {};
    Sight sight = Sight::nothing;
    bool planned = true;
    int reads = 1;
    Decision decision = Decision::fail;
};

using enum Sight;
const AfterRead after_reads[] = {
    {"a purchase that cannot be looked at", purchase, lost, nothing, true, 1, Decision::uncertain},
    {"a change that cannot be looked at", patch, lost, nothing, true, 1, Decision::give_up},
    {"a purchase was refused and cannot be looked at", purchase, refused, nothing, true, 1,
     Decision::give_up},
    {"it shows", purchase, lost, as_wanted, true, 1, Decision::go_on},
    {"it shows although it was refused", patch, refused, as_wanted, true, 1, Decision::go_on},
    {"a purchase does not show yet", purchase, lost, same_call, true, 1, Decision::read_again},
    {"a purchase does not show the second time", purchase, lost, same_call, true, 2,
     Decision::read_again},
    {"a purchase never shows: it is not bought again", purchase, lost, same_call, true, 3,
     Decision::uncertain},
    {"a purchase shows in part: it is not bought again", purchase, lost, other_call, true, 3,
     Decision::uncertain},
    {"an invitation shows, and is to be accepted", post, lost, other_call, true, 1,
     Decision::go_on},
    {"an invitation does not show", post, lost, same_call, true, 3, Decision::uncertain},
    {"a lost change is made again", patch, lost, same_call, true, 1, Decision::go_on},
    {"a refused change is refused", patch, refused, same_call, true, 1, Decision::give_up},
    {"what is there asks for another call", patch, refused, other_call, true, 1, Decision::go_on},
    {"a purchase was refused", purchase, refused, same_call, true, 1, Decision::give_up},
    {"a purchase was refused, and somebody changed it meanwhile", purchase, refused, same_call,
     false, 1, Decision::stale},
    {"an order is changed only as it was planned", change_of_order, lost, same_call, false, 1,
     Decision::stale},
    {"an order that was lost is sent again as it was planned", change_of_order, lost, same_call,
     true, 1, Decision::go_on},
    {"a setting that somebody changed is still ours to write", patch, lost, same_call, false, 1,
     Decision::go_on},
};

} // namespace

TEST_CASE("after a fault: look, read, give up or stay uncertain") {
    for (const AfterFault& row : after_faults) {
        CAPTURE(row.says);
        CHECK(after_fault(row.call, row.fault, row.has_object, row.recoveries) == row.decision);
    }
}

TEST_CASE("after a look for what may have been made") {
    for (const AfterLook& row : after_looks) {
        CAPTURE(row.says);
        CHECK(after_look(post, row.fault, row.found) == row.decision);
    }
}

TEST_CASE("after a read of what may have been changed or bought") {
    for (const AfterRead& row : after_reads) {
        CAPTURE(row.says);
        CHECK(after_read(row.call, row.fault, row.sight, row.planned, row.reads) == row.decision);
    }
}

TEST_CASE("whatever was seen, what may have been bought is never sent again before it shows") {
    for (const Sight sight : {nothing, same_call, other_call}) {
        for (const bool planned : {true, false}) {
            for (int reads = 1; reads <= looks_after_unclear; ++reads) {
                const Decision next = after_read(purchase, lost, sight, planned, reads);
                CHECK((next == Decision::read_again || next == Decision::uncertain));
            }
        }
    }
}

TEST_CASE("the facts of a call") {
    const CallFacts order = facts_of({.method = Method::put, .once = true}, {.buys = true});
    CHECK((order.makes && order.buys && !order.repeatable));
    const CallFacts whole = facts_of({.method = Method::put}, {});
    CHECK((whole.repeatable && !whole.makes && !whole.buys));
    CHECK(facts_of({.method = Method::post, .sameness = "acme"}, {}).keyed);
    CHECK(facts_of({}, {.keeps_key = true}).has_secret);
}
