// What one plan covers: the selected part, and the customers that an error keeps from being
// planned. Not IdentityRole::scope, the field that tells objects of one name apart.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/match.hpp"
#include "engine/model/resource.hpp"
#include "engine/selection/selection.hpp"

#include <set>
#include <string>

namespace tenantry::planner {

using CustomerNames = std::set<std::string, std::less<>>;

/// Refers to all that it is made from.
class Scope {
public:
    Scope(const Desired& desired, const Selection& selection);

    /// Whether a resource is selected, or something that lies in it is.
    bool judges(const Resource& resource) const {
        return judged_.empty() || judged_.contains(resource.address.text());
    }

    /// Reports diagnostics about selected resources and their parents, and drops the others. An
    /// account that cannot be matched keeps its zones from being judged. An error refuses the
    /// customer.
    void report(const Diagnostic& diagnostic, Diagnostics& diagnostics);

    /// A diagnostic speaks of one resource; what it keeps from being decided can concern another
    /// customer's too, as when two manifests match one account.
    void refuse_unmatched(const Matches& matches);

    void refuse(const Resource& resource) { refused_.emplace(resource.address.customer()); }
    bool refused(const Resource& resource) const {
        return refused_.contains(resource.address.customer());
    }
    const CustomerNames& refused() const { return refused_; }

    bool covers(const Resource& resource) const { return selection_.covers(resource.address); }
    /// Whether anything of a customer is selected.
    bool holds(const Customer& customer) const {
        return selection_.everything() || customers_.contains(customer.name);
    }

private:
    const Desired& desired_;
    const Selection& selection_;
    std::set<std::string, std::less<>> judged_; // addresses; empty: all
    CustomerNames customers_;                   // of what is selected
    CustomerNames refused_;
};

} // namespace tenantry::planner
