// Which accounts make a customer, and what it is called. Names follow from names and from the order
// in which accounts were made, never from ids, so that the files of today are those of tomorrow.
#pragma once

#include "engine/exporter/exporter.hpp"
#include "engine/exporter/items.hpp"

#include <string>
#include <vector>

namespace tenantry::exporter {

struct CustomerItems {
    std::string name = {};
    std::vector<Item> roots = {};
    std::string remark = {}; // why it is called so, where one would wonder
};

/// Sorted by name.
std::vector<CustomerItems> customers_of(std::vector<Item> roots, const ExportChoice& choice);

} // namespace tenantry::exporter
