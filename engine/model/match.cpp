#include "engine/model/match.hpp"

#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/model/canonical.hpp"

#include <algorithm>
#include <unordered_map>

namespace tenantry {
namespace {

using Candidates = std::vector<const LiveObject*>;

std::string key_of(std::string_view parent, std::string_view name, Comparison comparison) {
    return std::string(parent) + "\n" + canonical_text(name, comparison);
}

/// A name without what the eye overlooks: case and the number of blanks.
std::string folded(std::string_view name) {
    std::string result;
    for (const char c : ascii_lower(name)) {
        const bool blank = c == ' ';
        if (blank && (result.empty() || result.back() == ' ')) continue;
        result += c;
    }
    if (result.ends_with(' ')) result.pop_back();
    return result;
}

std::string describe(const LiveObject& object) {
    std::string text = object.id;
    if (!object.created_on.empty()) text += " (created " + printable(object.created_on) + ")";
    return text;
}

/// The live objects of one kind, found by id and by key.
class Index {
public:
    Index(const std::vector<LiveObject>& objects, Comparison comparison) : comparison_(comparison) {
        for (const LiveObject& object : objects) {
            by_id_.emplace(object.id, &object);
            by_key_[key_of(object.parent, object.name, comparison)].push_back(&object);
            by_name_[canonical_text(object.name, comparison)].push_back(&object);
            by_folded_[key_of(object.parent, folded(object.name), Comparison::exact)].push_back(
                &object);
        }
    }
    const LiveObject* by_id(std::string_view id) const {
        const auto found = by_id_.find(std::string(id));
        return found == by_id_.end() ? nullptr : found->second;
    }
    Candidates by_key(std::string_view parent, std::string_view name) const {
        return found(by_key_, key_of(parent, name, comparison_));
    }
    Candidates nearly(std::string_view parent, std::string_view name) const {
        return found(by_folded_, key_of(parent, folded(name), Comparison::exact));
    }
    Candidates anywhere(std::string_view name) const {
        return found(by_name_, canonical_text(name, comparison_));
    }

private:
    using Map = std::unordered_map<std::string, Candidates>;
    static Candidates found(const Map& map, const std::string& key) {
        const auto here = map.find(key);
        return here == map.end() ? Candidates() : here->second;
    }

    Comparison comparison_;
    std::unordered_map<std::string, const LiveObject*> by_id_;
    Map by_key_;
    Map by_name_;
    Map by_folded_;
};

/// Matches the resources of one kind; parents are matched already.
class KindMatcher {
public:
    KindMatcher(const Kind& kind, const KindTable& kinds, const Live& live,
                Diagnostics& diagnostics)
        : kind_(kind), kinds_(kinds), schema_(kinds.schema_of(kind)), live_(live),
          diagnostics_(diagnostics), name_(schema_.field_with(IdentityRole::name)),
          id_(schema_.field_with(IdentityRole::id)),
          previously_(schema_.field_with(IdentityRole::previously)),
          index_(live.of(kind.name),
                 name_.empty() ? Comparison::exact : schema_.property(name_)->comparison) {}

    Match match(const Resource& resource, std::string_view parent) {
        if (!id_.empty() && resource.field(id_) != nullptr) return by_id(resource);
        const std::string_view name = resource.text_of(name_);
        Candidates now = in_scope(resource, index_.by_key(parent, name));
        Candidates before = by_previous_name(resource, parent);
        if (now.size() > 1) return several(resource, now);
        if (now.size() == 1 && !before.empty()) return both_live(resource, *now[0], *before[0]);
        if (now.size() == 1) return {.live = now[0]};
        if (before.size() > 1) return several(resource, before);
        if (before.size() == 1) return {.live = before[0], .renamed = true};
        return absent(resource, parent, name);
    }

