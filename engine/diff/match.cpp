#include "engine/diff/match.hpp"

#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/diff/live_index.hpp"
#include "engine/model/canonical.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <unordered_map>

namespace tenantry::diff {
namespace {

std::string describe(const LiveObject& object) {
    std::string text = object.id;
    if (!object.created_on.empty()) text += " (created " + printable(object.created_on) + ")";
    return text;
}

/// An object with what tells people which of several it is.
std::string describe(const LiveObject& object, const Kind& kind) {
    std::vector<std::string> words;
    for (const std::string_view path : kind.reading.described) {
        const Json* value = object.field(path);
        const std::string* text = value == nullptr ? nullptr : value->text();
        if (text != nullptr) words.push_back(printable(*text));
    }
    return describe(object) + (words.empty() ? "" : " (" + join(words, ", ") + ")");
}

/// A name as an item between brackets in YAML: in quotes unless it is words.
std::string as_list_item(std::string_view name) {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .";
    const bool words = !name.empty() && name.find_first_not_of(letters) == name.npos &&
                       name.find_first_of(letters.substr(0, 52)) == 0 && !name.ends_with(' ');
    return words ? std::string(name) : in_quotes(name);
}

/// Matches the resources of one kind; parents are matched already.
class KindMatcher {
public:
    KindMatcher(const Kind& kind, const KindTable& kinds, const Live& live,
                Diagnostics& diagnostics)
        : kind_(kind), kinds_(kinds), schema_(kinds.schema_of(kind)), live_(live),
          diagnostics_(diagnostics), name_(schema_.field_with(IdentityRole::name)),
          id_(schema_.field_with(IdentityRole::id)),
          previously_(schema_.field_with(IdentityRole::previously)),
          scope_(schema_.field_with(IdentityRole::scope)),
          part_(schema_.field_with(IdentityRole::part)), index_(kind, kinds, live) {}

    Match match(const Resource& resource, std::string_view parent, const Desired& desired,
                const Matches& matches) {
        if (!id_.empty() && resource.field(id_) != nullptr) return by_id(resource);
        // The planner says why; by its name alone it could be one of another unit.
        if (names_unread_unit(resource)) return {.refused = true};
        const std::string_view name = resource.text_of(name_);
        const Candidates now = named(resource, parent, name);
        const Candidates before = by_previous_name(resource, parent);
        if (now.size() > 1) return several(resource, now);
        if (now.size() == 1 && !before.empty()) return both_live(resource, *now[0], *before[0]);
        if (now.size() == 1) return {.live = now[0]};
        if (before.size() > 1) return several(resource, before);
        if (before.size() == 1) return {.live = before[0], .renamed = true};
        return absent(resource, parent, desired, matches);
    }

    void taken_twice(const Resource& first, const Resource& second, const LiveObject& object) {
        refuse(second, "manifest.matched-twice",
               "this is the same live " + kind_.title() + " as another entry: " + object.id,
               "keep one of the two entries",
               {{"the other entry, " + in_quotes(first.address.text()), first.position}});
    }

