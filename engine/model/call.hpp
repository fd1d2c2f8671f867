// A request before its ids are known. Ids are the only holes, and they are kept apart from the text
// that users write: a slot is named, never spelt inside a value, so no name can pose as one.
#pragma once

#include "engine/model/request.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenantry {

/// A query parameter: a value, or the id that `slot` stands for.
struct Parameter {
    std::string name = {};
    std::string value = {};
    std::string slot = {};
};

/// The place in a body, as "account.id", where the id that `slot` stands for goes.
struct BodySlot {
    std::string path = {};
    std::string slot = {};
};

/// One call of the API. `path` is a template of the kind: "/accounts/{account}/members"; a slot is
/// named like the kind whose id it holds.
struct Call {
    Method method = Method::get;
    std::string path = {};
    std::vector<Parameter> query = {};
    Json body = {};
    std::vector<BodySlot> body_slots = {};
    /// What makes two of these the same, where the API takes an Idempotency-Key (API reference,
    /// section 1.5): that is made of it and of the time.
    std::string sameness = {};
    bool echoes = false;  // sends back what is not managed: begins with a fresh read
    bool once = false;    // buys or moves something: never repeated blindly, not even a PUT
    bool as_user = false; // only the customer's service user itself can make it
    /// The fields that it writes, where other calls write the rest; empty: all that change.
    std::vector<std::string> fields = {};

    /// Whether sending it twice is the same as sending it once.
    bool repeatable() const { return !once && tenantry::repeatable(method); }

    /// Whether it replaces what is there as a whole, also what is not managed.
    bool replaces() const { return echoes || method == Method::put; }

    /// "POST /zones", "PUT /accounts/{account}".
    std::string describe() const { return std::string(name_of(method)) + " " + path; }
};

/// The id that stands for a slot of one step: known, or made by an earlier step.
struct Binding {
    static constexpr std::size_t known = SIZE_MAX;

    std::string slot = {};
    std::string id = {};
    std::size_t from_step = known;
};

} // namespace tenantry
