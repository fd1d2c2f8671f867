// Members of the maps in fields, not people.
#include "engine/render/by_member.hpp"

#include "engine/model/canonical.hpp"

namespace tenantry::render {
namespace {

bool same(const Json& a, const Json& b) {
    if (a == b) return true;
    const Schema any;
    return same_value(a, b, any);
}

/// `before` may have more members than `after`: those that nobody wrote stay as they are.
void add_members(const FieldChange& field, std::vector<FieldChange>& result) {
    const bool maps = field.before.members() != nullptr && field.after.members() != nullptr;
    if (!maps) return result.push_back(field);
    for (const auto& [name, after] : *field.after.members()) {
        const Json* before = field.before.find(name);
        if (before != nullptr && same(*before, after)) continue;
        const Json* written = field.written.find(name);
        FieldChange member = field;
        member.path += "." + name;
        member.before = before == nullptr ? Json() : *before;
        member.after = after;
        // A variable in another member is none of this one's.
        member.written = written == nullptr || *written == after ? Json() : *written;
        add_members(member, result);
    }
}

} // namespace

std::vector<FieldChange> by_member(std::span<const FieldChange> fields) {
    std::vector<FieldChange> result;
    for (const FieldChange& field : fields)
        add_members(field, result);
    return result;
}

} // namespace tenantry::render
