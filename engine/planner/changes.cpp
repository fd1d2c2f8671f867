#include "engine/planner/changes.hpp"

#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/model/compare.hpp"

#include <algorithm>
#include <vector>

namespace tenantry::planner {
namespace {

Diagnostic at_field(const Resource& resource, const Field& field, std::string code,
                    std::string summary, std::string hint) {
    return {.code = std::move(code),
            .summary = std::move(summary),
            .hint = std::move(hint),
            .subject = resource.address.text(),
            .position = field.position};
}

std::vector<std::string> names_of(const std::vector<CatalogueEntry>& entries) {
    std::vector<std::string> names;
    for (const CatalogueEntry& entry : entries)
        names.push_back(entry.name);
    return names;
}

void unresolved(const Resource& resource, const Mention& mention, const Resolved& resolved,
                const std::vector<CatalogueEntry>& entries, Diagnostics& diagnostics) {
    const std::string word(mention.catalogue->word);
    const std::string name(mention.catalogue->name);
    if (resolved.how == Resolved::How::ambiguous) {
        std::vector<std::string> descriptions;
        for (const CatalogueEntry* entry : resolved.candidates) {
            const std::string of =
                entry->group.empty() ? "" : " (of " + printable(entry->group) + ")";
            descriptions.push_back(entry->id + of);
        }
        diagnostics.add(at_field(
            resource, *mention.field, "plan.ambiguous-" + name,
            std::to_string(resolved.candidates.size()) + " " + word + "s are named " +
                in_quotes(mention.written) + ": " + join(descriptions, ", "),
            "write the " + std::string(mention.catalogue->id_word) + " of the one that is meant"));
        return;
    }
    std::vector<std::string> known = names_of(entries);
    std::string hint = suggest(mention.written, known);
    if (hint.empty()) {
        constexpr std::size_t most_shown = 30;
        if (known.size() > most_shown) known.resize(most_shown);
        for (std::string& each : known)
            each = in_quotes(each);
        hint = known.empty() ? "this credential sees none" : "known are " + join(known, ", ");
    }
    diagnostics.add(at_field(resource, *mention.field, "plan.unknown-" + name,
                             "no " + word + " has the name or " +
                                 std::string(mention.catalogue->id_word) + " " +
                                 in_quotes(mention.written),
                             hint));
}

/// Turns the names that catalogues know into ids. `owner` is the id of the live object whose
/// catalogues hold; "" when it does not exist yet, and then its names are looked up when it does.
void resolve_names(const Resource& resource, std::string_view owner, const KindTable& kinds,
                   const Live& live, Change& change, Diagnostics& diagnostics) {
    for (const Mention& mention : mentions(resource, kinds)) {
        const Catalogue& catalogue = *mention.catalogue;
        const std::string_view whose = catalogue.owner.empty() ? std::string_view() : owner;
        const Resolved resolved = resolve(mention.written, catalogue, whose, live);
        const std::vector<CatalogueEntry>* entries = live.catalogue(catalogue.name, whose);
        if (resolved.how == Resolved::How::unknown || resolved.how == Resolved::How::ambiguous) {
            unresolved(resource, mention, resolved, *entries, diagnostics);
        } else if (resolved.how == Resolved::How::found || !catalogue.owner.empty()) {
            change.references.push_back(
                {std::string(catalogue.name), mention.written, resolved.id});
        }
    }
}

/// What cannot be changed stays out of the change: as an error where the live value is known to be
/// another, as a warning where the API does not tell it.
void take_out_immutable(const Resource& resource, const Schema& schema, Change& change,
                        Diagnostics& diagnostics) {
    std::erase_if(change.fields, [&](const FieldChange& difference) {
        if (!schema.field(difference.path)->immutable) return false;
        const Field& field = *resource.field(difference.path);
        if (difference.before.is_null()) {
            Diagnostic warning =
                at_field(resource, field, "plan.unknown-live",
                         "the API does not tell the " + difference.path + " of this " +
                             resource.kind->title() + ", so it is not compared",
                         "");
            warning.severity = Severity::warning;
            diagnostics.add(std::move(warning));
            return true;
        }
        diagnostics.add(at_field(resource, field, "plan.immutable",
                                 difference.path + " is " + to_text(difference.before) +
                                     " and the API cannot change it to " +
                                     to_text(difference.as_written()),
                                 "write " + to_text(difference.before) +
                                     ", or remove the line; Cloudflare's support can change it"));
        return true;
    });
}

/// Has the values that came from variables shown by reference. What identifies a resource stays
/// readable: its address tells it anyway.
void keep_references(const Written& written, const Schema& schema, Change& change) {
    for (FieldChange& difference : change.fields) {
        const auto found = written.find(difference.position);
        if (found == written.end()) continue;
        if (schema.field(difference.path)->identity == IdentityRole::none)
            difference.written = found->second;
    }
}

std::string reason_for(const Resource& resource, const Match& match, const Schema& schema) {
    const std::string kind = resource.kind->title();
    if (match.live != nullptr && match.renamed) {
        return "it is live under its previous name " + in_quotes(match.live->name);
    }
    if (match.live != nullptr && match.live->fields.empty()) return "there is no " + kind + " yet";
    if (match.live != nullptr)
        return "the live " + kind + (kind.ends_with('s') ? " have" : " has") + " other values";
    if (resource.kind->single) {
        return "its " + std::string(resource.kind->parent) + " does not exist yet";
    }
    const std::string key(schema.field_with(IdentityRole::name));
    const std::string_view scope = schema.field_with(IdentityRole::scope);
    const std::string_view within = scope.empty() ? std::string_view() : resource.text_of(scope);
    if (within.empty()) return "no live " + kind + " has this " + key;
    return "no live " + kind + " of " + std::string(scope) + " " + in_quotes(within) +
           " has this " + key;
}

/// A rejected invitation is never sent again by itself, and nothing else can be done about it here.
void warn_of_rejection(const Resource& resource, Diagnostics& diagnostics) {
    diagnostics.add({.severity = Severity::warning,
                     .code = "plan.rejected",
                     .summary = "the invitation was rejected; it is not sent again",
                     .hint =
                         "remove the invitation at the dashboard to have it sent anew, or remove "
                         "the entry",
                     .subject = resource.address.text(),
                     .position = resource.position});
}

} // namespace

std::optional<Change> change_of(const KindTable& kinds, const Resource& resource,
                                const Match& match, std::string_view owner, const Live& live,
                                const Written& written, Diagnostics& diagnostics) {
    const Kind& kind = *resource.kind;
    const Schema& schema = kinds.schema_of(kind);
    // What everything of its sort has is there from the start: a new zone is free.
    const std::optional<LiveObject> given =
        kind.single && match.live == nullptr ? kind.from_api(Json()) : std::nullopt;
    const LiveObject* now = given ? &*given : match.live;
    Change change{.action = match.live == nullptr ? Action::create : Action::update,
                  .resource = &resource,
                  .live = match.live,
                  .fields = compare(resource, now, schema),
                  .reason = reason_for(resource, match, schema)};
    keep_references(written, schema, change);
    if (match.live != nullptr) {
        if (kind.standing != nullptr && kind.standing(*match.live) == Standing::rejected) {
            warn_of_rejection(resource, diagnostics);
            return std::nullopt;
        }
        if (auto move = move_of(resource, *match.live, kinds, live)) {
            change.fields.push_back(std::move(*move));
        }
        take_out_immutable(resource, schema, change, diagnostics);
    }
    if (!kind.catalogues.empty()) {
        resolve_names(resource, owner, kinds, live, change, diagnostics);
    }
    if (change.fields.empty() && now != nullptr) return std::nullopt;
    if (kind.check != nullptr) kind.check(change, live, diagnostics);
    return change;
}

void judge_lock(Change& change, std::span<const Change* const> before, const LiveObject* parent,
                Diagnostics& diagnostics) {
    const Resource& resource = *change.resource;
    const Kind& kind = *resource.kind;
    // What is not live yet is locked as everything of its sort is from the start.
    const std::optional<LiveObject> given =
        change.live == nullptr && kind.single ? kind.from_api(Json()) : std::nullopt;
    const LiveObject* now = given ? &*given : change.live;
    if (now == nullptr) return;
    std::erase_if(change.fields, [&](const FieldChange& field) {
        if (!now->is_locked(field.path)) return false;
        Lock lock = kind.lock(field, before, parent);
        if (lock.way == Lock::Way::shut) {
            diagnostics.add(at_field(resource, *resource.field(field.path), "plan.locked",
                                     std::move(lock.summary), std::move(lock.hint)));
        }
        return lock.way == Lock::Way::moot;
    });
}

} // namespace tenantry::planner
