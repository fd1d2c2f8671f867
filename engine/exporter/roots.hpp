// Which kinds an export is about.
#pragma once

#include "engine/model/kind.hpp"

namespace tenantry::exporter {

/// Service users and their memberships are none of it: no list of the tenant's has them.
inline bool is_exported(const KindTable& kinds, const Kind& kind) {
    const ServiceUsers* const users = kinds.service_users();
    return users == nullptr || !users->are_told_by(kind);
}

/// What is exported and lies in nothing: accounts.
inline bool is_root(const KindTable& kinds, const Kind& kind) {
    return kind.parent.empty() && is_exported(kinds, kind);
}

} // namespace tenantry::exporter
