// Where the credential of a run comes from, and the store for keys of service users: what the
// configuration says of them, and the environment where it says nothing. Values of credentials pass
// through here into http::Credential and appear nowhere else.
#pragma once

#include "engine/credentials/credentials.hpp"
#include "tools/cli/settings.hpp"

#include <memory>
#include <string>

namespace tenantry::cli {

/// For apply spec.apply.credential where it is written; else spec.credential, else the usual
/// environment variables.
std::expected<http::Credential, Refusal>
credential_for(const Arguments& arguments, const Json& spec, const Environment& environment);

/// Where that credential is written, for people: "the token in CLOUDFLARE_API_TOKEN".
std::string credential_in_words(const Arguments& arguments, const Json& spec,
                                const Environment& environment);

/// What is said where a token and an API key are given, of which the token alone is used; "" where
/// there is one of them.
std::string surplus_credential(const Arguments& arguments, const Json& spec,
                               const Environment& environment);

/// Null when the configuration names none. Nothing is read or started yet.
std::unique_ptr<credentials::KeyStore> key_store_for(const Arguments& arguments, const Json& spec,
                                                     const std::string& base_url);

} // namespace tenantry::cli
