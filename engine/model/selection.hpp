// Which part of the tenant a run reads and judges: --customer, --selector, --target and --exclude.
// What is selected has to pass all four.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/address.hpp"
#include "engine/model/labels.hpp"
#include "engine/model/resource.hpp"

#include <set>
#include <string>
#include <vector>

namespace tenantry {

/// A selection by globs over customers and addresses, and by labels; empty selects everything.
struct Selection {
    std::vector<std::string> customers = {}; // globs over customer names
    std::vector<std::string> targets = {};   // globs over addresses
    std::vector<std::string> excludes = {};
    std::vector<LabelSelector> selectors = {};
    /// The customers that meet every selector, as resolve() found them: until then selectors cover
    /// nobody.
    std::set<std::string, std::less<>> labelled = {};

    bool everything() const {
        return customers.empty() && targets.empty() && excludes.empty() && selectors.empty();
    }
    /// Whether the resource is judged: it or what it lies in is selected, and neither is excluded.
    bool covers(const Address& address) const;
    bool excluded(const Address& address) const;
    bool covers_customer(std::string_view name) const;
};

/// The selection with its labels looked up in the manifests. Adds an error for each glob and each
/// label that nothing in them has: it is a slip, and one in --exclude would have something changed
/// that was meant to be left alone.
Selection resolve(Selection selection, const Desired& desired, Diagnostics& diagnostics);

} // namespace tenantry
