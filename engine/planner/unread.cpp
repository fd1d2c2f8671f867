#include "engine/planner/unread.hpp"

#include "engine/base/text.hpp"
#include "engine/diff/diff.hpp"
#include "engine/model/explain.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
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
    const std::string what(parent.kind == &kind ? kind.reading.part.word : kind.plural);
    const std::string unable = what.empty() ? "" : fmt::format("cannot read its {}: ", what);
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

namespace {

Diagnostic unread_catalogue(const Catalogue& catalogue, const Fault& fault) {
    Diagnostic diagnostic{.code = "plan.unread",
                          .summary = fmt::format("cannot read the {}, so nobody knows which {} "
                                                 "this is: {}",
                                                 catalogue.words, catalogue.word, fault.summary())};
    explain(diagnostic, fault);
    diagnostic.notes.push_back({fmt::format("customers that name no {} go on", catalogue.word)});
    return diagnostic;
}

} // namespace

Diagnostics unread_names(const KindTable& kinds, const Desired& desired, const Live& live,
                         const Scope& scope) {
    Diagnostics found;
    std::map<std::string_view, Position> places; // by catalogue
    const bool all_read = std::ranges::none_of(
        live.unread, [](const Unread& unread) { return unread.parent.empty(); });
    if (all_read) return found;
    for (const Resource& resource : desired.resources) {
        if (resource.kind->reading.catalogues.empty() || !scope.judges(resource)) continue;
        for (const diff::Mention& mention : diff::mentions(resource, kinds)) {
            const Catalogue& catalogue = *mention.catalogue;
            const Fault* const fault = diff::why_unread(catalogue, live);
            if (fault == nullptr) continue;
            const diff::Resolved resolved = diff::look_up(mention.written, catalogue, "", live);
            if (resolved.how != diff::Resolved::How::not_read) continue;
            Diagnostic diagnostic = unread_catalogue(catalogue, *fault);
            diagnostic.subject = resource.address.text();
            diagnostic.position = places.emplace(catalogue.name, mention.position).first->second;
            found.add(std::move(diagnostic));
        }
    }
    return found;
}

} // namespace tenantry::planner
