// What goes over the wire and what comes back, without saying how: a request, a response, and a
// fault when there is no usable response.
#pragma once

#include "engine/base/json.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenantry {

enum class Method { get, post, put, patch, remove };

std::string_view name_of(Method method);

/// Whether sending the request twice is the same as sending it once (GET, PUT of the whole object,
/// and DELETE).
bool repeatable(Method method);

/// One request, complete: ids are in the path, values in the query, both not yet percent-encoded in
/// the query and already encoded in the path. The path is relative to the base URL:
/// "/accounts/023e".
struct Request {
    Method method = Method::get;
    std::string path = {};
    std::vector<std::pair<std::string, std::string>> query = {};
    Json body = {};                   // null: no body
    std::string idempotency_key = {}; // empty: no such header
    /// How long it may wait for its turn, where it says something that holds for a while alone.
    std::optional<std::chrono::milliseconds> sendable_for = {};
    std::string shape = {}; // the path with its slots: "/accounts/{account}"
    bool once = false; // never sent again after an unclear answer, whatever the method: it buys

    /// "GET /zones?name=acme.example", for messages.
    std::string describe() const;
};

/// A 2xx answer whose envelope says success. `result` and `result_info` are the envelope's members,
/// null when the API left them out (API reference, section 1.3).
struct Response {
    int status = 0;
    Json result = {};
    Json result_info = {};
    std::size_t bytes = 0;       // of the body
    std::string request_id = {}; // the Cf-Ray header
};

/// Why there is no usable response.
enum class FaultCategory {
    unreachable,  // no connection: nothing was sent
    timed_out,    // no answer in time
    lost,         // the connection broke before the answer was complete
    unauthorized, // 401, and 403 or 400 that speak of the credential itself
    refused,      // any other 4xx: the API understood and said no, also for want of a right
    throttled,    // 429 that outlasted the patience
    broken,       // 5xx, or an answer that is not the API's envelope
    declined,     // by us, in our own words: not sent, or not taken for done
    interrupted,  // stopped by the user before it was sent
};

std::string_view name_of(FaultCategory category);

/// One link of an error's chain: why the error before it came about.
struct Cause {
    std::int64_t code = 0; // 0: none
    std::string message = {};
};

/// Whether the same call could fare better.
enum class TryAgain { now, later, useless };

std::string_view name_of(TryAgain again);

/// A fault tells what the world answered, so that a message can repeat it. `maybe_done` is the
/// important bit: the server may have done the work although no answer says so.
struct Fault {
    FaultCategory category = FaultCategory::broken;
    bool maybe_done = false;
    int status = 0;                     // 0: no HTTP answer
    std::int64_t code = 0;              // first error of the envelope, 0: none
    std::string message = {};           // the API's words, or ours when it had none
    std::vector<Cause> causes = {};     // the error chain of the first error
    std::string pointer = {};           // source.pointer, as "/settings/abuse_contact_email"
    std::string field = {};             // the manifest's field that it means, where one is known
    std::string documentation_url = {}; // as sent by the API
    std::string request_id = {};        // the Cf-Ray header
    std::optional<std::chrono::seconds> retry_after = {};
    /// Whether another try may fare better, where that is known: a gateway says it, and a
    /// certificate that is not accepted stays so.
    std::optional<bool> retryable = {};
    bool waited_out = false; // not sent: it waited longer than Request::sendable_for
    std::string right = {};  // what the call takes, where it was refused for want of that
    std::string call = {};   // "POST /accounts"

    /// Whether it concerns what was asked for alone: the API said no, also by a 403, since the same
    /// credential may do other things, or said nothing that makes sense. A lost network or a
    /// blocked credential concerns all, and going on would only repeat it.
    bool concerns_one() const;
    /// Whether the credential is fine and lacks a right (API reference, section 23).
    bool lacks_right() const;
    /// Whether it is of an answer that was a success and still makes no sense.
    bool unclear() const { return category == FaultCategory::broken && status == 0; }
    /// "POST /accounts answered 403: account creation not allowed (code 1002)".
    std::string summary() const;
    /// The summary with the chain of causes, in one line.
    std::string describe() const;
    TryAgain try_again() const;
};

} // namespace tenantry
