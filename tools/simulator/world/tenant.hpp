// Tenants and their units: what the partner was given. No call of the API changes them
// (API reference, section 3), so they are made once at start.
#pragma once

#include "tools/simulator/text/timestamp.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tenantry::simulator {

/// A unit is where accounts of a tenant are placed.
struct Unit {
    std::string tag = {}; // an opaque text, unlike all other ids
    std::string name = {};
    std::string tenant_tag = {};
    std::string tenant_name = {};
};

struct Tenant {
    std::string tag = {};
    std::string name = {};
    Time created = {};
    std::vector<std::shared_ptr<const Unit>> units = {};
};

/// Tenants that are alike in every run with these numbers.
std::vector<Tenant> make_tenants(int tenants, int units_each, std::uint64_t seed);

} // namespace tenantry::simulator
