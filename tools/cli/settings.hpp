// From flags, configuration and environment to the settings of a connection.
#pragma once

#include "engine/base/json.hpp"
#include "engine/doctor/doctor.hpp"
#include "engine/http/http.hpp"
#include "tools/cli/arguments.hpp"
#include "tools/cli/environment.hpp"
#include "tools/cli/refusal.hpp"

#include <chrono>
#include <expected>
#include <string>

namespace tenantry::cli {

/// What a run keeps to and may say of its connection; nothing secret.
struct Terms {
    std::string api_url = {};
    std::string credential = {}; // where it is written, for people
    std::string self = {};       // its e-mail; "" for a token
    std::size_t parallelism = 8;
    std::chrono::milliseconds look_again{1000};
    std::chrono::milliseconds patience{0};
    doctor::Patient patient = {}; // what the doctor may tell
};

/// A path that the configuration names: a relative one begins where the configuration lies, so that
/// a run finds the same file wherever it is started.
std::string configured_path(const Arguments& arguments, std::string_view path);

std::expected<std::string, Refusal> api_url_for(const Json& spec, const Environment& environment);

/// `spec` is the configuration's content, or null. Flags win over it, it over the environment.
std::expected<http::Settings, Refusal> settings_for(const Arguments& arguments, const Json& spec,
                                                    const Environment& environment);

/// `credential` says where the credential of `settings` is written.
Terms terms_of(const http::Settings& settings, std::string credential,
               const Environment& environment);

} // namespace tenantry::cli
