// Which part of the tenant a run reads and judges: --customer, --selector, --target, --exclude and
// --since. What is selected has to pass all of them.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/address.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/resource.hpp"
#include "engine/selection/labels.hpp"
#include "engine/selection/patterns.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tenantry {

/// What select() found: decided once for all that the manifests name.
class Selected;

/// A selection by patterns over customers and addresses (patterns.hpp), and by labels; empty
/// selects everything.
struct Selection {
    std::vector<std::string> customers = {}; // patterns over customer names
    std::vector<std::string> targets = {};   // patterns over addresses
    std::vector<std::string> excludes = {};
    std::vector<LabelSelector> selectors = {};
    /// Of these customers alone, by name; nothing: of all. Whoever compares manifests of two times
    /// decides it.
    std::optional<std::set<std::string, std::less<>>> only = {};
    std::shared_ptr<const Selected> selected = {}; // needed by what follows, unless everything is

    bool everything() const {
        return customers.empty() && targets.empty() && excludes.empty() && selectors.empty() &&
               !only;
    }
    /// Whether the resource is judged: it or what it lies in is selected, and neither is excluded.
    bool covers(const Address& address) const;
    bool excluded(const Address& address) const;
    /// `name` as it stands in addresses.
    bool covers_customer(std::string_view name) const;
};

/// The selection looked up in the manifests, which it can be asked about from then on; `kinds`
/// outlives it. Adds an error for each pattern and each label that nothing in them has: it is a
/// slip, and one in --exclude would have something changed that was meant to be left alone.
Selection select(Selection selection, const KindTable& kinds, const Desired& desired,
                 Diagnostics& diagnostics);

} // namespace tenantry
