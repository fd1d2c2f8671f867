#include "engine/base/text.hpp"
#include "engine/diff/diff.hpp"
#include "engine/model/canonical.hpp"
#include "engine/planner/guards/rule.hpp"

#include <fmt/core.h>

#include <algorithm>

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

/// What a breach says; a value that came from a variable is not told. `by` is the field that the
/// API changes another one along with.
std::string in_words(const FieldChange& field, const KeptField& kept, const StayAndBecome& values,
                     const FieldChange* by, const VariableTexts& written) {
    const std::string along = by == nullptr ? "" : " along with " + printable(by->path);
    const bool hidden = !field.written.is_null() || written.contains(kept.position) ||
                        (by != nullptr && !by->written.is_null());
    const std::string path = printable(kept.path);
    if (hidden)
        return fmt::format("{} would become another value than the guards keep{}", path, along);
    return fmt::format("{} would become {}{}; the guards keep it {}", path,
                       printable(to_text(values.becomes)), along, printable(to_text(values.stays)));
}

/// The fields that guards keep, held against the changes of one step.
class Keeper {
public:
    Keeper(const Review& review, const Step& step)
        : keep_(review.guards().keep), written_(review.desired().written), step_(step),
          schema_(review.kinds().schema_of(step.kind())) {}

    std::vector<Breach> breaches() const {
        const Change& change = step_.change;
        std::vector<Breach> found;
        for (const FieldChange& field : change.fields)
            add_breaches(field, nullptr, found);
        for (const FieldChange& field : step_.kind().brings(change)) {
            const auto by =
                std::ranges::find(change.fields, field.position, &FieldChange::position);
            add_breaches(field, &*by, found);
        }
        return found;
    }

private:
    void add_breaches(const FieldChange& field, const FieldChange* by,
                      std::vector<Breach>& found) const {
        for (const KeptField& kept : keep_) {
            if (kept.kind != step_.kind().name) continue;
            const auto values = values_of(field, kept);
            if (!values || is_kept(kept, *values, by != nullptr)) continue;
            found.push_back({.what = in_words(field, kept, *values, by, written_),
                             .guard_place = kept.position,
                             .place = field.position});
        }
    }

    /// What comes along is none of the user's words: another word for the same wish keeps it.
    bool is_kept(const KeptField& kept, const StayAndBecome& values, bool along) const {
        const auto& [becomes, stays] = values;
        const Schema* facts = schema_.field(kept.path);
        const bool same = facts == nullptr ? becomes == stays : same_value(becomes, stays, *facts);
        return same || (along && step_.kind().same_wish(kept.path, becomes, stays));
    }

    const std::vector<KeptField>& keep_;
    const VariableTexts& written_;
    const Step& step_;
    const Schema& schema_;
};

void judge_keep(Review& review) {
    if (review.guards().keep.empty()) return;
    review.each_breach(keep_rule.name, "change it under keep in the Tenant document",
                       [&](const Step& step) { return Keeper(review, step).breaches(); });
}

} // namespace

const Rule keep_rule = {"keep", judge_keep};

} // namespace tenantry::planner
