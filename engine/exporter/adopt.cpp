#include "engine/exporter/adopt.hpp"

#include "engine/exporter/values.hpp"
#include "engine/model/natural_key.hpp"

#include <algorithm>
#include <map>

namespace tenantry::exporter {
namespace {

/// The adoptions of one file, by their index.
using BySource = std::map<std::uint32_t, std::vector<std::size_t>>;

/// Whether the live name is one that the manifest has left behind: then it is the manifest that
/// renames, and not somebody at the dashboard.
bool is_renamed_here(const Resource& resource, const Schema& schema, const NaturalKey& key,
                     const LiveObject& live) {
    const Field* before = resource.field(schema.field_with(IdentityRole::previously));
    if (before == nullptr || before->value.items() == nullptr) return false;
    return std::ranges::any_of(*before->value.items(), [&](const Json& name) {
        return name.text() != nullptr && key.canonical(*name.text()) == key.of(live);
    });
}

/// Finds what is to be written back.
std::vector<Adoption> find(const KindTable& kinds, const Desired& desired, const Matched& live,
                           const Selection& selection) {
    std::vector<Adoption> found;
    for (std::size_t i = 0; i < desired.resources.size(); ++i) {
        const Resource& resource = desired.resources[i];
        const Schema& schema = kinds.schema_of(*resource.kind);
        const std::string id(schema.field_with(IdentityRole::id));
        const Match& match = live.matches.of[i];
        if (id.empty() || match.live == nullptr || match.undecided) continue;
        if (!selection.covers(resource.address)) continue;
        const NaturalKey key(schema);
        const Field* name = resource.field(key.field());
        if (name == nullptr) continue;
        const bool pinned = resource.field(id) != nullptr;
        const bool variable = desired.written.contains(name->position);
        if (!pinned) {
            found.push_back({&resource, id, match.live->id, "", name->position});
        } else if (key.of(resource) != key.of(*match.live) &&
                   !is_renamed_here(resource, schema, key, *match.live)) {
            std::string why = variable ? "a variable stands there" : "";
            if (const auto unfit = misfit(Json(match.live->name), *schema.property(key.field())))
                why = "no manifest can hold the new name: " + *unfit;
            found.push_back({&resource, std::string(key.field()), match.live->name,
                             std::string(key.name_of(resource)), name->position, std::move(why)});
        }
    }
    return found;
}

/// Writes those of one file into its text.
std::string written(const std::vector<std::size_t>& indices, std::uint32_t source,
                    const std::string& text, std::vector<Adoption>& adoptions) {
    constexpr const char* not_simple =
        "the name does not stand in one line there, or YAML would read the file otherwise, or take "
        "the new one for a variable";
    std::vector<manifest::Replacement> replacements;
    std::vector<std::size_t> replaced;
    for (const std::size_t i : indices) {
        const Adoption& adoption = adoptions[i];
        if (adoption.instead_of.empty() || !adoption.why_not.empty()) continue;
        replacements.push_back({adoption.position, Json(adoption.value)});
        replaced.push_back(i);
    }
    const manifest::EditedText names = manifest::replace_values(source, text, replacements);
    for (std::size_t i = 0; i < replaced.size(); ++i)
        if (!names.written[i]) adoptions[replaced[i]].why_not = not_simple;
    std::vector<manifest::Insertion> insertions;
    std::vector<std::size_t> inserted;
    for (const std::size_t i : indices) {
        const Adoption& adoption = adoptions[i];
        if (!adoption.instead_of.empty()) continue;
        insertions.push_back({adoption.position, adoption.field, Json(adoption.value)});
        inserted.push_back(i);
    }
    // A name that another took the place of stands in its own item: what lies behind it in the line
    // moves, and no other item's name stands there.
    const manifest::EditedText ids = manifest::insert_members(source, names.text, insertions);
    for (std::size_t i = 0; i < inserted.size(); ++i)
        if (!ids.written[i]) adoptions[inserted[i]].why_not = not_simple;
    return ids.text;
}

} // namespace

Adopted adopt(const KindTable& kinds, const manifest::Loaded& manifests, const Matched& live,
              const Selection& selection) {
    Adopted adopted{.adoptions = find(kinds, manifests.desired, live, selection)};
    BySource by_source;
    for (std::size_t i = 0; i < adopted.adoptions.size(); ++i)
        by_source[adopted.adoptions[i].position.source].push_back(i);
    for (const auto& [source, indices] : by_source) {
        const std::string& text = manifests.sources[source].text;
        std::string now = written(indices, source, text, adopted.adoptions);
        if (now != text) adopted.files.push_back({source, std::move(now)});
    }
    return adopted;
}

} // namespace tenantry::exporter
