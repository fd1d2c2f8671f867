#include "engine/credentials/entries.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry::credentials {
namespace {

std::string users_of(const std::string& server) { return server + "/users/"; }

} // namespace

std::string server_name(std::string_view base_url) {
    while (base_url.ends_with('/'))
        base_url.remove_suffix(1);
    const auto scheme = base_url.find("://");
    if (scheme == std::string_view::npos) return std::string(base_url);
    const std::size_t path = std::min(base_url.find('/', scheme + 3), base_url.size());
    std::string name = ascii_lower(base_url.substr(0, path));
    const std::string_view usual = name.starts_with("https:") ? ":443" : ":80";
    if (name.ends_with(usual)) name.resize(name.size() - usual.size());
    return name + std::string(base_url.substr(path));
}

std::string entry_url(const std::string& server, std::string_view email) {
    return users_of(server) + percent_encode(ascii_lower(email));
}

std::optional<std::string> email_of(const std::string& server, std::string_view url) {
    const std::string users = users_of(server);
    if (!url.starts_with(users)) return std::nullopt;
    std::optional<std::string> email = percent_decode(url.substr(users.size()));
    if (email && (email->empty() || ascii_lower(*email) != *email)) return std::nullopt;
    return email;
}

Trouble no_key(const std::string& email) {
    return {fmt::format("what came as the key of {} is none", in_quotes(email)), ""};
}

Trouble has_key(const std::string& email) {
    return {fmt::format("there is a key of {} already", in_quotes(email)),
            "another run has created the user meanwhile: run it again"};
}

} // namespace tenantry::credentials