    void taken_twice(const Resource& first, const Resource& second, const LiveObject& object) {
        refuse(second, "manifest.matched-twice",
               "this is the same live " + kind_.title() + " as another entry: " + object.id,
               "keep one of the two entries",
               {{"the other entry, " + in_quotes(first.address.text()), first.position}});
    }

private:
    Match refuse(const Resource& resource, std::string code, std::string summary, std::string hint,
                 std::vector<Note> notes = {}, std::string_view field = {}) {
        const Field* at = resource.field(field);
        diagnostics_.add({.code = std::move(code),
                          .summary = std::move(summary),
                          .hint = std::move(hint),
                          .subject = resource.address.text(),
                          .position = at == nullptr ? resource.position : at->position,
                          .notes = std::move(notes)});
        return {.refused = true};
    }

    Match by_id(const Resource& resource) {
        const std::string_view id = resource.text_of(id_);
        const LiveObject* found = index_.by_id(id);
        if (found != nullptr) return {.live = found};
        return refuse(resource, "plan.unknown-id",
                      "no " + kind_.title() + " with id " + in_quotes(id) +
                          " is visible to this credential",
                      "correct the id, or remove the line to have the " + kind_.title() +
                          " found by name or created",
                      {}, id_);
    }

    Candidates in_scope(const Resource& resource, const Candidates& found) const {
        Candidates result;
        for (const LiveObject* object : found) {
            if (could_be(resource, *object, kinds_, live_)) result.push_back(object);
        }
        return result;
    }

    Candidates by_previous_name(const Resource& resource, std::string_view parent) const {
        Candidates result;
        const Field* field = previously_.empty() ? nullptr : resource.field(previously_);
        if (field == nullptr || field->value.items() == nullptr) return result;
        for (const Json& name : *field->value.items()) {
            if (name.text() == nullptr || *name.text() == resource.text_of(name_)) continue;
            for (const LiveObject* object : index_.by_key(parent, *name.text())) {
                if (could_be(resource, *object, kinds_, live_)) result.push_back(object);
            }
        }
        return result;
    }

    Match several(const Resource& resource, const Candidates& candidates) {
        std::vector<std::string> descriptions;
        constexpr std::size_t most_shown = 10;
        for (const LiveObject* object : candidates) {
            if (descriptions.size() < most_shown) descriptions.push_back(describe(*object));
        }
        if (candidates.size() > most_shown) descriptions.emplace_back("...");
        const std::string scope(schema_.field_with(IdentityRole::scope));
        std::string hint = "add the line " + std::string(id_) + ": \"" + candidates[0]->id +
                           "\" with the id of the one that is meant";
        if (!scope.empty() && resource.field(scope) == nullptr) hint += ", or a " + scope;
        return refuse(resource, "plan.ambiguous",
                      std::to_string(candidates.size()) + " live " + kind_.title() +
                          "s have the name " + in_quotes(candidates[0]->name) + ": " +
                          join(descriptions, ", "),
                      hint);
    }

    Match both_live(const Resource& resource, const LiveObject& now, const LiveObject& before) {
        return refuse(
            resource, "plan.both-names-live",
            "both the name " + in_quotes(now.name) + " and the previous name " +
                in_quotes(before.name) + " are live: " + describe(now) + ", " + describe(before),
            "remove " + in_quotes(before.name) + " from \"previously\" if it is another " +
                kind_.title() + ", or pin the right one with \"id\"",
            {}, previously_);
    }

    Match absent(const Resource& resource, std::string_view parent, std::string_view name) {
        const Schema* field = schema_.property(name_);
        if (field == nullptr) return {};
        if (field->unique == Uniqueness::none) warn_of_near_name(resource, parent, name);
        if (field->unique != Uniqueness::everywhere) return {};
        for (const LiveObject* object : index_.anywhere(name)) {
            if (object->parent == parent) continue;
            return refuse(resource, "plan.lives-elsewhere",
                          kind_.title() + " " + in_quotes(name) + " exists already in " +
                              (object->parent.empty()
                                   ? "another " + std::string(kind_.parent)
                                   : std::string(kind_.parent) + " " + object->parent),
                          "move the entry to the manifest of that " + std::string(kind_.parent) +
                              ", or remove the live one there first",
                          {}, name_);
        }
        return {};
    }

