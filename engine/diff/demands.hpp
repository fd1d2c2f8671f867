// What changes ask of the tenant that an account belongs to, and whether it may have it: enterprise
// accounts, partial zones, moves (API reference, section 3). What the API does not tell counts as
// allowed, but for demands that have to be proved.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/diff/match.hpp"
#include "engine/model/change.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/live.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace tenantry::diff {

/// The demands of the changes of one set of resources. Refers to all that it is made from.
class Demands {
public:
    Demands(const KindTable& kinds, const Desired& desired, const Matches& matches,
            const Live& live)
        : kinds_(kinds), desired_(desired), matches_(matches), live_(live) {}

    std::vector<Demand> of(const Change& change) const;
    /// The ids of the tenants that the account belongs to in which the resource lies: where it is
    /// and where it shall be. Empty when that is not known.
    std::set<std::string> tenants_of(const Resource& resource) const;
    /// Adds an error for each demand of a change that is not met.
    void check(const Change& change, Diagnostics& diagnostics) const;

private:
    using ExistingNames = std::unordered_set<std::string>;

    const ExistingNames& names_of(const Kind& kind) const;
    void check(const Demand& demand, const std::string& tenant, const Change& change,
               Diagnostics& diagnostics) const;

    const KindTable& kinds_;
    const Desired& desired_;
    const Matches& matches_;
    const Live& live_;
    mutable std::map<const Kind*, ExistingNames> names_; // canonical, of what is wanted or live
};

} // namespace tenantry::diff
