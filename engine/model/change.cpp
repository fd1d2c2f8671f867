#include "engine/model/change.hpp"

#include "engine/base/bug.hpp"
#include "engine/model/variable_parts.hpp"

#include <algorithm>

namespace tenantry {

Json FieldChange::before_shown(const Json& instead) const {
    if (written.is_null()) return before;
    return replace_variable_parts(before, after, written,
                                  [&](const Json&, const Json&) { return instead; });
}

std::string_view name_of(Action action) {
    switch (action) {
    case Action::create: return "create";
    case Action::update: return "update";
    }
    bug("action out of range");
}

const FieldChange* Change::field(std::string_view path) const {
    const auto found = std::ranges::find(fields, path, &FieldChange::path);
    return found == fields.end() ? nullptr : &*found;
}

std::string_view Change::id_of(std::string_view catalogue, std::string_view written) const {
    for (const Reference& reference : references) {
        if (reference.catalogue == catalogue && reference.written == written) return reference.id;
    }
    return {};
}

bool Change::resolved() const {
    return std::ranges::none_of(references,
                                [](const Reference& reference) { return reference.id.empty(); });
}

bool Change::leaves_out(std::string_view path) const {
    return std::ranges::find(left_out, path) != left_out.end();
}

Json Change::wanted(std::string_view path) const {
    const Field* written = resource->field(path);
    if (written != nullptr && !leaves_out(path)) return written->value;
    const Json* now = live == nullptr ? nullptr : live->field(path);
    return now == nullptr ? Json() : *now;
}

} // namespace tenantry