    /// Names are compared exactly; where a slip would make a second account, it is pointed out.
    void warn_of_near_name(const Resource& resource, std::string_view parent,
                           std::string_view name) {
        for (const LiveObject* object : index_.nearly(parent, name)) {
            if (!could_be(resource, *object, kinds_, live_)) continue;
            const Field* at = resource.field(name_);
            diagnostics_.add({.severity = Severity::warning,
                              .code = "plan.nearly-same-name",
                              .summary = "a live " + kind_.title() + " has nearly this name: " +
                                         in_quotes(object->name) + ", " + describe(*object),
                              .hint = "if it is meant, write its name exactly or add it to "
                                      "\"previously\"; as it stands a second one is created",
                              .subject = resource.address.text(),
                              .position = at == nullptr ? resource.position : at->position});
            return;
        }
    }

    const Kind& kind_;
    const KindTable& kinds_;
    const Schema& schema_;
    const Live& live_;
    Diagnostics& diagnostics_;
    std::string_view name_;
    std::string_view id_;
    std::string_view previously_;
    Index index_;
};

} // namespace

bool placed_elsewhere(std::string_view placed, std::string_view wanted, const Catalogue& catalogue,
                      const Live& live) {
    const Resolved resolved = resolve(wanted, catalogue, "", live);
    if (resolved.how != Resolved::How::found || placed == resolved.id) return false;
    const std::vector<CatalogueEntry>& entries = *live.catalogue(catalogue.name);
    return std::ranges::find(entries, placed, &CatalogueEntry::id) != entries.end();
}

bool could_be(const Resource& resource, const LiveObject& object, const KindTable& kinds,
              const Live& live) {
    const Schema& schema = kinds.schema_of(*resource.kind);
    const std::string_view name = schema.field_with(IdentityRole::scope);
    if (name.empty()) return true;
    const std::string_view wanted = resource.text_of(name);
    const std::string_view placed = object.text_of(name);
    if (wanted.empty() || placed.empty()) return true;
    const Catalogue& catalogue = kinds.catalogue(schema.property(name)->catalogue);
    return !placed_elsewhere(placed, wanted, catalogue, live);
}

Matches match(const KindTable& kinds, const Desired& desired, const Live& live,
              Diagnostics& diagnostics) {
    Matches matches;
    matches.of.resize(desired.resources.size());
    std::unordered_map<const LiveObject*, std::size_t> owner;
    for (const Kind* kind : kinds.kinds()) {
        KindMatcher matcher(*kind, kinds, live, diagnostics);
        for (std::size_t i = 0; i < desired.resources.size(); ++i) {
            const Resource& resource = desired.resources[i];
            if (resource.kind != kind) continue;
            std::string_view parent;
            if (resource.parent != Resource::none) {
                const Match& above = matches.of[resource.parent];
                matches.of[i].refused = above.refused;
                if (above.refused) continue;
                // A zone of an account that does not exist yet may still live elsewhere.
                parent = above.live == nullptr ? std::string_view("?")
                                               : std::string_view(above.live->id);
            }
            Match found = matcher.match(resource, parent);
            if (found.live != nullptr) {
                const auto [first, is_new] = owner.emplace(found.live, i);
                if (!is_new) {
                    // Each customer is told, whichever of them is selected.
                    matcher.taken_twice(desired.resources[first->second], resource, *found.live);
                    matcher.taken_twice(resource, desired.resources[first->second], *found.live);
                    matches.of[first->second].refused = true;
                    found = {.refused = true};
                }
            }
            matches.of[i] = found;
        }
    }
    for (const auto& [object, index] : owner)
        matches.taken.insert(object);
    return matches;
}

} // namespace tenantry
