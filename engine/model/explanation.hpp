// Where the value of a field came from, what is live, and why there is or is no step: what
// engine/explain finds out and render prints. Values are here as they may be shown: variables by
// their names.
#pragma once

#include "engine/base/json.hpp"
#include "engine/base/source.hpp"
#include "engine/base/time.hpp"
#include "engine/model/address.hpp"
#include "engine/model/kind.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry {

/// What one document says of a field.
struct LayerValue {
    enum class Origin { customer, profile, tenant };
    enum class Effect {
        in_force,   // its value is the one that is wanted
        fills_in,   // of a map: it gives the members that stronger ones leave out
        overridden, // a stronger one says otherwise
        kept_out,   // it stands beside something else than what it was written for
    };

    Origin origin = Origin::customer;
    std::string profile = {}; // its name
    Effect effect = Effect::overridden;
    Json value = {};
    Position position = {};
};

std::string_view name_of(LayerValue::Origin origin);
std::string_view name_of(LayerValue::Effect effect);

/// Why there is a step for a field, or none.
enum class FieldVerdict {
    changes,      // a step changes it
    refused,      // one would, and something refuses it
    locked,       // it differs, and the API lets nobody change it now
    barred,       // an error keeps it out of the plan
    as_wanted,    // nothing differs
    not_compared, // it says which one is meant, or how it is created
    not_known,    // what is live could not be read or understood
    left_alone,   // no document speaks of it
};

std::string_view name_of(FieldVerdict verdict);

/// What the ledger has of a field.
struct FieldRecord {
    Json value = {};
    Time at = {};
    std::string run = {}; // its name; "" where a run only found it as wanted
    std::string by = {};  // who ran that
    std::string outcome = {};
};

struct ExplainedField {
    std::string path = {};
    Json wanted = {};                     // null where nothing is
    std::vector<LayerValue> layers = {};  // the strongest first
    std::string kept_out = {};            // why some of them are
    std::optional<Json> begins_with = {}; // what the schema says that it has where nobody sets it
    std::optional<Json> live = {};
    bool live_hidden = false;  // parts of it may be what a variable held before
    std::string live_why = {}; // why it is not known, or not there
    FieldVerdict verdict = FieldVerdict::left_alone;
    std::string why = {};
    std::string hint = {};
    std::optional<FieldRecord> applied = {};
    std::optional<FieldRecord> agreed = {};
};

/// One resource, or what would be one if somebody wrote it.
struct ExplainedResource {
    Address address = {};
    const Kind* kind = nullptr;
    bool list = false; // not one of these, but the list of them in the resource of this address
    bool managed = true;
    Position position = {};
    std::string id = {};     // of the live object, if there is one
    std::string action = {}; // of its step: "create", "update"; "" without
    bool refused = false;    // by a guard, or by what an earlier run left open
    bool as_wanted = false;  // nothing differs
    std::string why = {};    // for that, or why there is none
    std::string hint = {};
    std::vector<ExplainedField> fields = {};
    std::vector<std::string> left_alone = {}; // fields that no document speaks of
};

/// The answer to one question.
struct Explanation {
    std::string customer = {};
    Position position = {};                        // of the customer
    std::vector<ExplainedResource> resources = {}; // that were asked for
    std::vector<ExplainedResource> below = {};     // what lies in them, without fields
    bool remembered = false;                       // there was a ledger to look into
};

} // namespace tenantry
