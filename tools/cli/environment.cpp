#include "tools/cli/environment.hpp"

#include <fmt/core.h>

namespace tenantry::cli {

std::expected<std::string, Refusal> variable(const Environment& environment,
                                             const std::string& name) {
    std::optional<std::string> value = environment(name);
    if (!value) return std::string();
    value->resize(value->find_last_not_of(" \r\n") + 1);
    if (!value->empty()) return std::move(*value);
    return refuse(fmt::format("the environment variable {} is set, but empty", name),
                  "give it a value, or unset it", ExitCode::usage);
}

} // namespace tenantry::cli