    /// The name lives in another scope and nobody else means that one: whoever has written another
    /// unit would get a second account.
    void warn_of_other_scope(const Resource& resource, std::string_view parent,
                             const Matches& matches) {
        if (unit_of(resource).empty()) return;
        const Field* at = resource.field(scope_);
        for (const LiveObject* object : index_.by_key(parent, resource.text_of(name_))) {
            if (matches.taken.contains(object)) continue;
            diagnostics_.add(
                {.severity = Severity::warning,
                 .code = "plan.same-name-elsewhere",
                 .summary = "a live " + kind_.title() + " of another " + std::string(scope_) +
                            " has this name: " + describe(*object),
                 .hint = "to have it moved here, add the line " + std::string(id_) + ": \"" +
                         object->id + "\"; as it stands a second one is created",
                 .subject = resource.address.text(),
                 .position = at == nullptr ? resource.position : at->position});
            return;
        }
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

    /// What has this name in this parent, and in the unit that the resource writes.
    Candidates named(const Resource& resource, std::string_view parent, std::string_view name) {
        const std::string unit = unit_of(resource);
        Candidates found =
            unit.empty() ? index_.by_key(parent, name) : index_.by_key_in(unit, name);
        const std::string_view part = part_.empty() ? part_ : resource.text_of(part_);
        if (part.empty()) return found;
        return with_part(found, part);
    }

    /// Those that have the part which a resource writes. One of which the API does not tell the
    /// part may be any other.
    Candidates with_part(const Candidates& candidates, std::string_view part) const {
        const Comparison comparison = schema_.property(part_)->comparison;
        const std::string wanted = canonical_text(part, comparison);
        Candidates found;
        std::ranges::copy_if(candidates, std::back_inserter(found), [&](const LiveObject* object) {
            return canonical_text(object->text_of(part_), comparison) == wanted;
        });
        return found;
    }

    /// The id of the unit that a resource writes, where it is known.
    std::string unit_of(const Resource& resource) {
        const std::string_view written =
            scope_.empty() ? std::string_view() : resource.text_of(scope_);
        if (written.empty()) return {};
        const auto [unit, is_new] = units_.try_emplace(std::string(written));
        if (is_new) {
            const Catalogue& catalogue = kinds_.catalogue(schema_.property(scope_)->catalogue);
            unit->second = look_up(written, catalogue, "", live_).id;
        }
        return unit->second;
    }

    /// Whether a unit is written that nobody knows, because the units could not be read.
    bool names_unread_unit(const Resource& resource) {
        const bool none = scope_.empty() || resource.text_of(scope_).empty();
        if (none || !unit_of(resource).empty()) return false;
        return why_unread(kinds_.catalogue(schema_.property(scope_)->catalogue), live_) != nullptr;
    }

    Candidates by_previous_name(const Resource& resource, std::string_view parent) {
        Candidates result;
        const Field* field = previously_.empty() ? nullptr : resource.field(previously_);
        if (field == nullptr || field->value.items() == nullptr) return result;
        for (const Json& name : *field->value.items()) {
            if (name.text() == nullptr || *name.text() == resource.text_of(name_)) continue;
            const Candidates candidates = named(resource, parent, *name.text());
            result.insert(result.end(), candidates.begin(), candidates.end());
        }
        return result;
    }

    Match several(const Resource& resource, const Candidates& candidates) {
        std::vector<std::string> descriptions;
        constexpr std::size_t most_shown = 10;
        for (const LiveObject* object : candidates) {
            if (descriptions.size() < most_shown) descriptions.push_back(describe(*object, kind_));
        }
        if (candidates.size() > most_shown) descriptions.emplace_back("...");
        const std::string scope(schema_.field_with(IdentityRole::scope));
        std::string hint = !part_.empty() ? hint_for_part(resource, candidates)
                           : id_.empty()
                               ? "keep one of them: remove the others at the dashboard"
                               : "add the line " + std::string(id_) + ": \"" + candidates[0]->id +
                                     "\" with the id of the one that is meant";
        if (!scope.empty() && resource.field(scope) == nullptr) hint += ", or a " + scope;
        return refuse(resource, "plan.ambiguous",
                      std::to_string(candidates.size()) + " live " + std::string(kind_.plural) +
                          " have the name " + in_quotes(candidates[0]->name) + ": " +
                          join(descriptions, ", "),
                      hint);
    }

    /// How to say which one is meant; never to remove one, which may be paid for.
    std::string hint_for_part(const Resource& resource, const Candidates& candidates) const {
        std::set<std::string_view> parts;
        for (const LiveObject* object : candidates)
            parts.insert(object->text_of(part_));
        const std::string name(part_);
        if (parts.size() == candidates.size() && resource.field(part_) == nullptr) {
            std::vector<std::string> lines;
            lines.reserve(parts.size());
            for (const std::string_view part : parts)
                lines.push_back(name + ": " + printable(part));
            return "say which one is meant: add " + join(lines, " or ");
        }
        return "which one is meant cannot be told, and each of them may be paid for: leave this "
               "entry out, and ask Cloudflare's support what they are";
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

    Match absent(const Resource& resource, std::string_view parent, const Desired& desired,
                 const Matches& matches) {
        const Schema* field = schema_.property(name_);
        if (field == nullptr) return {};
        const std::string_view name = resource.text_of(name_);
        if (field->unique == Uniqueness::none) warn_of_near_name(resource, name);
        if (field->unique != Uniqueness::everywhere) return {};
        for (const LiveObject* object : index_.anywhere(name)) {
            if (object->parent != parent) return elsewhere(resource, *object, desired, matches);
        }
        return {};
    }

    /// It is there already, in another parent: which one, by the name that people know, and whose.
    Match elsewhere(const Resource& resource, const LiveObject& object, const Desired& desired,
                    const Matches& matches) {
        const std::string word(kind_.parent);
        const std::vector<LiveObject>& parents = live_.of(kind_.parent);
        const auto holder = std::ranges::find(parents, object.parent, &LiveObject::id);
        const auto owner =
            holder == parents.end() ? matches.taken.end() : matches.taken.find(&*holder);
        const bool managed = owner != matches.taken.end();
        const std::string named = holder == parents.end() ? object.parent : in_quotes(holder->name);
        std::string where = object.parent.empty() ? "another " + word : word + " " + named;
        std::string hint = "move the entry to the manifest of that " + word +
                           ", or remove the live one there first";
        if (managed) {
            where += ", which is " + printable(desired.resources[owner->second].address.text());
        } else if (holder != parents.end()) {
            where += ", which no manifest names";
            hint = "name that " + word + " in a manifest and move the entry there, or remove the " +
                   kind_.title() + " from it at the dashboard first";
            const bool is_new = matches.of[resource.parent].live == nullptr;
            if (is_new) {
                hint = "if this " + word + " is that one under a new name, add previously: [" +
                       as_list_item(holder->name) +
                       "] to it; else name that one in a manifest and " + "move the entry there";
            }
        }
        return refuse(resource, "plan.lives-elsewhere",
                      kind_.title() + " " + in_quotes(resource.text_of(name_)) +
                          " exists already in " + where,
                      std::move(hint), {}, name_);
    }

    /// Names are compared exactly; where a slip would make a second account, it is pointed out.
    void warn_of_near_name(const Resource& resource, std::string_view name) {
        for (const LiveObject* object : index_.nearly(name)) {
            if (!could_be(resource, *object, kinds_, live_)) continue;
            const Field* at = resource.field(name_);
            diagnostics_.add(
                {.severity = Severity::warning,
                 .code = "plan.nearly-same-name",
                 .summary = "a live " + kind_.title() +
                            " has nearly this name: " + in_quotes(object->name) + ", " +
                            describe(*object) + looks_the_same(object->name, name),
                 .hint = "if it is meant, add the line id: \"" + printable(object->id) +
                         "\", or write its name exactly; as it stands a second one "
                         "is created",
                 .subject = resource.address.text(),
                 .position = at == nullptr ? resource.position : at->position});
            return;
        }
    }

    /// Names that differ in more than case and blanks look the same when they are printed.
    static std::string looks_the_same(std::string_view a, std::string_view b) {
        const auto seen = [](std::string_view name) {
            std::string text = ascii_lower(name);
            std::erase(text, ' ');
            return text;
        };
        return seen(a) == seen(b) ? ""
                                  : "; they differ in characters that look alike or are not seen";
    }

    const Kind& kind_;
    const KindTable& kinds_;
    const Schema& schema_;
    const Live& live_;
    Diagnostics& diagnostics_;
    std::string_view name_;
    std::string_view id_;
    std::string_view previously_;
    std::string_view scope_;
    std::string_view part_;
    std::unordered_map<std::string, std::string> units_; // ids by what is written
    LiveIndex index_;
};

} // namespace

bool placed_elsewhere(std::string_view placed, std::string_view wanted, const Catalogue& catalogue,
                      const Live& live) {
    const Resolved resolved = look_up(wanted, catalogue, "", live);
    if (resolved.how != Resolved::How::found || placed == resolved.id) return false;
    const std::vector<CatalogueEntry>& entries = *live.catalogue(catalogue.name);
    return std::ranges::find(entries, placed, &CatalogueEntry::id) != entries.end();
}

std::optional<FieldChange> move_of(const Resource& resource, const LiveObject& object,
                                   const KindTable& kinds, const Live& live) {
    const Schema& schema = kinds.schema_of(*resource.kind);
    const std::string_view scope = schema.field_with(IdentityRole::scope);
    const Field* field = scope.empty() ? nullptr : resource.field(scope);
    const std::string* wanted = field == nullptr ? nullptr : field->value.text();
    const std::string_view now = wanted == nullptr ? std::string_view() : object.text_of(scope);
    if (now.empty()) return std::nullopt;
    const Catalogue& catalogue = kinds.catalogue(schema.property(scope)->catalogue);
    if (!placed_elsewhere(now, *wanted, catalogue, live)) return std::nullopt;
    const std::vector<CatalogueEntry>& entries = *live.catalogue(catalogue.name);
    const bool by_name = std::ranges::find(entries, *wanted, &CatalogueEntry::id) == entries.end();
    const std::string& name = std::ranges::find(entries, now, &CatalogueEntry::id)->name;
    return FieldChange{.path = std::string(scope),
                       .before = Json(by_name ? std::string_view(name) : now),
                       .after = field->value,
                       .position = field->position,
                       .inherited = field->inherited};
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
            matches.of[i].refused = above.refused;
            if (above.refused) continue;
            // A zone of an account that does not exist yet may still live elsewhere.
            parent = above.live == nullptr ? "?" : std::string_view(above.live->id);
        }
        Match found = matcher.match(resource, parent, desired, matches);
        if (found.live != nullptr) {
            const auto [first, is_new] = matches.taken.emplace(found.live, i);
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
    for (std::size_t i = 0; i < desired.resources.size(); ++i) {
        const Resource& resource = desired.resources[i];
        const bool absent = matches.of[i].live == nullptr && !matches.of[i].refused;
        if (resource.kind != &kind || !absent || resource.parent != Resource::none) continue;
        matcher.warn_of_other_scope(resource, "", matches);
    }
}

Matched match(const KindTable& kinds, const Desired& desired, Live live) {
    Matched result(std::move(live), {});
    for (const Kind* kind : kinds.kinds())
        match_kind(*kind, kinds, desired, result.live, result.matches);
    return result;
}

} // namespace tenantry::diff
