#include "engine/explanation/explanation.hpp"

#include "engine/base/text.hpp"
#include "engine/explanation/field_layers.hpp"
#include "engine/explanation/field_verdict.hpp"
#include "engine/explanation/recorded_fields.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry::explanation {
namespace {

class Explainer {
public:
    Explainer(const Subject& subject, const Grounds& grounds, const std::optional<Past>& past)
        : subject_(subject), grounds_(grounds), past_(past) {}

    Explanation explain() const {
        Explanation explanation{.customer = subject_.customer->name,
                                .position = subject_.customer->position,
                                .remembered = past_.has_value()};
        for (const std::size_t index : subject_.resources) {
            if (subject_.unwritten != nullptr)
                explanation.resources.push_back(unwritten_in(index));
            else if (subject_.list != nullptr)
                explanation.resources.push_back(list_of(index, explanation.below));
            else
                explanation.resources.push_back(in_full(index));
        }
        for (const std::size_t index : subject_.below)
            explanation.below.push_back(head_of(index));
        return explanation;
    }

private:
    ExplainedResource head_of(std::size_t index) const {
        const Resource& resource = grounds_.desired.resources[index];
        ExplainedResource head{
            .address = resource.address, .kind = resource.kind, .position = resource.position};
        judge(grounds_, index, head);
        return head;
    }

    bool is_asked_for(std::string_view path) const {
        const std::string& field = subject_.field;
        if (field.empty() || path == field) return true;
        return path.starts_with(field) && path.size() > field.size() && path[field.size()] == '.';
    }

    ExplainedResource in_full(std::size_t index) const {
        const Resource& resource = grounds_.desired.resources[index];
        ExplainedResource explained = head_of(index);
        for (const Field& field : resource.fields)
            if (is_asked_for(field.path)) explained.fields.push_back(one(index, field.path));
        const Schema& schema = grounds_.kinds.schema_of(*resource.kind);
        std::vector<std::string> names = named_fields(schema, grounds_.kinds);
        // What a schema does not name by itself is one of the members that a map takes.
        if (explained.fields.empty() && std::ranges::none_of(names, [&](const std::string& name) {
                return is_asked_for(name);
            }))
            names.push_back(subject_.field);
        for (const std::string& name : names) {
            if (!is_asked_for(name) || stands_in(resource, name)) continue;
            const IdentityRole role = schema.field(name)->identity;
            const bool pins = role == IdentityRole::id || role == IdentityRole::previously;
            if (pins && name != subject_.field) continue;
            if (name == subject_.field)
                explained.fields.push_back(one(index, name));
            else
                explained.left_alone.push_back(name);
        }
        return explained;
    }

    static bool stands_in(const Resource& resource, const std::string& name) {
        return std::ranges::any_of(resource.fields, [&](const Field& field) {
            return field.path == name || field.path.starts_with(name + ".");
        });
    }

    ExplainedField one(std::size_t index, const std::string& path) const {
        const Resource& resource = grounds_.desired.resources[index];
        ExplainedField field{.path = path};
        const Schema* const facts = grounds_.kinds.schema_of(*resource.kind).field(path);
        if (facts != nullptr) field.begins_with = facts->default_value;
        lay(grounds_, resource, field);
        judge(grounds_, index, field);
        if (past_) {
            const LiveObject* const live = grounds_.live.matches.of[index].live;
            remember(*past_, resource, live == nullptr ? "" : live->id, field);
        }
        return field;
    }

    std::string place_of(std::size_t index) const {
        return grounds_.sources.describe(grounds_.desired.resources[index].position);
    }

    /// Its kind has one in each parent, and no document speaks of this one.
    ExplainedResource unwritten_in(std::size_t index) const {
        const Resource& parent = grounds_.desired.resources[index];
        const Kind& kind = *subject_.unwritten;
        const std::string word(kind.word);
        ExplainedResource explained{.address = parent.address.member(kind.word),
                                    .kind = &kind,
                                    .managed = false,
                                    .position = parent.position,
                                    .why = "no step: no document speaks of it, so that it stays "
                                           "as it is"};
        const Schema& schema = grounds_.kinds.schema_of(kind);
        const std::string path = subject_.field.empty() ? word : word + "." + subject_.field;
        const bool short_form = !schema.short_form.empty() &&
                                (subject_.field.empty() || subject_.field == schema.short_form);
        explained.hint = fmt::format("to manage it, write {} at {}",
                                     subject_.field.empty() && !short_form
                                         ? word + ": {...}"
                                         : line_to_write(short_form ? word : path, {}),
                                     place_of(index));
        const std::string asked = subject_.field.empty() ? schema.short_form : subject_.field;
        if (const Schema* const facts = asked.empty() ? nullptr : schema.field(asked))
            explained.fields.push_back(unwritten_field(index, asked, *facts));
        return explained;
    }

    /// What the list of the parents tells of it may be known all the same, as the plan of a zone.
    ExplainedField unwritten_field(std::size_t index, const std::string& path,
                                   const Schema& facts) const {
        ExplainedField field{.path = path,
                             .begins_with = facts.default_value,
                             .live_why = "not known: it was not read, because no manifest speaks "
                                         "of it",
                             .verdict = FieldVerdict::left_alone,
                             .why = unspoken_words(grounds_.kinds.schema_of(*subject_.unwritten),
                                                   grounds_.kinds, path)};
        const LiveObject* const parent = grounds_.live.matches.of[index].live;
        const OnePerParent* const part = subject_.unwritten->one_per_parent;
        if (parent == nullptr || part == nullptr || part->from_parent == nullptr) return field;
        const LiveObject told = part->from_parent(*parent);
        const Json* const value = told.field(path);
        if (value == nullptr || value->is_null()) return field;
        field.live = *value;
        field.live_why.clear();
        return field;
    }

    /// What stands in a list of the resource, if it has one.
    ExplainedResource list_of(std::size_t index, std::vector<ExplainedResource>& below) const {
        const Resource& parent = grounds_.desired.resources[index];
        const Kind& kind = *subject_.list;
        const bool managed =
            std::ranges::find(parent.managed_lists, &kind) != parent.managed_lists.end();
        ExplainedResource explained{.address = parent.address,
                                    .kind = &kind,
                                    .list = true,
                                    .managed = managed,
                                    .position = parent.position,
                                    .as_wanted = managed};
        for (std::size_t i = 0; i < grounds_.desired.resources.size(); ++i) {
            const Resource& resource = grounds_.desired.resources[i];
            if (resource.parent == index && resource.kind == &kind) below.push_back(head_of(i));
        }
        if (managed) {
            explained.why = fmt::format("the list of {} is managed: what is live and not in it is "
                                        "reported by drift, and nothing is removed",
                                        kind.plural);
        } else {
            explained.why = fmt::format("the list of {} is not written, so that nobody looks "
                                        "after it",
                                        kind.plural);
            explained.hint = fmt::format("to manage it, write {} at {}; an empty list means that "
                                         "there shall be none",
                                         line_to_write(subject_.field, {}), place_of(index));
        }
        return explained;
    }

    const Subject& subject_;
    const Grounds& grounds_;
    const std::optional<Past>& past_;
};

} // namespace

Explanation explain(const Subject& subject, const Grounds& grounds,
                    const std::optional<Past>& past) {
    return Explainer(subject, grounds, past).explain();
}

} // namespace tenantry::explanation
