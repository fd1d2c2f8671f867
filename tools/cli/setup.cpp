#include "tools/cli/setup.hpp"

#include "engine/base/text.hpp"
#include "tools/cli/credential.hpp"
#include "tools/cli/version.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry::cli {

Setup::Setup(const Arguments& arguments, const KindTable& kinds, const Terminal& terminal,
             const Environment& environment)
    : arguments_(arguments), kinds_(kinds), terminal_(terminal), environment_(environment) {}

std::expected<void, Refusal> Setup::configure() {
    configuration_ = load_operator(arguments_, kinds_, environment_);
    if (!configuration_.diagnostics.has_errors()) return {};
    return refuse(configuration_.diagnostics, configuration_.sources);
}

std::expected<Access, Refusal> Setup::access() const {
    const Json& spec = configuration_.spec;
    auto settings = settings_for(arguments_, spec, environment_);
    if (!settings) return std::unexpected(std::move(settings.error()));
    settings->user_agent = std::string("tenantry/") + version;
    if (const std::string surplus = surplus_credential(arguments_, spec, environment_);
        !surplus.empty()) {
        terminal_.say(
            fmt::format("warning: {}\n  hint: take away the one that is not meant\n", surplus));
    }
    Terms terms =
        terms_of(*settings, credential_in_words(arguments_, spec, environment_), environment_);
    return Access{std::move(*settings), std::move(terms)};
}

std::expected<std::string, Refusal> Setup::api_url() const {
    return api_url_for(configuration_.spec, environment_);
}

std::string Setup::ledger_written() const {
    if (!arguments_.ledger.empty()) return arguments_.ledger;
    const std::string_view place = configuration_.spec.text_of("ledger");
    const bool path = !place.empty() && place != "none" && !place.contains("://");
    return path ? configured_path(arguments_, place) : std::string(place);
}

std::string Setup::hint_of_url(const std::string& why) const {
    if (!why.contains("the base URL ")) return {};
    if (!configuration_.spec.text_of("api.url").empty())
        return "it stands under spec.api.url in " + printable(arguments_.config);
    return "it stands in the environment variable CLOUDFLARE_BASE_URL";
}

void Setup::begin_lines() {
    const bool wanted = std::ranges::find(arguments_.outputs, Format::jsonl, &Output::format) !=
                        arguments_.outputs.end();
    if (wanted) lines_ = std::make_unique<JsonLines>(arguments_.outputs);
}

credentials::KeyStore* Setup::open_store(const std::string& api_url) {
    store_ = key_store_for(arguments_, configuration_.spec, api_url);
    return store_.get();
}

} // namespace tenantry::cli
