// The files that a run writes: each whole or not at all, links and permissions as they were, and
// what is no regular file written to as it is. Errors are sentences.
#pragma once

#include "tools/cli/arguments.hpp"

#include <sys/types.h>

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace tenantry::cli {

/// Whether the files of --out and --output can be written, as far as can be known before there is
/// anything to write.
std::expected<void, std::string> can_write(const Arguments& arguments);

/// Without a mode: as the file has it, or any new file.
std::expected<void, std::string> write_file(const std::string& name, std::string_view text,
                                            std::optional<mode_t> mode = {});

/// Writes a file that is not there yet; one that is there is an error, and stays as it is.
std::expected<void, std::string> write_new_file(const std::string& name, std::string_view text);

/// Writes a file that only its owner may read.
std::expected<void, std::string> write_private(const std::string& name, std::string_view text);

/// The sentence for a file that the system has just refused to write (errno).
std::unexpected<std::string> cannot_write(const std::string& name);

} // namespace tenantry::cli
