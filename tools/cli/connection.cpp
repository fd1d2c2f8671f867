#include "tools/cli/connection.hpp"

#include "engine/base/text.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <optional>

namespace tenantry::cli {
namespace {

// A credential is a line; more than this is not one.
constexpr std::streamsize largest_secret = 4096;

std::optional<std::int64_t> number_at(const Json& spec, std::string_view path) {
    const Json* value = spec.at(path);
    if (value == nullptr || value->integer() == nullptr) return std::nullopt;
    return *value->integer();
}

/// "1200/300s" or "off"; the schema has checked the form.
remote::Quota quota(std::string_view text) {
    remote::Quota result;
    if (text == "off") return result;
    int seconds = 0;
    const auto slash = text.find('/');
    std::from_chars(text.data(), text.data() + slash, result.count);
    std::from_chars(text.data() + slash + 1, text.data() + text.size() - 1, seconds);
    result.period = std::chrono::seconds(seconds);
    return result;
}

std::string trimmed(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) {
        text.pop_back();
    }
    return text;
}

std::expected<std::string, NotConnected> read_secret(const std::string& path) {
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return std::unexpected(NotConnected{"the credential file " + in_quotes(path) +
                                                " cannot be read: " + std::strerror(errno),
                                            "correct spec.credential in the configuration", true});
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return std::unexpected(
            NotConnected{"the credential file " + in_quotes(path) + " can be read by others",
                         "run chmod 600 on it, and replace the credential if others may have "
                         "seen it",
                         true});
    }
    std::ifstream file(path, std::ios::binary);
    std::string text(static_cast<std::size_t>(largest_secret), '\0');
    file.read(text.data(), largest_secret);
    text.resize(static_cast<std::size_t>(file.gcount()));
    text = trimmed(std::move(text));
    if (!text.empty()) return text;
    return std::unexpected(
        NotConnected{"the credential file " + in_quotes(path) + " is empty", "", true});
}

/// One of email, key and token: from where the configuration says, else from the usual variable.
std::expected<std::string, NotConnected> secret(const Json& spec, std::string_view name,
                                                const std::string& usual,
                                                const Environment& environment) {
    const std::string path = "credential." + std::string(name);
    if (const std::string_view file = spec.text_of(path + ".file"); !file.empty()) {
        return read_secret(std::string(file));
    }
    const std::string_view variable = spec.text_of(path + ".env");
    // A configuration that names a credential means that one, and no other that lies around.
    if (spec.find("credential") != nullptr && variable.empty()) return std::string();
    std::string value = trimmed(environment(variable.empty() ? usual : std::string(variable)));
    if (value.empty() && !variable.empty()) {
        return std::unexpected(NotConnected{"the environment variable " + std::string(variable) +
                                                ", which the configuration names, is not set",
                                            "set it, or correct spec.credential", true});
    }
    return value;
}

std::expected<remote::Credential, NotConnected> credential(const Json& spec,
                                                           const Environment& environment) {
    const auto email = secret(spec, "email", "CLOUDFLARE_EMAIL", environment);
    const auto key = secret(spec, "key", "CLOUDFLARE_API_KEY", environment);
    const auto token = secret(spec, "token", "CLOUDFLARE_API_TOKEN", environment);
    if (!email) return std::unexpected(email.error());
    if (!key) return std::unexpected(key.error());
    if (!token) return std::unexpected(token.error());
    remote::Credential result{.email = *email, .key = *key, .token = *token};
    if (!result.token.empty() || (!result.email.empty() && !result.key.empty())) return result;
    NotConnected missing{"there is no credential for the API",
                         "set CLOUDFLARE_API_TOKEN, or CLOUDFLARE_EMAIL and CLOUDFLARE_API_KEY, or "
                         "name one under spec.credential in the file given with --config",
                         true};
    if (!result.email.empty()) missing.message = "there is an e-mail but no API key with it";
    if (!result.key.empty()) missing.message = "there is an API key but no e-mail with it";
    return std::unexpected(std::move(missing));
}

void take_configuration(const Json& spec, remote::Settings& settings) {
    if (const auto url = spec.text_of("api.url"); !url.empty()) settings.base_url = url;
    if (const auto file = spec.text_of("api.ca_file"); !file.empty()) settings.ca_file = file;
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

std::expected<remote::Settings, NotConnected>
settings_for(const Arguments& arguments, const Json& spec, const Environment& environment) {
    remote::Settings settings;
    if (const std::string url = environment("CLOUDFLARE_BASE_URL"); !url.empty()) {
        settings.base_url = url;
    }
    take_configuration(spec, settings);
    if (!arguments.ca_file.empty()) settings.ca_file = arguments.ca_file;
    if (arguments.timeout) settings.timeout = *arguments.timeout;
    if (arguments.parallelism) settings.connections = *arguments.parallelism;
    auto found = credential(spec, environment);
    if (!found) return std::unexpected(found.error());
    settings.credential = std::move(*found);
    return settings;
}

remote::Patient patient_of(const remote::Settings& settings, const Environment& environment) {
    const bool token = !settings.credential.token.empty();
    remote::Patient patient{.server = settings.base_url,
                            .token = token,
                            .email = token ? "" : settings.credential.email};
    for (const char* const variable : {"https_proxy", "HTTPS_PROXY"}) {
        if (!environment(variable).empty()) patient.proxy = variable;
    }
    if (settings.identity.count > 0) {
        const std::chrono::duration<double> period = settings.identity.period;
        patient.calls_per_second = settings.identity.count * settings.share / period.count();
    }
    return patient;
}

} // namespace tenantry::cli
