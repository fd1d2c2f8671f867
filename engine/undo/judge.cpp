#include "engine/undo/judge.hpp"

#include "engine/base/text.hpp"
#include "engine/model/canonical.hpp"
#include "engine/model/natural_key.hpp"

#include <fmt/core.h>

#include <utility>

namespace tenantry::undo {
namespace {

std::string in_words(const Json& value) { return printable(to_text(value)); }

/// A value as YAML takes it on one line; what looks like a variable is none.
std::string as_yaml(const Json& value) {
    std::string text = to_text(value);
    for (auto at = text.find("${"); at != text.npos; at = text.find("${", at + 3))
        text.insert(at, "$");
    return text;
}

/// "settings:\n  ssl: \"full\"\n" for settings.ssl.
std::string nested(std::string_view path, const Json& value) {
    std::string text;
    std::string indent;
    for (auto dot = path.find('.'); dot != path.npos; dot = path.find('.')) {
        text += fmt::format("{}{}:\n", indent, path.substr(0, dot));
        indent += "  ";
        path.remove_prefix(dot + 1);
    }
    return text + fmt::format("{}{}: {}\n", indent, path, as_yaml(value));
}

/// A live value as a manifest has it: things of a catalogue by their names.
Json as_manifests_have_it(const Json& live, const Schema* schema) {
    if (schema == nullptr) return live;
    if (live.items() != nullptr) {
        JsonArray items;
        for (const Json& item : *live.items())
            items.push_back(as_manifests_have_it(item, schema->items));
        return Json(std::move(items));
    }
    if (live.members() == nullptr) return live;
    if (!schema->catalogue.empty()) {
        const std::string_view name = live.text_of("name");
        return Json(name.empty() ? live.text_of("id") : name);
    }
    Json written = Json::object();
    for (const auto& [name, value] : *live.members())
        written.append(name, as_manifests_have_it(value, schema->property(name)));
    return written;
}

/// Whether a field holds the name by which its resource is found, and no id does.
bool is_name_it_goes_by(const Resource& resource, std::string_view path, const Schema& schema) {
    const std::string_view id = schema.field_with(IdentityRole::id);
    const bool pinned = !id.empty() && resource.field(id) != nullptr;
    return !pinned && path == NaturalKey(schema).field();
}

} // namespace

std::vector<RecordedField> fields_in(const Json& fields) {
    std::vector<RecordedField> list;
    if (fields.items() == nullptr) return list;
    for (const Json& field : *fields.items()) {
        const Json* const before = field.find("before");
        const Json* const after = field.find("after");
        const Json* const hidden = field.find("before_hidden");
        list.push_back({.path = std::string(field.text_of("path")),
                        .before = before == nullptr ? Json() : *before,
                        .after = after == nullptr ? Json() : *after,
                        .before_hidden = hidden != nullptr && *hidden == Json(true),
                        .status = std::string(field.text_of("status"))});
    }
    return list;
}

Judge::Judge(const Recorded& recorded, const manifest::Loaded& manifests, const KindTable& kinds)
    : manifests_(manifests), kinds_(kinds) {
    for (const Resource& resource : manifests.desired.resources)
        resources_.emplace(resource.address.text(), &resource);
    for (const ledger::StepRecord& step : recorded.later) {
        if (step.outcome != "done" && step.outcome != "partly") continue;
        for (const RecordedField& field : fields_in(step.fields)) {
            if (field.status == "failed" || field.status == "not_tried") continue;
            later_.insert_or_assign({step.address, field.path}, std::pair(step.run, field.after));
        }
    }
}

std::string Judge::why_by_record(const ledger::StepRecord& step, const RecordedField& field) const {
    if (field.status == "failed")
        return "its call failed: tenantry plan shows whether it was changed";
    if (field.before_hidden) {
        return "what it was before is hidden: the value comes from a variable, and the one before "
               "may be what that held";
    }
    if (field.before.is_null()) {
        return "nobody has seen a value before: where its line is taken out of the manifest, it "
               "stays as it is";
    }
    const auto later = later_.find({step.address, field.path});
    if (later == later_.end() || later->second.second == field.after) return "";
    return fmt::format("the run {} has set it to {} since",
                       ledger::name_of_run(later->second.first), in_words(later->second.second));
}

std::string Judge::why_by_manifests(const Resource& resource, const RecordedField& field) const {
    const ServiceUsers* const users = kinds_.service_users();
    if (users != nullptr && users->is_membership(*resource.kind)) {
        return fmt::format("it follows from {} of the Tenant document, which holds for all "
                           "customers",
                           users->section);
    }
    const Field* const set = resource.field(field.path);
    if (set == nullptr) return "no manifest sets it any more";
    if (manifests_.desired.written.contains(set->position))
        return "its value comes from a variable: change what that holds";
    const Schema* const schema = kinds_.schema_of(*resource.kind).field(field.path);
    const bool still = schema == nullptr ? set->value == field.after
                                         : same_value(field.after, set->value, *schema);
    return still ? "" : "the manifest says " + in_words(set->value) + " now";
}

WayBack Judge::judge(const ledger::StepRecord& step, const RecordedField& recorded,
                     Reversal& reversal) const {
    const Kind* const kind = kinds_.find(step.kind);
    const Schema* const schema =
        kind == nullptr ? nullptr : kinds_.schema_of(*kind).field(recorded.path);
    RecordedField field = recorded;
    field.before = as_manifests_have_it(recorded.before, schema);
    reversal = {.address = step.address,
                .kind = step.kind,
                .object = step.object,
                .field = field.path,
                .back = field.before_hidden ? Json() : field.before,
                .set = field.after};
    const auto found = resources_.find(step.address);
    const Resource* const resource = found == resources_.end() ? nullptr : found->second;
    if (resource != nullptr && resource->field(field.path) != nullptr)
        reversal.position = resource->field(field.path)->position;
    reversal.why = why_by_record(step, field);
    if (reversal.why.empty()) {
        reversal.why = resource == nullptr
                           ? "no manifest names " + printable(step.address) + " any more"
                           : why_by_manifests(*resource, field);
    }
    if (reversal.why.empty() && schema != nullptr &&
        !same_value(recorded.before, field.before, *schema))
        reversal.why = "what it was before has no form that a manifest could have";
    if (!reversal.why.empty()) return {};
    add_snippet(*resource, field, reversal);
    const Field& set = *resource->field(field.path);
    if (set.inherited) {
        reversal.why = "the value comes from a default, which holds for others, too";
        return {};
    }
    if (is_name_it_goes_by(*resource, field.path, kinds_.schema_of(*resource->kind)))
        return renaming(*resource, field);
    return {.edits = {{set.position, field.before}},
            .otherwise = "it does not stand in one line of the manifest"};
}

void Judge::add_snippet(const Resource& resource, const RecordedField& field,
                        Reversal& reversal) const {
    // What every parent has one of is written within the parent, and may come from a default.
    const bool within = resource.kind->comes_with_parent() && resource.parent != Resource::none;
    const Resource& item = within ? manifests_.desired.resources[resource.parent] : resource;
    reversal.place = item.position;
    reversal.item = item.address.text();
    const std::string path =
        within ? fmt::format("{}.{}", resource.kind->word, field.path) : field.path;
    reversal.snippet = nested(path, field.before);
    const Schema& schema = kinds_.schema_of(*resource.kind);
    if (!is_name_it_goes_by(resource, field.path, schema)) return;
    const std::string_view previously = schema.field_with(IdentityRole::previously);
    if (!previously.empty()) reversal.snippet += nested(previously, Json::array({field.after}));
}

/// A name that is only written back would be that of something new: the one of today has to stand
/// among the names it had before.
WayBack Judge::renaming(const Resource& resource, const RecordedField& field) const {
    WayBack way{.otherwise = "it is found by its name, so that the one of today has to stand among "
                             "the previous ones"};
    const Schema& schema = kinds_.schema_of(*resource.kind);
    const Field* const names = resource.field(schema.field_with(IdentityRole::previously));
    if (names == nullptr || names->value.items() == nullptr) return way;
    const JsonArray& items = *names->value.items();
    for (std::size_t i = 0; i < items.size() && i < names->items.size(); ++i) {
        if (items[i] != field.before) continue;
        way.edits = {{resource.field(field.path)->position, field.before},
                     {names->items[i], field.after}};
        return way;
    }
    return way;
}

} // namespace tenantry::undo
