// All steps, in order: what `plan` prints and `apply` carries out. A plan is data; it refers to the
// Desired and Live it was made from, which outlive it.
#pragma once

#include "engine/model/change.hpp"
#include "engine/model/kind.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tenantry {

/// One change, the calls that carry it out, and the steps (by index) it waits for.
struct Step {
    Change change = {};
    std::vector<Call> calls = {};
    std::vector<Binding> bindings = {};
    std::vector<std::size_t> waits_for = {};
    /// A create is done only when the list shows its object: names may repeat in this kind, so a
    /// run that follows at once and does not see it would make another.
    bool until_seen = false;

    const Address& address() const { return change.resource->address; }
    const Kind& kind() const { return *change.resource->kind; }
};

/// A live object that lies in a managed list and stands in no manifest.
struct Unmanaged {
    const Kind* kind = nullptr;
    const LiveObject* live = nullptr;
    Address address = {};
    Position position = {}; // of the resource whose list does not name it, if there is one
};

struct Plan {
    std::vector<Step> steps = {}; // a step stands behind those it waits for
    std::vector<Unmanaged> unmanaged = {};
    std::size_t customers = 0;             // selected
    std::size_t customers_unchanged = 0;   // of these, without a step
    std::vector<std::string> refused = {}; // customers that errors keep from being planned
    std::size_t resources = 0;             // judged

    std::size_t count(Action action) const;
    /// About how many calls apply will send: looks before creates and reads before PUT included.
    std::size_t calls() const;
};

} // namespace tenantry
