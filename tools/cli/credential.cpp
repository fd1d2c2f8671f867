#include "tools/cli/credential.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

namespace tenantry::cli {
namespace {

using credentials::StoreEntry;
using credentials::Trouble;

/// The credential that a run has to use: where it is written, and under which name.
class Written {
public:
    Written(const Arguments& arguments, const Json& spec, const Environment& environment)
        : arguments_(arguments), environment_(environment) {
        const Json* own = spec.at("apply.credential");
        const bool applies = arguments.command == Command::apply && own != nullptr;
        credential_ = applies ? own : spec.find("credential");
        name_ = applies ? "spec.apply.credential" : "spec.credential";
    }

    /// One of email, key and token, and whose it is where a helper says so. Empty when there is
    /// none. A configuration that names a credential means that one, and no other that lies around.
    std::expected<StoreEntry, Refusal> value(const std::string& part, const char* usual) const {
        if (credential_ == nullptr) return from_variable(usual);
        const Json* const source = credential_->find(part);
        if (source == nullptr) return StoreEntry{};
        if (const Json* helper = source->find("helper")) return from_helper(part, *helper);
        if (const auto file = source->text_of("file"); !file.empty()) return from_file(part, file);
        const std::string named(source->text_of("env"));
        auto entry = from_variable(named);
        if (!entry || !entry->secret.empty()) return entry;
        return refuse(
            fmt::format("the environment variable {}, which the configuration names, is not set",
                        named),
            "set it, or correct " + name_, ExitCode::no_credential);
    }

    /// The part of the configuration that names it; "" where that names none.
    std::string configured() const { return credential_ == nullptr ? "" : name_; }
    bool has(std::string_view part) const {
        return credential_ != nullptr && credential_->find(part) != nullptr;
    }

private:
    std::expected<StoreEntry, Refusal> from_variable(const std::string& name) const {
        auto value = variable(environment_, name);
        if (value) return StoreEntry{.secret = std::move(*value)};
        value.error().code = ExitCode::no_credential;
        return std::unexpected(std::move(value.error()));
    }

    std::expected<StoreEntry, Refusal> from_file(const std::string& part,
                                                 std::string_view file) const {
        auto secret = credentials::read_secret_file(configured_path(arguments_, file));
        if (!secret) return cannot_use(part, secret.error());
        return StoreEntry{.secret = std::move(*secret)};
    }

    std::expected<StoreEntry, Refusal> from_helper(const std::string& part,
                                                   const Json& helper) const {
        const std::string program(helper.text_of("program"));
        const std::string server(helper.text_of("server"));
        auto entry = credentials::ask_helper(program, server);
        if (!entry) return cannot_use(part, entry.error());
        if (*entry) return std::move(**entry);
        return cannot_use(
            part,
            {fmt::format("{} has no entry for {}", in_quotes(program), in_quotes(server)), ""});
    }

    std::unexpected<Refusal> cannot_use(const std::string& part, const Trouble& why) const {
        const std::string hint = fmt::format("correct {}.{} in the configuration", name_, part);
        return refuse(why.message, why.hint.empty() ? hint : why.hint, ExitCode::no_credential);
    }

    const Arguments& arguments_;
    const Environment& environment_;
    const Json* credential_ = nullptr;
    std::string name_;
};

} // namespace

std::expected<http::Credential, Refusal>
credential_for(const Arguments& arguments, const Json& spec, const Environment& environment) {
    const Written written(arguments, spec, environment);
    const auto email = written.value("email", "CLOUDFLARE_EMAIL");
    const auto key = written.value("key", "CLOUDFLARE_API_KEY");
    const auto token = written.value("token", "CLOUDFLARE_API_TOKEN");
    if (!email) return std::unexpected(email.error());
    if (!key) return std::unexpected(key.error());
    if (!token) return std::unexpected(token.error());
    http::Credential result{.email = email->secret.empty() ? key->user : email->secret,
                            .key = key->secret,
                            .token = token->secret};
    if (!result.token.empty() || (!result.email.empty() && !result.key.empty())) return result;
    std::string missing = "there is no credential for the API";
    if (!result.email.empty()) missing = "there is an e-mail but no API key with it";
    if (!result.key.empty()) missing = "there is an API key but no e-mail with it";
    return refuse(missing,
                  "set CLOUDFLARE_API_TOKEN, or CLOUDFLARE_EMAIL and CLOUDFLARE_API_KEY, or name "
                  "one under spec.credential in the file given with --config",
                  ExitCode::no_credential);
}

std::string credential_in_words(const Arguments& arguments, const Json& spec,
                                const Environment& environment) {
    const Written written(arguments, spec, environment);
    if (!written.configured().empty()) {
        return fmt::format("that of {} in {}", written.configured(), printable(arguments.config));
    }
    const bool token = !environment("CLOUDFLARE_API_TOKEN").value_or("").empty();
    return token ? "the token in CLOUDFLARE_API_TOKEN"
                 : "the e-mail and API key in CLOUDFLARE_EMAIL and CLOUDFLARE_API_KEY";
}

std::string surplus_credential(const Arguments& arguments, const Json& spec,
                               const Environment& environment) {
    const Written written(arguments, spec, environment);
    const auto is_set = [&](const char* name) { return !environment(name).value_or("").empty(); };
    if (!written.configured().empty()) {
        const bool both = written.has("token") && written.has("key");
        return both ? written.configured() + " has a token and an API key: the token is used" : "";
    }
    const bool both = is_set("CLOUDFLARE_API_TOKEN") && is_set("CLOUDFLARE_API_KEY");
    return both ? "CLOUDFLARE_API_TOKEN and CLOUDFLARE_API_KEY are both set: the token is used"
                : "";
}

std::unique_ptr<credentials::KeyStore> key_store_for(const Arguments& arguments, const Json& spec,
                                                     const std::string& base_url) {
    if (const std::string helper(spec.text_of("store.helper")); !helper.empty())
        return credentials::helper_store(helper, base_url);
    if (const auto directory = spec.text_of("store.directory"); !directory.empty())
        return credentials::directory_store(configured_path(arguments, directory), base_url);
    return nullptr;
}

} // namespace tenantry::cli
