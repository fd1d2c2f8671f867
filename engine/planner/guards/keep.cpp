#include "engine/base/text.hpp"
#include "engine/diff/diff.hpp"
#include "engine/model/canonical.hpp"
#include "engine/planner/guards/rule.hpp"

namespace tenantry::planner {
namespace {

const Json* within(const Json& value, std::string_view rest) {
    return rest.empty() ? &value : value.at(rest.substr(1));
}

bool is_below(std::string_view path, std::string_view above) {
    return path.starts_with(above) && (path.size() == above.size() || path[above.size()] == '.');
}

/// What the change would make of the kept field, and what it has to be; nothing for "not touched".
struct StayAndBecome {
    Json becomes = {};
    Json stays = {};
};

std::optional<StayAndBecome> values_of(const FieldChange& field, const KeptField& kept) {
    const Json after = diff::laid_over(field.before, field.after);
    if (is_below(kept.path, field.path)) {
        const Json* here = within(after, std::string_view(kept.path).substr(field.path.size()));
        if (here == nullptr) return std::nullopt;
        return StayAndBecome{*here, kept.value};
    }
    if (is_below(field.path, kept.path)) {
        const Json* here =
            within(kept.value, std::string_view(field.path).substr(kept.path.size()));
        if (here == nullptr) return std::nullopt;
        return StayAndBecome{after, *here};
    }
    return std::nullopt;
}

/// What a breach says; a value that came from a variable is not told.
std::string in_words(const FieldChange& field, const KeptField& kept, const StayAndBecome& values,
                     const VariableTexts& written) {
    const bool hidden = !field.written.is_null() || written.contains(kept.position);
    if (hidden) return printable(kept.path) + " would become another value than the guards keep";
    return printable(kept.path) + " would become " + printable(to_text(values.becomes)) +
           "; the guards keep it " + printable(to_text(values.stays));
}

void judge_keep(Review& review) {
    const std::vector<KeptField>& keep = review.guards().keep;
    if (keep.empty()) return;
    review.each_step(
        keep_rule.name, "change it under keep in the Tenant document",
        [&](const Step& step) -> std::optional<Breach> {
            const Schema& schema = review.kinds().schema_of(step.kind());
            for (const FieldChange& field : step.change.fields) {
                for (const KeptField& kept : keep) {
                    if (kept.kind != step.kind().name) continue;
                    const auto values = values_of(field, kept);
                    if (!values) continue;
                    const Schema* facts = schema.field(kept.path);
                    const bool same = facts == nullptr
                                          ? values->becomes == values->stays
                                          : same_value(values->becomes, values->stays, *facts);
                    if (same) continue;
                    return Breach{.what = in_words(field, kept, *values, review.desired().written),
                                  .guard_place = kept.position,
                                  .place = field.position};
                }
            }
            return std::nullopt;
        });
}

} // namespace

const Rule keep_rule = {"keep", judge_keep};

} // namespace tenantry::planner
