// Syntax errors in plain words. The YAML library says where it got stuck; people want to know what
// they did wrong, which is often a line or two before that.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/manifest/yaml/text.hpp"

#include <cstddef>
#include <string_view>

namespace tenantry::manifest {

/// Where and why reading stopped.
struct Mishap {
    std::string_view message = {}; // of the YAML library
    std::size_t offset = 0;        // where it got stuck
    std::size_t last = 0;          // where the last thing that it understood begins
};

/// The mistake that a mishap most likely comes from.
Diagnostic explain(std::string_view text, Places& places, const Mishap& mishap);

/// The mistake of a directive (a line that begins with "%"), if it is one.
std::optional<Diagnostic> directive_mistake(std::string_view line, Position position);

/// An anchor, alias or tag at an offset.
Diagnostic unsupported(std::string_view text, std::size_t offset, Places& places);

/// Something behind the end of a document that is no new document.
Diagnostic stray(std::string_view text, std::size_t offset, Places& places);

Diagnostic unclosed_quote(char quote, Position position);
Diagnostic missing_colon(std::string_view key, Position position);

} // namespace tenantry::manifest
