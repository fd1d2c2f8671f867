#include "engine/planner/changes.hpp"

#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/diff/diff.hpp"
#include "engine/model/explain.hpp"
#include "engine/model/rights.hpp"
#include "engine/planner/doubts.hpp"
#include "engine/planner/hidden.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

namespace tenantry::planner {
namespace {

Diagnostic at(const Resource& resource, Position position, std::string code, std::string summary,
              std::string hint) {
    return {.code = std::move(code),
            .summary = std::move(summary),
            .hint = std::move(hint),
            .subject = resource.address.text(),
            .position = position};
}

Diagnostic at_field(const Resource& resource, const Field& field, std::string code,
                    std::string summary, std::string hint) {
    return at(resource, field.position, std::move(code), std::move(summary), std::move(hint));
}

std::vector<std::string> names_of(const std::vector<CatalogueEntry>& entries) {
    std::vector<std::string> names;
    names.reserve(entries.size());
    for (const CatalogueEntry& entry : entries)
        names.push_back(entry.name);
    return names;
}

/// Has the values that came from variables shown by reference.
void keep_references(const VariableTexts& written, const Schema& schema, Change& change) {
    for (FieldChange& difference : change.fields) {
        const Schema& field = *schema.field(difference.path);
        const Json* by = written_with_variables(written, difference.position, field);
        if (by != nullptr) difference.written = *by;
    }
}

/// What was written for a text that a field's value is or holds.
const std::string* written_for(const std::string& text, const Json& value, const Json& written) {
    if (value.text() != nullptr) return *value.text() == text ? written.text() : nullptr;
    if (value.items() != nullptr && written.items() != nullptr) {
        const std::size_t count = std::min(value.items()->size(), written.items()->size());
        for (std::size_t i = 0; i < count; ++i) {
            const auto* found = written_for(text, (*value.items())[i], (*written.items())[i]);
            if (found != nullptr) return found;
        }
    }
    if (value.members() == nullptr) return nullptr;
    for (const auto& [name, member] : *value.members()) {
        const Json* below = written.find(name);
        const auto* found = below == nullptr ? nullptr : written_for(text, member, *below);
        if (found != nullptr) return found;
    }
    return nullptr;
}

/// A name that a field mentions, as it may be shown.
std::string shown_name(const diff::Mention& mention, const VariableTexts& written) {
    const auto found = written.find(mention.field->position);
    if (found == written.end()) return mention.written;
    const auto* text = written_for(mention.written, mention.field->value, found->second);
    return text == nullptr ? mention.written : *text;
}

void unresolved(const Resource& resource, const diff::Mention& mention, const std::string& shown,
                const diff::Resolved& resolved, const std::vector<CatalogueEntry>& entries,
                Diagnostics& diagnostics) {
    const Catalogue& catalogue = *mention.catalogue;
    const std::string name(catalogue.name);
    if (resolved.how == diff::Resolved::How::ambiguous) {
        std::vector<std::string> descriptions;
        descriptions.reserve(resolved.candidates.size());
        for (const CatalogueEntry* entry : resolved.candidates) {
            descriptions.push_back(entry->group.empty() ? entry->id
                                                        : fmt::format("{} (of {})", entry->id,
                                                                      printable(entry->group)));
        }
        diagnostics.add(
            at(resource, mention.position, "plan.ambiguous-" + name,
               fmt::format("{} {} are named {}: {}", resolved.candidates.size(), catalogue.words,
                           in_quotes(shown), join(descriptions, ", ")),
               fmt::format("write the {} of the one that is meant", catalogue.id_word)));
        return;
    }
    std::vector<std::string> known = names_of(entries);
    // What is near the value of a variable tells the value.
    const auto near = catalogue.alike ? suggest_right : suggest;
    std::string hint = shown == mention.written ? near(mention.written, known) : "";
    if (hint.empty()) {
        constexpr std::size_t most_shown = 30;
        if (known.size() > most_shown) known.resize(most_shown);
        for (std::string& each : known)
            each = in_quotes(each);
        hint = known.empty() ? "this credential sees none" : "known are " + join(known, ", ");
    }
    diagnostics.add(at(resource, mention.position, "plan.unknown-" + name,
                       fmt::format("no {} has the name or {} {}", catalogue.word, catalogue.id_word,
                                   in_quotes(shown)),
                       hint));
}

/// A name for an object that does not exist yet: held against the same catalogue of another one, so
/// that a slip is told before anything is bought.
void compare_with_others(const Resource& resource, const diff::Mention& mention,
                         const std::string& shown, const Live& live, Diagnostics& diagnostics) {
    const Catalogue& catalogue = *mention.catalogue;
    if (!catalogue.alike) return;
    const auto other = std::ranges::find_if(
        live.catalogues, [&](const auto& each) { return each.first.first == catalogue.name; });
    if (other != live.catalogues.end()) {
        const diff::Resolved resolved =
            diff::look_up(mention.written, catalogue, other->first.second, live);
        if (resolved.how != diff::Resolved::How::unknown) return;
        unresolved(resource, mention, shown, resolved, other->second, diagnostics);
    } else if (live.of(catalogue.owner).empty()) {
        Diagnostic warning =
            at(resource, mention.position, "plan.unchecked-name",
               fmt::format("whether there is a {} {} shows when the {} is there: no other one is "
                           "visible whose {} could be looked at",
                           catalogue.word, in_quotes(shown), catalogue.owner, catalogue.words),
               "check the spelling before anything is bought");
        warning.severity = Severity::warning;
        diagnostics.add(std::move(warning));
    }
}

/// Turns the names that catalogues know into ids. `owner` is the id of the live object whose
/// catalogues hold; "" when it does not exist yet, and then its names are looked up when it does.
void resolve_names(const Resource& resource, std::string_view owner, const KindTable& kinds,
                   const Live& live, const VariableTexts& written, Change& change,
                   Diagnostics& diagnostics) {
    for (const diff::Mention& mention : diff::mentions(resource, kinds)) {
        const Catalogue& catalogue = *mention.catalogue;
        const std::string_view whose = catalogue.owner.empty() ? std::string_view() : owner;
        const diff::Resolved resolved = diff::look_up(mention.written, catalogue, whose, live);
        const std::string shown = shown_name(mention, written);
        const std::vector<CatalogueEntry>* entries = live.catalogue(catalogue.name, whose);
        if (resolved.how == diff::Resolved::How::unknown ||
            resolved.how == diff::Resolved::How::ambiguous) {
            unresolved(resource, mention, shown, resolved, *entries, diagnostics);
        } else if (resolved.how == diff::Resolved::How::found || !catalogue.owner.empty()) {
            change.references.push_back(
                {std::string(catalogue.name), mention.written, resolved.id, shown});
            if (resolved.id.empty() && owner.empty()) {
                compare_with_others(resource, mention, shown, live, diagnostics);
            }
        }
    }
}

/// Takes fields out of the change for good: whatever is read later, they stay as they are.
template<typename Condition>
void leave_out_if(Change& change, const Condition& condition) {
    std::erase_if(change.fields, [&](const FieldChange& difference) {
        if (!condition(difference)) return false;
        change.left_out.push_back(difference.path);
        return true;
    });
}

/// What cannot be changed stays out of the change: as an error where the live value is known to be
/// another, as a warning where the API does not tell it.
void take_out_immutable(const Resource& resource, const Schema& schema, Change& change,
                        Diagnostics& diagnostics) {
    leave_out_if(change, [&](const FieldChange& difference) {
        if (!schema.field(difference.path)->immutable) return false;
        const Field& field = *resource.field(difference.path);
        if (difference.before.is_null()) {
            Diagnostic warning =
                at_field(resource, field, "plan.unknown-live",
                         fmt::format("the API does not tell the {} of this {}, so it is not "
                                     "compared",
                                     difference.path, resource.kind->title()),
                         "");
            warning.severity = Severity::warning;
            diagnostics.add(std::move(warning));
            return true;
        }
        const bool hidden = difference.hides_before();
        const std::string now = hidden ? "another value" : to_text(difference.before);
        Diagnostic error =
            at_field(resource, field, "plan.immutable",
                     fmt::format("{} is {} and the API cannot change it to {}", difference.path,
                                 now, to_text(difference.as_written())),
                     fmt::format("write {}, or remove the line; Cloudflare's support can change it",
                                 hidden ? "the live value" : now));
        error.field = difference.path;
        diagnostics.add(std::move(error));
        change.barred.push_back(difference);
        return true;
    });
}

/// What could not be read is not compared.
void take_out_unread(const Resource& resource, const LiveObject& now, Change& change,
                     Diagnostics& diagnostics) {
    leave_out_if(change, [&](const FieldChange& difference) {
        const Fault* const fault = now.why_unread(difference.path);
        if (fault == nullptr) return false;
        Diagnostic error = at_field(resource, *resource.field(difference.path),
                                    std::string(unread_field), fault->summary(), "");
        explain(error, *resource.kind, *fault);
        error.field = difference.path;
        diagnostics.add(std::move(error));
        return true;
    });
}

/// Has the kind judge the change. A field in doubt is left out of it, and of a purchase all: half
/// an order is not what was ordered. An unknown setting is one mistake in the manifest, not a
/// difference in every zone.
void check_fields(Change& change, const Live& live, const Offer& offer, Diagnostics& diagnostics) {
    const Kind& kind = *change.resource->kind;
    const bool whole = kind.buys();
    Diagnostics found;
    if (!change.fields.empty()) kind.order(change, offer, found);
    if (kind.writing.check != nullptr) kind.writing.check(change, live, found);
    for (const Diagnostic& diagnostic : found.all()) {
        if (!Doubts::concerns_a_field(diagnostic)) continue;
        leave_out_if(change, [&](const FieldChange& field) {
            const bool out = whole || field.path == diagnostic.field;
            if (out && (whole || !field.before.is_null())) change.barred.push_back(field);
            return out;
        });
    }
    diagnostics.append(std::move(found));
}

std::string reason_for(const Resource& resource, const LiveObject* live, bool renamed,
                       const Schema& schema) {
    const std::string kind = resource.kind->title();
    if (live != nullptr && renamed) {
        return "it is live under its previous name " + in_quotes(live->name);
    }
    if (live != nullptr && live->fields.empty()) return fmt::format("there is no {} yet", kind);
    if (live != nullptr)
        return fmt::format("the live {} {} other values", kind,
                           resource.kind->only_plural() ? "have" : "has");
    const std::string key(schema.field_with(IdentityRole::name));
    // What has no name is missing only where what it lies in is.
    if (key.empty()) return fmt::format("its {} does not exist yet", resource.kind->parent);
    const std::string_view scope = schema.field_with(IdentityRole::scope);
    const std::string_view within = scope.empty() ? std::string_view() : resource.text_of(scope);
    if (within.empty()) return fmt::format("no live {} has this {}", kind, key);
    return fmt::format("no live {} of {} {} has this {}", kind, scope, in_quotes(within), key);
}

/// Nothing is built on what cannot be read, and it stays unknown whether it is as wanted. What is
/// written field by field goes on without the field in doubt.
void report_doubts(const Resource& resource, const LiveObject& live, Change& change,
                   Diagnostics& diagnostics) {
    for (const Doubt* doubt : diff::doubts_about(resource, live, !change.fields.empty())) {
        const Field* field = nullptr;
        for (const Field& written : resource.fields) {
            if (!doubt->concerns(written.path)) continue;
            change.left_out.push_back(written.path);
            if (field == nullptr) field = &written;
        }
        const bool alone = field != nullptr && !resource.kind->replaces();
        diagnostics.add({.code = "plan.unclear-answer",
                         .summary = doubt->describe(),
                         .hint = "nothing is changed on the strength of it: run it again later, "
                                 "and tell Cloudflare's support if it stays so",
                         .subject = resource.address.text(),
                         .position = field == nullptr ? resource.position : field->position,
                         .field = alone ? field->path : ""});
    }
}

} // namespace

std::optional<Change> judge_difference(const KindTable& kinds, Change change, bool renamed,
                                       std::string_view owner, const Live& live,
                                       const VariableTexts& written, const Offer& offer,
                                       Diagnostics& diagnostics) {
    const Resource& resource = *change.resource;
    const Kind& kind = *resource.kind;
    const Schema& schema = kinds.schema_of(kind);
    change.reason = reason_for(resource, change.live, renamed, schema);
    keep_references(written, schema, change);
    if (change.live != nullptr) {
        report_doubts(resource, *change.live, change, diagnostics);
        // What was rejected is never sent again by itself, and what stands in a way that nobody
        // knows is left as it is; Plan::waiting tells both.
        const Acceptance acceptance = kind.acceptance(*change.live);
        if (acceptance == Acceptance::rejected || acceptance == Acceptance::unknown)
            return std::nullopt;
        if (auto move = diff::move_of(resource, *change.live, kinds, live)) {
            change.fields.push_back(std::move(*move));
        }
        take_out_immutable(resource, schema, change, diagnostics);
        take_out_unread(resource, *change.live, change, diagnostics);
    }
    if (!kind.reading.catalogues.empty()) {
        resolve_names(resource, owner, kinds, live, written, change, diagnostics);
    }
    const bool had_fields = !change.fields.empty();
    const bool is_there = change.live != nullptr || kind.comes_with_parent();
    if (had_fields || !is_there) check_fields(change, live, offer, diagnostics);
    const bool nothing = change.fields.empty() && (is_there || had_fields);
    if (nothing && change.barred.empty()) return std::nullopt;
    return change;
}

void judge_lock(Change& change, const Surroundings& around, Diagnostics& diagnostics) {
    const Resource& resource = *change.resource;
    const Kind& kind = *resource.kind;
    // What is not live yet is locked as everything of its sort is from the start.
    const std::optional<LiveObject> given =
        change.live == nullptr ? kind.from_the_start() : std::nullopt;
    const LiveObject* now = given ? &*given : change.live;
    if (now == nullptr) return;
    leave_out_if(change, [&](const FieldChange& field) {
        // If a purchase comes first, or the parent is created in this run, money is spent before we
        // can see the object; so judge the lock now.
        const bool unseen = !around.before.empty() || around.parent == nullptr;
        const bool unknown = unseen && now->field(field.path) == nullptr;
        if (!now->is_locked(field.path) && !unknown) return false;
        Lock lock = kind.lock(field, around);
        if (lock.way == Lock::Way::shut) {
            Diagnostic error = at_field(resource, *resource.field(field.path), "plan.locked",
                                        std::move(lock.summary), std::move(lock.hint));
            error.field = field.path;
            diagnostics.add(std::move(error));
            change.barred.push_back(field);
        }
        return lock.way != Lock::Way::opens;
    });
}

} // namespace tenantry::planner
