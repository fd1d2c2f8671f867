#include "engine/model/variable_parts.hpp"

namespace tenantry {

Json replace_variable_parts(const Json& live, const Json& wanted, const Json& written,
                            const Replace& replace) {
    if (live.is_null() || written == wanted) return live;
    const JsonObject* members = live.members();
    if (members == nullptr || wanted.members() == nullptr || written.members() == nullptr) {
        return replace(live, wanted);
    }
    Json result = live;
    for (const auto& [name, value] : *members) {
        const Json* after = wanted.find(name);
        const Json* by = written.find(name);
        if (after == nullptr || by == nullptr) continue;
        result.set(name, replace_variable_parts(value, *after, *by, replace));
    }
    return result;
}

} // namespace tenantry
