// Members of JSON objects (not people) that several documents have.
#pragma once

#include "engine/base/json.hpp"
#include "engine/base/source.hpp"
#include "engine/model/change.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace tenantry::render {

/// Position as an object {file, line, column}, or null.
Json position_json(Position position, const Sources& sources);

Json texts_json(std::span<const std::string> texts);
Json count_json(std::size_t count);

/// Null for a text that is not there.
Json text_or_null(std::string_view text);

Json fields_json(std::span<const FieldChange> fields, const Sources& sources);

} // namespace tenantry::render
