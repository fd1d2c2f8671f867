// Settings of a zone that depend on each other, and forms that the API never takes: API reference,
// section 6, "Coupled settings".
#pragma once

#include "engine/model/call.hpp"
#include "engine/model/change.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::kinds {

/// With early data on, TLS 1.3 reads "zrt": that and "on" are one wish.
bool same_setting(std::string_view id, const Json& one, const Json& other);

/// What the API changes along with the settings that a change writes: "zrt" is TLS 1.3 with early
/// data on, and there is no early data without TLS 1.3.
std::vector<FieldChange> brought_along(const Change& change);

/// Early data needs TLS 1.3: it is turned on behind it and off before it. Each call writes one
/// setting.
void put_in_order(std::vector<Call>& calls);

/// Why a wanted value can never be: because of another one that the manifest wants, or by itself.
struct Contradiction {
    std::string code = {};
    std::string summary = {};
    std::string hint = {};
};
std::optional<Contradiction> contradiction(const Resource& resource, const FieldChange& field);

} // namespace tenantry::kinds
