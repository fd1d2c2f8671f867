#include "tools/cli/drift_options.hpp"

namespace tenantry::cli {

FindingSeverity DriftOptions::least() const {
    return severity_named(min_severity).value_or(FindingSeverity::low);
}

std::optional<FindingSeverity> DriftOptions::fails_on() const { return severity_named(fail_on); }

} // namespace tenantry::cli
