// Whether values are the same. Canonical forms decide it; they are never shown, and sent only where
// the API demands them (domain names in ASCII).
#pragma once

#include "engine/base/json.hpp"
#include "engine/model/schema.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace tenantry {

/// A domain name in lower case, in ASCII (punycode), without a trailing dot; or why it is none.
std::expected<std::string, std::string> canonical_domain(std::string_view name);

/// A domain name in canonical form as people read it, in Unicode.
std::string readable_domain(const std::string& ascii);

/// Whether the API has what is wanted: text by its comparison, sets without order, null like the
/// field's default, things of a catalogue by id or name, and of a map only the members written.
bool same_value(const Json& live, const Json& wanted, const Schema& field);

} // namespace tenantry
