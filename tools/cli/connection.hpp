// From flags, configuration and environment to the settings of a connection.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/base/json.hpp"
#include "engine/doctor/doctor.hpp"
#include "engine/reader/reader.hpp"
#include "tools/cli/arguments.hpp"

#include <expected>
#include <functional>
#include <optional>
#include <string>

namespace tenantry::cli {

/// Where environment variables come from; nothing for one that is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

/// Why there are no settings: a message for the user and how the program ends.
struct NotConnected {
    std::string message = {};
    std::string hint = {};
    bool credential = false; // the credential is what is missing
};

/// The value of a variable without the blanks around its end; "" when it is not set. One that is
/// set but empty is a mistake: whoever set it meant something, and it is not the default.
std::expected<std::string, NotConnected> variable(const Environment& environment,
                                                  const std::string& name);

/// A path that the configuration names: a relative one begins where the configuration lies, so that
/// a run finds the same file wherever it is started.
std::string configured_path(const Arguments& arguments, std::string_view path);

/// `spec` is the configuration's content, or null. Flags win over it, it over the environment.
std::expected<http::Settings, NotConnected>
settings_for(const Arguments& arguments, const Json& spec, const Environment& environment);

/// What the doctor may tell about a connection.
doctor::Patient patient_of(const http::Settings& settings, const Environment& environment);

} // namespace tenantry::cli
