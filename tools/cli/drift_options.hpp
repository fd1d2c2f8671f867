// What drift is asked for beside the part of the tenant: how severe findings have to be, to be
// shown and to fail, and the Ignore documents to write.
#pragma once

#include "engine/model/drift_rules.hpp"

#include <optional>
#include <string>

namespace tenantry::cli {

struct DriftOptions {
    FindingSeverity least() const;
    /// From which severity on a finding makes the exit code 2; nothing where --fail-on is not
    /// given.
    std::optional<FindingSeverity> fails_on() const;

    std::string min_severity = "low"; // one of the four
    std::string fail_on = {};
    std::string write_ignore = {}; // a file
    std::string until = {};        // a day
    std::string export_to = {};    // a file, for what no manifest names
    std::string why = {};
    std::string notify = {}; // "exec:PROGRAM"
    std::string notify_on = "new";
    bool who = false; // is asked of the audit logs
};

} // namespace tenantry::cli
