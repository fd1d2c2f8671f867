// Customers with a service user: their keys are looked up in the store, and each gets the lane in
// which its user works.
#pragma once

#include "engine/model/health.hpp"
#include "engine/reader/reader.hpp"
#include "tools/cli/connection.hpp"
#include "tools/cli/planned.hpp"
#include "tools/cli/setup.hpp"

#include <expected>
#include <vector>

namespace tenantry::cli {

/// Opens the lanes of the selected customers. What is wrong with the store ends the run before it
/// sends anything; what is wrong with one user leaves its customer alone.
std::expected<reader::Unusable, Refusal> open_lanes(Setup& setup, Connection& connection,
                                                    const Planned& planned);

/// The store and the users in it, for the doctor.
std::vector<Check> examine_store(Setup& setup, Connection& connection);

} // namespace tenantry::cli
