// Kinds of objects of which a zone has one, and which go by the zone's id or name.
#pragma once

#include "tools/simulator/text/zone_name.hpp"
#include "tools/simulator/world/object_kind.hpp"
#include "tools/simulator/world/store.hpp"

namespace tenantry::simulator {

class ZonePartKind : public ObjectKind {
public:
    using ObjectKind::ObjectKind;

    std::string id_named(const Store& store, std::string_view name) const override {
        const auto& zones = store.zones.live().named(comparable_name(name));
        return zones.empty() ? std::string{} : zones.front()->id;
    }
};

} // namespace tenantry::simulator
