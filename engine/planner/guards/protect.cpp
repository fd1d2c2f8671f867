// What is protected is a thing, not a spelling: a step is held against every name that its
// resource, and what it lies in, has in the manifest, had before, and has at the API now.
#include "engine/base/text.hpp"
#include "engine/diff/diff.hpp"
#include "engine/planner/guards/rule.hpp"
#include "engine/selection/selection.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <unordered_map>

namespace tenantry::planner {
namespace {

using LiveNames = std::unordered_map<std::string_view, std::string>; // by id

/// Names of live objects that can have another one in the manifest than a canonical form shows.
LiveNames names_that_move(const KindTable& kinds, const Live& live) {
    LiveNames names;
    for (const Kind* kind : kinds.kinds()) {
        const Schema& schema = kinds.schema_of(*kind);
        const std::string_view part = schema.field_with(IdentityRole::part);
        if (part.empty() && schema.field_with(IdentityRole::previously).empty()) continue;
        for (const LiveObject& object : live.of(kind->name)) {
            const std::string_view told = part.empty() ? part : object.text_of(part);
            names.emplace(object.id, object.name + (told.empty() ? "" : "@" + std::string(told)));
        }
    }
    return names;
}

/// Tells the identities what the resource of a step, and all that it lies in, is called at the API.
void add_live_names(const Step& step, const Desired& desired, const LiveNames& names,
                    Identities& identities) {
    auto index = static_cast<std::size_t>(step.change.resource - desired.resources.data());
    for (; index != Resource::none; index = desired.resources[index].parent) {
        const auto binding =
            std::ranges::find(step.bindings, desired.resources[index].kind->name, &Binding::slot);
        if (binding == step.bindings.end()) continue;
        const auto name = names.find(binding->id);
        if (name != names.end()) identities.also_called(index, name->second);
    }
}

void judge_protect(Review& review) {
    const std::vector<std::string>& protect = review.guards().protect;
    if (protect.empty()) return;
    const Desired& desired = review.desired();
    const Patterns patterns(review.kinds(), protect);
    const LiveNames names = names_that_move(review.kinds(), review.live());
    Identities identities(review.kinds(), desired);
    review.each_step(protect_rule.name, "", [&](const Step& step) -> std::optional<Breach> {
        add_live_names(step, desired, names, identities);
        const Resource* resource = step.change.resource;
        const auto index = static_cast<std::size_t>(resource - desired.resources.data());
        const auto found = patterns.find(identities.of(index));
        if (!found) return std::nullopt;
        return Breach{.what = "no step may touch this address",
                      .guard = "protect." + std::to_string(*found)};
    });
}

/// Marks the patterns that mean something live, whether or not a manifest names it.
void mark_live(const Patterns& patterns, const KindTable& kinds, const Desired& desired,
               const Matched& live, std::vector<bool>& used) {
    const Matches& matches = live.matches;
    Identities identities(kinds, desired);
    std::unordered_map<std::string_view, Identity> by_id;
    for (const auto& [object, index] : matches.taken)
        identities.also_called(index, object->name);
    for (const Kind* kind : kinds.kinds()) {
        for (const LiveObject& object : live.live.of(kind->name)) {
            const auto taken = matches.taken.find(&object);
            const auto above = by_id.find(object.parent);
            Identity identity;
            if (taken != matches.taken.end()) {
                identity = identities.of(taken->second);
            } else if (kind->parent.empty()) {
                identity = identity_of(Address::of_unmanaged(object.name), kinds);
            } else if (above != by_id.end()) {
                identity = identities.child(above->second, *kind, object.name);
            } else {
                continue;
            }
            patterns.mark(identity, used);
            // What its parent has one of goes by the parent's id.
            if (object.id != object.parent) by_id.emplace(object.id, std::move(identity));
        }
    }
}

} // namespace

const Rule protect_rule = {"protect", judge_protect};

void check_guards(const KindTable& kinds, const Desired& desired, const Matched* live,
                  Diagnostics& diagnostics) {
    const std::vector<std::string>& protect = desired.guards.protect;
    if (protect.empty()) return;
    const Patterns patterns(kinds, protect);
    const Identities identities(kinds, desired);
    std::vector<bool> used(protect.size(), false);
    for (std::size_t i = 0; i < desired.resources.size(); ++i)
        patterns.mark(identities.of(i), used);
    const auto all_used = [&] { return std::ranges::find(used, false) == used.end(); };
    if (live != nullptr && !all_used()) mark_live(patterns, kinds, desired, *live, used);
    PatternHints hints(kinds, desired);
    for (std::size_t i = 0; i < protect.size(); ++i) {
        if (used[i]) continue;
        const std::string live_too = live == nullptr ? "" : ", and nothing live that was read";
        diagnostics.add(
            {.severity = Severity::warning,
             .code = "guard.matches-nothing",
             .summary = fmt::format("the protected address {} matches nothing in the manifests{}",
                                    in_quotes(protect[i]), live_too),
             .hint = hints.of(protect[i]),
             .position = desired.guards.place_of("protect." + std::to_string(i))});
    }
}

} // namespace tenantry::planner
