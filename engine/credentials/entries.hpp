// What an entry of a service user is called and what stands in it, whatever keeps it.
#pragma once

#include "engine/credentials/credentials.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tenantry::credentials {

/// The base URL in the one form that names a server: however it is written in the configuration,
/// the entries are the same.
std::string server_name(std::string_view base_url);

/// "https://api.cloudflare.com/client/v4/users/ops%40acme.example".
std::string entry_url(const std::string& server, std::string_view email);
/// The e-mail of such a URL; nothing for one that entry_url does not make for this server.
std::optional<std::string> email_of(const std::string& server, std::string_view url);

/// Stands in place of a key after begin(); no key has blanks.
constexpr std::string_view begun_marker = "tenantry began to create this user and has no key of it";

Trouble no_key(const std::string& email);
Trouble has_key(const std::string& email);

} // namespace tenantry::credentials
