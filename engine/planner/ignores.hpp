// Ignore documents and severities held against findings. Pure; which day it is, is an argument.
//
// A pattern means a thing and all that lies in it, as everywhere. An Ignore document that has ended
// keeps nothing quiet any more; what it says about itself then is in check_ignores() (planner.hpp).
#pragma once

#include "engine/model/finding.hpp"
#include "engine/model/kind.hpp"
#include "engine/selection/selection.hpp"

#include <map>
#include <span>
#include <string_view>
#include <vector>

namespace tenantry::planner {

/// Scopes of rules, compiled. What they were made from outlives it.
class Scopes {
public:
    Scopes(const KindTable& kinds, std::vector<const FindingScope*> scopes);

    bool empty() const { return scopes_.empty(); }
    /// Those that fit address and class, in their order.
    std::vector<std::size_t> about(const Finding& finding) const;
    /// Whether one of them is about a field as well; "" for what has no fields.
    bool fits(std::size_t scope, std::string_view path) const;

private:
    const KindTable& kinds_;
    std::vector<const FindingScope*> scopes_;
    std::vector<std::size_t> everywhere_;                  // those that name no address
    std::multimap<std::string_view, std::size_t> exactly_; // by address
    std::vector<std::size_t> of_pattern_;                  // by pattern: whose it is
    Patterns patterns_;
};

/// Gives each finding the severity that the first fitting rule says.
void overrule(std::vector<Finding>& findings, const KindTable& kinds,
              std::span<const SeverityRule> rules);

/// Moves what documents that still hold keep quiet from the findings of a drift to what is ignored.
/// `used` tells of each document whether it holds, and keeps anything quiet.
void ignore(Drift& drift, const KindTable& kinds, std::span<const Ignore> ignores, Day today,
            std::vector<bool>& used);

} // namespace tenantry::planner
