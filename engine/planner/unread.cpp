#include "engine/planner/unread.hpp"

#include "engine/model/explain.hpp"

#include <string>

namespace tenantry::planner {

std::vector<bool> lying_in(const ClosedLists& lists, const Desired& desired) {
    std::vector<bool> lies(desired.resources.size(), false);
    if (lists.empty()) return lies;
    // What lies in a resource stands behind it.
    for (std::size_t i = 0; i < desired.resources.size(); ++i) {
        const Resource& resource = desired.resources[i];
        if (resource.parent == Resource::none) continue;
        const Resource* parent = &desired.resources[resource.parent];
        lies[i] = lies[resource.parent] || lists.contains(std::pair(resource.kind, parent));
    }
    return lies;
}

Diagnostic unread_list(const Unread& unread, const Resource& parent, const Kind& kind, bool alone) {
    const std::string what(parent.kind == &kind ? kind.detail.word : kind.plural);
    const std::string unable = what.empty() ? "" : "cannot read its " + what + ": ";
    Diagnostic diagnostic{.code = "plan.unread",
                          .summary = unable + unread.fault.summary(),
                          .subject = parent.address.text(),
                          .position = parent.position};
    explain(diagnostic, kind, unread.fault);
    if (alone) {
        diagnostic.notes.push_back(
            {"what stands in that list is left as it is; all else of the customer goes on"});
    }
    return diagnostic;
}

} // namespace tenantry::planner
