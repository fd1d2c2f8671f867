// One live value as a manifest writes it, and whether it is worth a line.
#pragma once

#include "engine/base/json.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/live.hpp"
#include "engine/model/schema.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tenantry::exporter {

/// Names for ids, members that have their default left out: the form that a manifest takes.
Json as_written(const Json& live, const Schema& schema);

/// The name of an entry of a catalogue of the whole tenant, where that means this one and no other,
/// else its id; nothing where a manifest cannot name it, because it is in no catalogue that was
/// read.
std::optional<std::string> name_of_entry(const Catalogue& catalogue, std::string_view id,
                                         const Live& live);

/// Why a value cannot stand in a manifest; nothing where it can.
std::optional<std::string> misfit(const Json& value, const Schema& schema);

/// Whether leaving the field away says the same: it is empty, or what such objects begin with.
bool says_nothing(const Json& value, const Schema& schema);

} // namespace tenantry::exporter
