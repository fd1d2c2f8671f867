#include "engine/kinds/shared/weakened.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <string>

namespace tenantry::kinds {
namespace {

std::string text_of(const Json& value) {
    return value.text() == nullptr ? to_text(value) : *value.text();
}

/// The place of a value among those of its field; nothing where it has none.
std::optional<std::ptrdiff_t> grade(const Json* value, const Graded& field) {
    if (value == nullptr || value->is_null()) return std::nullopt;
    const auto found = std::ranges::find(field.values, text_of(*value));
    if (found == field.values.end()) return std::nullopt;
    return found - field.values.begin();
}

/// The value at the rest of the path, in the value of a field.
const Json* within(const Json& value, std::string_view rest) {
    return rest.empty() ? &value : value.at(rest.substr(1));
}

} // namespace

std::vector<Risk> weakened(const Change& change, std::span<const Graded> fields) {
    std::vector<Risk> risks;
    for (const Graded& graded : fields) {
        const auto changed = std::ranges::find_if(change.fields, [&](const FieldChange& field) {
            return graded.path == field.path || graded.path.starts_with(field.path + ".");
        });
        if (changed == change.fields.end()) continue;
        const std::string_view rest = graded.path.substr(changed->path.size());
        const Json* before = within(changed->before, rest);
        const Json* after = within(changed->after, rest);
        const auto from = grade(before, graded);
        const auto to = grade(after, graded);
        if (!from || !to || *to >= *from) continue;
        const bool off = *before == Json(true) && *after == Json(false);
        risks.push_back({std::string(graded.code),
                         std::string(graded.path) + (off ? std::string(" is turned off")
                                                     : !changed->written.is_null()
                                                         ? std::string(" is lowered")
                                                         : fmt::format(" is lowered from {} to {}",
                                                                       printable(text_of(*before)),
                                                                       printable(text_of(*after)))),
                         changed->path, changed->position});
    }
    return risks;
}

} // namespace tenantry::kinds
