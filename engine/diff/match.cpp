// Two candidates are an error, in whichever way they were found: what follows from taking the wrong
// one cannot be undone. Finding candidates (candidates.hpp) and reporting problems
// (match_problems.hpp) are in other files, so this one shows the order of the checks.
#include "engine/diff/match.hpp"

#include "engine/diff/candidates.hpp"
#include "engine/diff/compare.hpp"
#include "engine/diff/match_problems.hpp"

namespace tenantry::diff {
namespace {

/// Matches the resources of one kind; parents are matched already.
class KindMatcher {
public:
    KindMatcher(const Kind& kind, const KindTable& kinds, const Live& live,
                Diagnostics& diagnostics)
        : finder_(kind, kinds, live), problems_(kind, finder_.fields(), live, diagnostics) {}

    Match match(const Resource& resource, std::string_view parent, const Desired& desired,
                const Matches& matches) {
        if (finder_.pins(resource)) return by_id(resource);
        // The planner says why; by its name alone it could be one of another unit.
        if (finder_.names_unread_unit(resource)) return {.undecided = true};
        const Candidates now = finder_.by_name(resource, parent);
        const Candidates before = finder_.by_previous_name(resource, parent);
        if (now.size() > 1) return several(resource, now);
        if (now.size() == 1 && !before.empty()) {
            problems_.both_live(resource, *now[0], *before[0]);
            return {.undecided = true};
        }
        if (now.size() == 1) return {.live = now[0]};
        if (before.size() > 1) return several(resource, before);
        if (before.size() == 1) return {.live = before[0], .renamed = true};
        return absent(resource, parent, desired, matches);
    }

    /// Each customer is told, whichever of them is selected.
    void taken_twice(const Resource& one, const Resource& other, const LiveObject& object) {
        problems_.taken_twice(one, other, object);
        problems_.taken_twice(other, one, object);
    }

    /// The name lives in another unit and nobody else means that one: whoever has written another
    /// unit would get a second account.
    void warn_of_other_unit(const Resource& resource, const Matches& matches) {
        const LiveObject* found = finder_.in_another_unit(resource, "", matches);
        if (found != nullptr) problems_.in_another_unit(resource, *found);
    }

private:
    Match by_id(const Resource& resource) {
        const LiveObject* found = finder_.pinned(resource);
        if (found != nullptr) return {.live = found};
        problems_.unknown_id(resource);
        return {.undecided = true};
    }

    Match several(const Resource& resource, const Candidates& candidates) {
        problems_.several(resource, candidates);
        return {.undecided = true};
    }

    Match absent(const Resource& resource, std::string_view parent, const Desired& desired,
                 const Matches& matches) {
        if (const LiveObject* near = finder_.nearly_named(resource))
            problems_.nearly_named(resource, *near);
        const LiveObject* found = finder_.in_another_parent(resource, parent);
        if (found == nullptr) return {};
        problems_.elsewhere(resource, *found, desired, matches);
        return {.undecided = true};
    }

    CandidateFinder finder_;
    MatchProblems problems_;
};

} // namespace

void match_kind(const Kind& kind, const KindTable& kinds, const Desired& desired, const Live& live,
                Matches& matches) {
    matches.of.resize(desired.resources.size());
    KindMatcher matcher(kind, kinds, live, matches.found);
    for (std::size_t i = 0; i < desired.resources.size(); ++i) {
        const Resource& resource = desired.resources[i];
        if (resource.kind != &kind) continue;
        std::string_view parent;
        if (resource.parent != Resource::none) {
            const Match& above = matches.of[resource.parent];
            matches.of[i].undecided = above.undecided;
            if (above.undecided) continue;
            // A zone of an account that does not exist yet may still live elsewhere.
            parent = above.live == nullptr ? "?" : std::string_view(above.live->id);
        }
        Match found = matcher.match(resource, parent, desired, matches);
        if (found.live != nullptr) {
            const auto [first, is_new] = matches.taken.emplace(found.live, i);
            if (!is_new) {
                matcher.taken_twice(desired.resources[first->second], resource, *found.live);
                matches.of[first->second].undecided = true;
                found = {.undecided = true};
            }
        }
        matches.of[i] = found;
    }
    for (std::size_t i = 0; i < desired.resources.size(); ++i) {
        const Resource& resource = desired.resources[i];
        const bool absent = matches.of[i].live == nullptr && !matches.of[i].undecided;
        if (resource.kind != &kind || !absent || resource.parent != Resource::none) continue;
        matcher.warn_of_other_unit(resource, matches);
    }
}

Matched match(const KindTable& kinds, const Desired& desired, Live live) {
    Matched result(std::move(live), {});
    for (const Kind* kind : kinds.kinds())
        match_kind(*kind, kinds, desired, result.live, result.matches);
    compare_all(kinds, desired, result);
    return result;
}

} // namespace tenantry::diff
