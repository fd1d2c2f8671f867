// Which part of the tenant a run reads and judges: --customer, --target and --exclude.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/address.hpp"
#include "engine/model/resource.hpp"

#include <string>
#include <vector>

namespace tenantry {

/// A selection by globs over customers and addresses; empty selects everything.
struct Selection {
    std::vector<std::string> customers = {}; // globs over customer names
    std::vector<std::string> targets = {};   // globs over addresses
    std::vector<std::string> excludes = {};

    bool everything() const { return customers.empty() && targets.empty() && excludes.empty(); }
    /// Whether the resource is judged: it or what it lies in is selected, and neither is excluded.
    bool covers(const Address& address) const;
    bool excluded(const Address& address) const;
    bool covers_customer(std::string_view name) const;
};

/// Adds an error for each glob that matches nothing in the manifests: it is a slip, and one in
/// --exclude would have something changed that was meant to be left alone.
void check(const Selection& selection, const Desired& desired, Diagnostics& diagnostics);

} // namespace tenantry
