// What the ledger holds, as values: runs, the calls and steps of each, who holds which customer.
#pragma once

#include "engine/base/json.hpp"
#include "engine/base/time.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tenantry::ledger {

using tenantry::Time;
using Clock = std::function<Time()>;

/// One run's number: its time and some luck, so that two machines never take the same.
using RunId = std::int64_t;

/// "mi5k2x0abcd", as people name a run; and back.
std::string name_of_run(RunId run);
std::optional<RunId> run_named(std::string_view name);

/// Who runs, as far as the system and its variables tell.
struct Who {
    std::string user = {};
    std::string host = {};
    std::string process = {};  // tells a process of one host from any other there ever was
    std::string pipeline = {}; // the address of the job, where it is one
    std::string revision = {}; // the commit of the manifests, where it is known
};

struct RunHead {
    std::string command = {}; // "apply"
    std::string tenant = {};
    std::string api = {};
    std::string credential = {}; // its name, never its secret
    std::string version = {};    // of the program
    Who who = {};
};

struct RunRecord {
    RunId id = 0;
    RunHead head = {};
    Time began = {};
    Time heard = {}; // when it last said that it is there
    std::optional<Time> ended = {};
    std::string result = {}; // "running", "done", "partly", ...; "killed" is found out, not written
    std::int64_t steps = 0;  // that ended
    std::int64_t done = 0;   // of these
};

/// What became of a call.
enum class Fate {
    open,     // about to be sent; no answer is recorded
    done,     // the API says so
    failed,   // surely not done
    unclear,  // nobody knows: an answer that never came or makes no sense
    happened, // it was open or unclear, and was found done
    did_not,  // it was open or unclear, and was found not done
};

std::string_view name_of(Fate fate);
std::optional<Fate> fate_named(std::string_view name);

/// One call that writes: it is here, open, before the first byte is sent. One that makes, buys or
/// invites is looked for by later runs until its end is known.
struct CallRecord {
    RunId run = 0;
    std::int64_t number = 0; // within its run
    std::string address = {};
    std::string customer = {};
    std::string kind = {};
    std::string call = {}; // "POST /accounts"
    bool makes = false;
    std::string key = {}; // its Idempotency-Key, if it has one
    Time began = {};
    std::optional<Time> ended = {};
    Fate fate = Fate::open;
    std::string object = {}; // the id of what was made, where it is known
    int status = 0;          // of HTTP, where there was an answer
    std::string request_id = {};
    std::string fault = {}; // in words
};

/// What became of one step.
struct StepRecord {
    RunId run = 0;
    std::int64_t number = 0; // in the plan, from 0 on
    std::string address = {};
    std::string customer = {};
    std::string kind = {};
    std::string action = {};  // "create", "update"
    std::string outcome = {}; // as in the report: "done", "failed", ...
    std::string object = {};
    Time ended = {};
    Json fields = {}; // [{path, before, after}], as they may be shown
    std::string fault = {};
    std::string what_to_check = {};
};

/// What manifest and tenant agreed on when a run looked last: of one resource, the fields that were
/// live as they were wanted. So what differs later can be told to have moved on one side.
struct AgreementRecord {
    std::string address = {};
    std::string customer = {};
    std::string kind = {};
    std::string object = {}; // the live object's id
    std::string source = {}; // the customer's file, by its whole path; "" when it has left
    Time at = {};
    Json fields = {}; // {path: value}, as they may be shown

    bool operator==(const AgreementRecord&) const = default;
};

/// A finding of a drift, or one field of it.
struct FindingRecord {
    std::string address = {};
    std::string finding_class = {}; // "missing", "different", "unmanaged"
    std::string path = {};          // of the field; "" where it is of the whole
    std::string customer = {};
    std::string kind = {};
    std::string cause = {}; // "live", "manifest", "unknown"
    Time since = {};        // when it was found first
    Time seen = {};         // and last
    std::optional<Time> gone = {};
};

/// Who holds a customer that was asked for.
struct Holder {
    std::string customer = {};
    RunRecord run = {};
};

} // namespace tenantry::ledger
