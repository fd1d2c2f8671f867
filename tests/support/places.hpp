// Where the sources and the programs lie on this machine, and how the programs were built. All that
// differs between two checkouts stands here, so that the compiler's cache finds every other test of
// the one in the other.
#pragma once

#include <string>

namespace tenantry::places {

/// A file or folder by its path from the root of the sources: "README.md".
std::string source(const std::string& path);

/// A program of this build: "tenantry".
std::string program(const std::string& name);

/// Whether these programs are slowed down by the sanitizers.
bool programs_are_sanitized();

} // namespace tenantry::places
