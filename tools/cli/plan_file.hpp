// Plan files on disk: read whole and bounded, with the SHA-256 that --checksum demands.
#pragma once

#include <expected>
#include <string>
#include <vector>

namespace tenantry::cli {

struct PlanFile {
    std::string text = {};
    std::string checksum = {}; // SHA-256 of the text, in lower-case hexadecimal digits
};

/// The error is a sentence.
std::expected<PlanFile, std::string> read_plan_file(const std::string& path);

/// Whether a path given to apply means a plan and not manifests: a file with another ending.
bool is_plan_file(const std::string& path);

/// The first of several paths that is a saved plan by its content, or "".
std::string saved_plan_among(const std::vector<std::string>& paths);

} // namespace tenantry::cli
