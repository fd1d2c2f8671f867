#include "tools/cli/connection.hpp"

#include "tools/cli/credential.hpp"

#include <charconv>
#include <filesystem>
#include <optional>

namespace tenantry::cli {
namespace {

std::optional<std::int64_t> number_at(const Json& spec, std::string_view path) {
    const Json* value = spec.at(path);
    if (value == nullptr || value->integer() == nullptr) return std::nullopt;
    return *value->integer();
}

/// "1200/300s" or "off"; the schema has checked the form.
http::Quota quota(std::string_view text) {
    http::Quota result;
    if (text == "off") return result;
    int seconds = 0;
    const auto read = [](std::string_view digits, auto& number) {
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    };
    const auto slash = text.find('/');
    read(text.substr(0, slash), result.count);
    read(text.substr(slash + 1), seconds); // up to the "s"
    result.period = std::chrono::seconds(seconds);
    return result;
}

void take_configuration(const Arguments& arguments, const Json& spec, http::Settings& settings) {
    if (const auto url = spec.text_of("api.url"); !url.empty()) settings.base_url = url;
    if (const auto file = spec.text_of("api.ca_file"); !file.empty())
        settings.ca_file = configured_path(arguments, file);
    if (const auto time = parse_duration(spec.text_of("api.timeout"))) settings.timeout = *time;
    if (const auto calls = number_at(spec, "api.parallelism")) {
        settings.connections = static_cast<int>(*calls);
    }
    if (const auto pace = spec.text_of("pace.identity"); !pace.empty()) {
        settings.identity = quota(pace);
    }
    if (const auto pace = spec.text_of("pace.address"); !pace.empty()) {
        settings.address = quota(pace);
    }
    if (const auto share = number_at(spec, "pace.share")) {
        settings.share = static_cast<double>(*share) / 100.0;
    }
    if (const auto tries = number_at(spec, "retry.tries")) {
        settings.retry.tries = static_cast<int>(*tries);
    }
    if (const auto wait = parse_duration(spec.text_of("retry.first_wait"))) {
        settings.retry.first_wait = *wait;
    }
}

} // namespace

std::expected<std::string, NotConnected> variable(const Environment& environment,
                                                  const std::string& name) {
    std::optional<std::string> value = environment(name);
    if (!value) return std::string();
    value->resize(value->find_last_not_of(" \r\n") + 1);
    if (!value->empty()) return std::move(*value);
    return std::unexpected(NotConnected{"the environment variable " + name + " is set, but empty",
                                        "give it a value, or unset it"});
}

std::string configured_path(const Arguments& arguments, std::string_view path) {
    return (std::filesystem::path(arguments.config).parent_path() / path).string();
}

std::expected<http::Settings, NotConnected>
settings_for(const Arguments& arguments, const Json& spec, const Environment& environment) {
    http::Settings settings;
    const auto url = variable(environment, "CLOUDFLARE_BASE_URL");
    if (!url) return std::unexpected(url.error());
    if (!url->empty()) settings.base_url = *url;
    take_configuration(arguments, spec, settings);
    if (!arguments.ca_file.empty()) settings.ca_file = arguments.ca_file;
    if (arguments.timeout) settings.timeout = *arguments.timeout;
    if (arguments.parallelism) settings.connections = *arguments.parallelism;
    auto found = credential_for(arguments, spec, environment);
    if (!found) return std::unexpected(found.error());
    settings.credential = std::move(*found);
    return settings;
}

doctor::Patient patient_of(const http::Settings& settings, const Environment& environment) {
    const bool token = !settings.credential.token.empty();
    doctor::Patient patient{.server = settings.base_url,
                            .token = token,
                            .email = token ? "" : settings.credential.email};
    for (const char* const variable : {"https_proxy", "HTTPS_PROXY"}) {
        if (!environment(variable).value_or("").empty()) patient.proxy = variable;
    }
    if (settings.identity.count > 0) {
        const std::chrono::duration<double> period = settings.identity.period;
        patient.calls_per_second = settings.identity.count * settings.share / period.count();
    }
    return patient;
}

} // namespace tenantry::cli
