// The grammar of URLs is Boost.URL's; what stands here is which of them we send a credential to.
#include "engine/http/url.hpp"

#include "engine/base/text.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/parse_path.hpp>

#include <algorithm>

namespace tenantry::http {
namespace {
namespace urls = boost::urls;

using Refusal = std::unexpected<std::string>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_visible(char c) { return c > ' ' && c < 0x7f; }

bool is_loopback(const BaseUrl& url) {
    if (url.host == "localhost" || url.host == "::1") return true;
    return url.numeric && url.host.starts_with("127.");
}

/// Letters, digits, hyphens and dots. What ends in a number must be a proper address: the system
/// would read "127.1" or "2130706433" as one too.
bool is_name(std::string_view host) {
    const bool known = std::ranges::all_of(
        host, [](char c) { return is_digit(c) || is_letter(c) || c == '-' || c == '.'; });
    if (!known || host.empty() || host.size() > 253) return false;
    if (host.front() == '.' || host.contains("..")) return false;
    const std::string_view last = host.substr(host.find_last_of('.') + 1);
    return !std::ranges::all_of(last, is_digit) && !last.starts_with("0x");
}

/// Segments that are empty or lead upwards would reach another call than the one meant.
bool is_path(std::string_view path) {
    if (path.empty()) return true;
    if (path.front() != '/' || path.contains("//") || path.back() == '/') return false;
    const auto segments = urls::parse_path(path);
    return segments && std::ranges::none_of(*segments, [](const auto& segment) {
               const std::string plain(segment.decode());
               return plain.empty() || plain == "." || plain == "..";
           });
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (ascii_lower(text.substr(0, prefix.size())) != prefix) return false;
    text.remove_prefix(prefix.size());
    return true;
}

bool read_authority(BaseUrl& url, std::string_view text) {
    const auto parsed = urls::parse_authority(text);
    if (!parsed || parsed->has_userinfo()) return false;
    url.authority = ascii_lower(std::string_view(parsed->encoded_host()));
    url.host = url.authority;
    switch (parsed->host_type()) {
    case urls::host_type::ipv4: url.numeric = true; break;
    case urls::host_type::ipv6:
        url.numeric = true;
        url.host = url.authority.substr(1, url.authority.size() - 2);
        break;
    default:
        if (!is_name(url.host)) return false;
    }
    const std::uint16_t usual = url.secure ? 443 : 80;
    url.port = parsed->has_port() ? parsed->port_number() : usual;
    if (url.port == 0) return false; // none behind the colon, or too large a number
    if (url.port != usual) url.authority += ":" + std::to_string(url.port);
    return true;
}

} // namespace

std::expected<BaseUrl, std::string> parse_base_url(std::string_view text) {
    // Before anything is quoted: what stands before an "@" may be a password.
    if (text.contains('@')) return Refusal("the base URL must not hold a user name or password");
    const std::string name = "the base URL " + in_quotes(text.substr(0, 200));
    if (text.size() > 2000) return Refusal(name + " is too long");
    if (text.contains('?') || text.contains('#'))
        return Refusal(name + " must end with its path: no \"?\" and no \"#\"");

    BaseUrl url;
    std::string_view rest = text;
    if (take_prefix(rest, "http://")) {
        url.secure = false;
    } else if (!take_prefix(rest, "https://")) {
        return Refusal(name + " must begin with https://");
    }
    const std::string_view authority = rest.substr(0, rest.find('/'));
    rest.remove_prefix(authority.size());
    if (!read_authority(url, authority)) return Refusal(name + " does not name a host and port");
    if (!url.secure && !is_loopback(url))
        return Refusal(name + " must begin with https://: a credential is sent in the clear only "
                              "to this machine (127.0.0.0/8, ::1, localhost)");
    while (rest.ends_with('/'))
        rest.remove_suffix(1);
    if (!is_path(rest)) return Refusal(name + " has a path that no request could be sent to");
    url.path = rest;
    return url;
}

std::expected<std::string, std::string> request_target(const BaseUrl& base,
                                                       const Request& request) {
    if (request.path.empty() || !is_path(request.path))
        return Refusal("the path is not one that a request can be sent to");
    std::string target = base.path + request.path;
    char separator = '?';
    for (const auto& [name, value] : request.query) {
        target += separator + percent_encode(name) + "=" + percent_encode(value);
        separator = '&';
    }
    return target;
}

bool is_header_value(std::string_view value) {
    if (value.empty() || !is_visible(value.front()) || !is_visible(value.back())) return false;
    return std::ranges::all_of(value, [](char c) { return c == ' ' || is_visible(c); });
}

} // namespace tenantry::http
