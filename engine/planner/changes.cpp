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

void unresolved(const Resource& resource, const Field& field, const std::string& catalogue,
                const Resolved& resolved, const Live& live, Diagnostics& diagnostics) {
    const std::string& written = *field.value.text();
    if (resolved.how == Resolved::How::ambiguous) {
        std::vector<std::string> descriptions;
        for (const CatalogueEntry* entry : resolved.candidates) {
            descriptions.push_back(entry->id + " (of " + printable(entry->group) + ")");
        }
        diagnostics.add(at_field(resource, field, "plan.ambiguous-" + catalogue,
                                 std::to_string(resolved.candidates.size()) + " " + catalogue +
                                     "s are named " + in_quotes(written) + ": " +
                                     join(descriptions, ", "),
                                 "write the tag of the one that is meant"));
        return;
    }
    std::vector<std::string> known = names_of(*live.catalogue(catalogue));
    std::string hint = suggest(written, known);
    if (hint.empty()) {
        for (std::string& name : known)
            name = in_quotes(name);
        hint = known.empty() ? "this credential sees none" : "known are " + join(known, ", ");
    }
    diagnostics.add(at_field(resource, field, "plan.unknown-" + catalogue,
                             "no " + catalogue + " has the name or tag " + in_quotes(written),
                             hint));
}

/// Turns the names that a catalogue knows into ids.
void resolve_names(const Resource& resource, const Schema& schema, const Live& live, Change& change,
                   Diagnostics& diagnostics) {
    for (const Field& field : resource.fields) {
        const std::string& catalogue = schema.field(field.path)->catalogue;
        if (catalogue.empty() || field.value.text() == nullptr) continue;
        const Resolved resolved = resolve(*field.value.text(), catalogue, live);
        if (resolved.how == Resolved::How::found) {
            change.resolved.emplace_back(field.path, resolved.id);
        } else if (resolved.how != Resolved::How::not_read) {
            unresolved(resource, field, catalogue, resolved, live, diagnostics);
        }
    }
}

/// A live object that lies in another scope than written: never replaced, and not moved here.
void check_scope(const Resource& resource, const LiveObject& object, const Schema& schema,
                 const Live& live, Diagnostics& diagnostics) {
    const std::string_view scope = schema.field_with(IdentityRole::scope);
    const Field* field = scope.empty() ? nullptr : resource.field(scope);
    const Json* now = field == nullptr ? nullptr : object.field(scope);
    if (now == nullptr || now->text() == nullptr || field->value.text() == nullptr) return;
    const std::string& catalogue = schema.property(scope)->catalogue;
    if (!placed_elsewhere(*now->text(), *field->value.text(), catalogue, live)) return;
    diagnostics.add(at_field(resource, *field, "plan.immutable",
                             "the live " + std::string(resource.kind->name) + " " + object.id +
                                 " lies in another " + std::string(scope) + ": " +
                                 printable(*now->text()),
                             "tenantry does not move it: write its present " + std::string(scope) +
                                 ", or ask Cloudflare to move it"));
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
                             std::string(resource.kind->name) + ", so it is not compared",
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
    const std::string kind(resource.kind->name);
    if (match.live != nullptr && match.renamed) {
        return "it is live under its previous name " + in_quotes(match.live->name);
    }
    if (match.live != nullptr) return "the live " + kind + " has other values";
    const std::string_view scope = schema.field_with(IdentityRole::scope);
    const std::string_view within = scope.empty() ? std::string_view() : resource.text_of(scope);
    if (within.empty()) return "no live " + kind + " has this name";
    return "no live " + kind + " of " + std::string(scope) + " " + in_quotes(within) +
           " has this name";
}

} // namespace

std::optional<Change> change_of(const KindTable& kinds, const Resource& resource,
                                const Match& match, const Live& live, const Written& written,
                                Diagnostics& diagnostics) {
    const Kind& kind = *resource.kind;
    const Schema& schema = kinds.schema_of(kind);
    Change change{.action = match.live == nullptr ? Action::create : Action::update,
                  .resource = &resource,
                  .live = match.live,
                  .fields = compare(resource, match.live, schema),
                  .reason = reason_for(resource, match, schema)};
    keep_references(written, schema, change);
    resolve_names(resource, schema, live, change, diagnostics);
    if (match.live != nullptr) {
        check_scope(resource, *match.live, schema, live, diagnostics);
        take_out_immutable(resource, schema, change, diagnostics);
        if (change.fields.empty()) return std::nullopt;
    }
    if (kind.check != nullptr) kind.check(change, live, diagnostics);
    return change;
}

} // namespace tenantry::planner
