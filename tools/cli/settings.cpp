#include "tools/cli/settings.hpp"

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

/// What the doctor may tell about a connection.
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

} // namespace

std::string configured_path(const Arguments& arguments, std::string_view path) {
    return (std::filesystem::path(arguments.config).parent_path() / path).string();
}

std::expected<std::string, Refusal> api_url_for(const Json& spec, const Environment& environment) {
    // Also where the configuration wins: a variable that is set and empty is a mistake.
    auto url = variable(environment, "CLOUDFLARE_BASE_URL");
    if (!url) return url;
    if (const auto written = spec.text_of("api.url"); !written.empty()) return std::string(written);
    return url->empty() ? http::Settings().base_url : std::move(*url);
}

std::expected<http::Settings, Refusal> settings_for(const Arguments& arguments, const Json& spec,
                                                    const Environment& environment) {
    http::Settings settings;
    auto url = api_url_for(spec, environment);
    if (!url) return std::unexpected(std::move(url.error()));
    settings.base_url = std::move(*url);
    take_configuration(arguments, spec, settings);
    if (!arguments.ca_file.empty()) settings.ca_file = arguments.ca_file;
    if (arguments.timeout) settings.timeout = *arguments.timeout;
    if (arguments.parallelism) settings.connections = *arguments.parallelism;
    auto found = credential_for(arguments, spec, environment);
    if (!found) return std::unexpected(found.error());
    settings.credential = std::move(*found);
    return settings;
}

Terms terms_of(const http::Settings& settings, std::string credential,
               const Environment& environment) {
    const bool token = !settings.credential.token.empty();
    return {.api_url = settings.base_url,
            .credential = std::move(credential),
            .self = token ? "" : settings.credential.email,
            .parallelism = static_cast<std::size_t>(settings.connections),
            .look_again = settings.retry.first_wait * 2,
            .patience = settings.retry.patience,
            .patient = patient_of(settings, environment)};
}

} // namespace tenantry::cli
