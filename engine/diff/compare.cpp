#include "engine/diff/compare.hpp"

#include "engine/base/bug.hpp"
#include "engine/model/canonical.hpp"
#include "engine/model/kind.hpp"

#include <algorithm>

namespace tenantry::diff {
namespace {

/// Whether the API has what is wanted of a field, by the schema and by what its kind knows.
bool is_as_wanted(const Kind& kind, const Schema& facts, std::string_view path, const Json& live,
                  const Json& wanted) {
    if (same_value(live, wanted, facts)) return true;
    return kind.same_wish(path, live, wanted);
}

} // namespace

std::vector<FieldChange> compare(const Resource& resource, const LiveObject* live,
                                 const Schema& schema) {
    std::vector<FieldChange> changes;
    std::vector<FieldChange> untold;
    for (const Field& field : resource.fields) {
        const Schema* facts = schema.field(field.path);
        if (facts == nullptr) bug("field " + field.path + " is in no schema");
        const IdentityRole role = facts->identity;
        if (role == IdentityRole::id || role == IdentityRole::previously) continue;
        const bool told_otherwise = role == IdentityRole::scope || role == IdentityRole::part ||
                                    role == IdentityRole::whose;
        if ((told_otherwise || facts->at_creation) && live != nullptr) continue;
        // What cannot be read is neither equal nor different.
        if (live != nullptr && live->doubt(field.path) != nullptr) continue;
        const Json* found = live == nullptr ? nullptr : live->field(field.path);
        Json before = found == nullptr ? Json() : *found;
        FieldChange change{.path = field.path,
                           .before = std::move(before),
                           .after = field.value,
                           .position = field.position,
                           .inherited = field.inherited};
        if (live == nullptr ||
            !is_as_wanted(*resource.kind, *facts, field.path, change.before, field.value)) {
            changes.push_back(std::move(change));
        } else if (change.before.is_null() && !facts->comparison.tells("")) {
            untold.push_back(std::move(change));
        }
    }
    // What the API does not tell is no difference by itself, but it is sent with the others.
    if (!changes.empty()) changes.insert(changes.end(), untold.begin(), untold.end());
    return changes;
}

void compare_all(const KindTable& kinds, const Desired& desired, Matched& matched,
                 const std::function<bool(const Resource&)>& spoken_of) {
    matched.differences.assign(desired.resources.size(), std::nullopt);
    for (std::size_t i = 0; i < desired.resources.size(); ++i) {
        const Resource& resource = desired.resources[i];
        const Match& match = matched.matches.of[i];
        if (match.undecided || !spoken_of(resource)) continue;
        // What everything of its sort has is there from the start: a new zone is free.
        const std::optional<LiveObject> given =
            match.live == nullptr ? resource.kind->from_the_start() : std::nullopt;
        const LiveObject* now = given ? &*given : match.live;
        matched.differences[i] = compare(resource, now, kinds.schema_of(*resource.kind));
    }
}

void compare_all(const KindTable& kinds, const Desired& desired, Matched& matched) {
    compare_all(kinds, desired, matched, [](const Resource&) { return true; });
}

Change difference_of(const Desired& desired, const Matched& matched, std::size_t index) {
    const LiveObject* live = matched.matches.of[index].live;
    return {.action = live == nullptr ? Action::create : Action::update,
            .resource = &desired.resources[index],
            .live = live,
            .fields = matched.difference(index)};
}

Json laid_over(const Json& live, const Json& wanted) {
    if (live.members() == nullptr || wanted.members() == nullptr) return wanted;
    Json result = live;
    for (const auto& [name, value] : *wanted.members()) {
        const Json* below = live.find(name);
        result.set(name, below == nullptr ? value : laid_over(*below, value));
    }
    return result;
}

std::vector<const Doubt*> doubts_about(const Resource& resource, const LiveObject& live,
                                       bool changes) {
    std::vector<const Doubt*> result;
    for (const Doubt& doubt : live.doubts) {
        const auto meant = [&](const Field& field) { return doubt.concerns(field.path); };
        const auto sent = [&](std::string_view echoed) { return doubt.field.starts_with(echoed); };
        const bool stands_in_the_way =
            std::ranges::any_of(resource.fields, meant) ||
            (changes && std::ranges::any_of(resource.kind->writing.echoed, sent));
        if (stands_in_the_way) result.push_back(&doubt);
    }
    return result;
}

} // namespace tenantry::diff
