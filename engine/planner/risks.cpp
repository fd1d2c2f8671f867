#include "engine/planner/risks.hpp"

#include "engine/diff/diff.hpp"

#include <algorithm>
#include <string>

namespace tenantry::planner {
namespace {

/// The id of the live object of this kind that a step lies in, or "".
std::string owner_of(const Step& step, std::string_view kind) {
    const auto found = std::ranges::find(step.bindings, kind, &Binding::slot);
    return found == step.bindings.end() ? std::string() : found->id;
}

/// The name of a right, as the catalogue of its account has it, or every account's. A right that is
/// in no catalogue has the name it is written with, unless that is an id.
std::string name_of(const Grant& grant, const Step& step, const KindTable& kinds,
                    const Live& live) {
    const Catalogue& catalogue = kinds.catalogue(grant.catalogue);
    const auto* entries = live.catalogue(catalogue.name, owner_of(step, catalogue.owner));
    if (entries != nullptr) {
        const auto found = std::ranges::find(*entries, grant.written, &CatalogueEntry::id);
        if (found != entries->end()) return found->name;
    }
    const auto known = std::ranges::find(catalogue.known, grant.written, &KnownEntry::id);
    if (known != catalogue.known.end()) return std::string(known->name);
    return diff::is_catalogue_id(grant.written) ? std::string() : grant.written;
}

/// What stands for a right in a message: the variable that it came from, if it did.
std::string shown(const Grant& grant, const Change& change) {
    const auto same = [&](const Reference& reference) {
        return reference.catalogue == grant.catalogue && reference.written == grant.written;
    };
    const auto found = std::ranges::find_if(change.references, same);
    if (found != change.references.end() && found->shown != found->written) return found->shown;
    return grant.name.empty() ? grant.written : grant.name;
}

} // namespace

void add_risks(Step& step, const KindTable& kinds, const Live& live) {
    const Kind& kind = step.kind();
    step.grants = kind.grants(step.change);
    for (Grant& grant : step.grants) {
        grant.name = name_of(grant, step, kinds, live);
        grant.shown = shown(grant, step.change);
    }
    step.risks = kind.risks(step.change, step.grants);
    if (step.money && step.money->downgrade) {
        const bool perhaps = step.money->perhaps_downgrade;
        step.risks.push_back({"downgrade",
                              perhaps ? "this is perhaps less than the customer has now"
                                      : "this is less than the customer has now",
                              "",
                              step.change.fields.empty() ? step.change.resource->position
                                                         : step.change.fields.front().position});
    }
}

} // namespace tenantry::planner
