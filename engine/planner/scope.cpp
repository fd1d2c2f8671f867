#include "engine/planner/scope.hpp"

namespace tenantry::planner {

Scope::Scope(const Desired& desired, const Selection& selection)
    : desired_(desired), selection_(selection) {
    if (selection.everything()) return;
    judged_.insert(""); // so that a selection of nothing is not one of everything
    for (const Resource& resource : desired.resources) {
        if (!selection.covers(resource.address)) continue;
        customers_.emplace(resource.address.customer());
        judged_.insert(resource.address.text());
        for (std::size_t above = resource.parent; above != Resource::none;
             above = desired.resources[above].parent) {
            judged_.insert(desired.resources[above].address.text());
        }
    }
}

void Scope::report(const Diagnostic& diagnostic, Diagnostics& diagnostics) {
    const Address address = Address::parse(diagnostic.subject);
    if (!judged_.empty() && !judged_.contains(address.text())) return;
    if (diagnostic.severity == Severity::error) refused_.emplace(address.customer());
    diagnostics.add(diagnostic);
}

void Scope::refuse_unmatched(const Matches& matches) {
    for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
        const Resource& resource = desired_.resources[i];
        if (matches.of[i].undecided && covers(resource)) refuse(resource);
    }
}

} // namespace tenantry::planner
