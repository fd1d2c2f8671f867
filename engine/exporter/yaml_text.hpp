// Customers and profiles as YAML documents, as a person would write them: what is short in one
// line, in the order of the schemas, and comments where something cannot be said otherwise.
#pragma once

#include "engine/exporter/names.hpp"
#include "engine/exporter/profile.hpp"

#include <string>
#include <vector>

namespace tenantry::exporter {

/// `profile`: the name of the one that the customer uses, or "".
std::string customer_document(const CustomerItems& customer, const KindTable& kinds,
                              const std::string& profile);
std::string profile_document(const std::string& name, const std::vector<SharedValue>& shared);

/// One item as it stands in the list of its parent, indented by so many spaces.
std::string item_text(const Item& item, const KindTable& kinds, std::size_t indent);

} // namespace tenantry::exporter
