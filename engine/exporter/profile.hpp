// What most items share, taken out of them into one profile, where the files become shorter by it.
#pragma once

#include "engine/exporter/names.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tenantry::exporter {

/// A default of the profile: "zone" and "settings.ssl".
struct SharedValue {
    std::string kind = {};
    std::string path = {};
    Json value = {};
};

/// Marks the fields that the profile has from now on, and writes the others' values where they were
/// left out, so that nothing becomes another: the profile holds for all of these customers.
std::vector<SharedValue> share(std::vector<CustomerItems>& customers, const KindTable& kinds);

} // namespace tenantry::exporter
