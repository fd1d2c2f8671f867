#include "tools/simulator/world/store.hpp"

#include "tools/simulator/text/hex_id.hpp"

#include <algorithm>

namespace tenantry::simulator {

std::string Store::new_id() { return hex_id(seed_, ++id_count_); }

void Store::resume(std::uint64_t id_count, std::uint64_t sequence) {
    id_count_ = std::max(id_count_, id_count);
    sequence_ = std::max(sequence_, sequence);
}

const Tenant* Store::find_tenant(const std::string& tag) const {
    for (const Tenant& tenant : tenants)
        if (tenant.tag == tag) return &tenant;
    return nullptr;
}

std::shared_ptr<const Unit> Store::find_unit(const std::string& tag) const {
    for (const Tenant& tenant : tenants)
        for (const auto& unit : tenant.units)
            if (unit->tag == tag) return unit;
    return nullptr;
}

} // namespace tenantry::simulator
