#include "engine/manifest/keep.hpp"

#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <set>
#include <string>
#include <vector>

namespace tenantry::manifest {
namespace {

std::string first_part(const std::string& path) { return path.substr(0, path.find('.')); }

std::set<std::string> known_fields(const Kind& kind, const Schema& schema, const Desired& desired) {
    std::set<std::string> known;
    for (const auto& [name, field] : schema.properties)
        known.insert(name);
    for (const Resource& resource : desired.resources) {
        if (resource.kind != &kind) continue;
        for (const Field& field : resource.fields)
            known.insert(first_part(field.path));
    }
    return known;
}

} // namespace

void check_keep(const Desired& desired, const KindTable& kinds, Diagnostics& diagnostics) {
    for (const KeptField& kept : desired.guards.keep) {
        const Kind& kind = *kinds.find(kept.kind);
        const Schema& schema = kinds.schema_of(kind);
        if (!schema.names_some()) continue; // it has all there are
        const std::set<std::string> known = known_fields(kind, schema, desired);
        const std::string name = first_part(kept.path);
        if (known.contains(name)) continue;
        const std::vector<std::string> names(known.begin(), known.end());
        std::string hint = suggest(name, names);
        if (hint.empty()) hint = "check its id in Cloudflare's API documentation";
        diagnostics.add({.code = "manifest.unknown-field",
                         .summary = fmt::format("no {} field {} is known that could be kept",
                                                kind.title(), in_quotes(name)),
                         .hint = std::move(hint),
                         .position = kept.position});
    }
}

} // namespace tenantry::manifest
