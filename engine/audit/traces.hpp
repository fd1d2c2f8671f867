// What an entry of an audit log has to be about, to explain a finding.
#pragma once

#include "engine/audit/audit.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace tenantry::audit {

/// What is looked for, for one finding.
struct Trace {
    std::string account = {};     // in whose log; "": in none
    std::string why_nowhere = {}; // then
    std::string customer = {};    // in whose lane
    Time since = {};
    std::optional<Time> agreed = {};
    std::vector<std::string> paths = {}; // of calls that make such a difference
    std::vector<std::string> ids = {};   // of the object, where it has one of its own
    std::string own = {};                // its path: what else lies there is about something else
    std::string zone = {};               // the zone whose setting it is, by these names:
    std::vector<std::string> fields = {};
    bool removed = false;   // it was there, and is not
    bool made = false;      // it is there, and nobody wants it
    std::string name = {};  // of what was removed, in canonical form
    std::string above = {}; // the path in front of its id
    const Kind* kind = nullptr;
};

/// One for each finding that is shown, in their order.
std::vector<Trace> traces_of(const Drift& drift, const Scene& scene);

} // namespace tenantry::audit
