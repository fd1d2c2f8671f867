#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/diff/diff.hpp"
#include "engine/exporter/exporter.hpp"
#include "engine/exporter/roots.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry::exporter {
namespace {

/// Adds a mistake for a pattern that no root has.
void add_unknown(const std::string& pattern, const std::vector<LiveObject>& roots,
                 Diagnostics& mistakes) {
    std::vector<std::string> names;
    names.reserve(roots.size());
    for (const LiveObject& root : roots)
        names.push_back(root.name);
    std::string hint = suggest(pattern, names);
    if (hint.empty())
        hint = fmt::format("the credential sees {}; write a name, a pattern as 'Acme*', or an id",
                           counted(roots.size(), "account"));
    mistakes.add({.code = "export.unknown-account",
                  .summary = "no account is named " + in_quotes(pattern),
                  .hint = std::move(hint)});
}

/// The tags of the units that a name or tag means.
std::set<std::string, std::less<>> units_named(const std::string& unit, const Kind& kind,
                                               const KindTable& kinds, const Live& live,
                                               Diagnostics& mistakes) {
    const Schema& schema = kinds.schema_of(kind);
    const std::string_view scope = schema.field_with(IdentityRole::scope);
    const Catalogue& catalogue = kinds.catalogue(schema.property(scope)->catalogue);
    std::set<std::string, std::less<>> tags;
    std::vector<std::string> names;
    if (const std::vector<CatalogueEntry>* entries = live.catalogue(catalogue.name)) {
        for (const CatalogueEntry& entry : *entries) {
            names.push_back(entry.name);
            if (entry.name == unit || entry.id == unit) tags.insert(entry.id);
        }
    }
    for (const LiveObject& root : live.of(kind.name))
        if (root.text_of(scope) == unit) tags.insert(unit);
    if (!tags.empty()) return tags;
    std::string hint = suggest(unit, names);
    if (const Fault* fault = diff::why_unread(catalogue, live)) {
        hint = "the units could not be read: " + fault->describe();
    } else if (hint.empty()) {
        hint = names.empty() ? "the credential sees no unit" : "known are " + join(names, ", ");
    }
    mistakes.add({.code = "export.unknown-unit",
                  .summary = "no unit is named " + in_quotes(unit),
                  .hint = std::move(hint)});
    return tags;
}

/// Takes out what manifests name; where it is wanted all the same, that is a mistake.
void judge_managed(const KindTable& kinds, const Kind& kind, const Desired& manifests,
                   const Live& live, bool unmanaged, std::set<std::string, std::less<>>& chosen,
                   Diagnostics& mistakes) {
    Matches matches;
    diff::match_kind(kind, kinds, manifests, live, matches);
    const Resource* first = nullptr;
    std::size_t count = 0;
    for (std::size_t i = 0; i < matches.of.size(); ++i) {
        const LiveObject* object = matches.of[i].live;
        if (object == nullptr || chosen.erase(object->id) == 0) continue;
        if (first == nullptr) first = &manifests.resources[i];
        ++count;
    }
    if (unmanaged || first == nullptr) return;
    mistakes.add(
        {.code = "export.managed",
         .summary = fmt::format("{} in a manifest already",
                                count == 1 ? "1 of these accounts is"
                                           : fmt::format("{} of these accounts are", count)),
         .hint = "leave them out by --unmanaged, or name another folder by --into",
         .subject = first->address.text(),
         .position = first->position});
}

} // namespace

std::set<std::string, std::less<>> choose(const KindTable& kinds, const Live& live,
                                          const AccountChoice& wanted, const Desired& manifests,
                                          Diagnostics& mistakes) {
    std::set<std::string, std::less<>> chosen;
    for (const Kind* kind : kinds.kinds()) {
        if (!is_root(kinds, *kind)) continue;
        const std::vector<LiveObject>& roots = live.of(kind->name);
        for (const LiveObject& root : roots)
            if (wanted.names.empty()) chosen.insert(root.id);
        for (const std::string& pattern : wanted.names) {
            bool known = false;
            for (const LiveObject& root : roots) {
                if (root.id != pattern && !matches_glob(root.name, pattern)) continue;
                known = true;
                chosen.insert(root.id);
            }
            if (!known) add_unknown(pattern, roots, mistakes);
        }
        if (!wanted.unit.empty()) {
            const auto tags = units_named(wanted.unit, *kind, kinds, live, mistakes);
            const std::string_view scope = kinds.schema_of(*kind).field_with(IdentityRole::scope);
            for (const LiveObject& root : roots)
                if (!tags.contains(root.text_of(scope))) chosen.erase(root.id);
        }
        judge_managed(kinds, *kind, manifests, live, wanted.unmanaged, chosen, mistakes);
    }
    return chosen;
}

} // namespace tenantry::exporter
