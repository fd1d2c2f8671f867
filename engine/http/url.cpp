#include "engine/http/url.hpp"

#include "engine/base/text.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace tenantry::http {
namespace {

using Refusal = std::unexpected<std::string>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_unreserved(char c) {
    return is_digit(c) || is_letter(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

bool is_visible(char c) { return c > ' ' && c < 0x7f; }

bool is_ipv4(const std::string& host) {
    in_addr address = {};
    return inet_pton(AF_INET, host.c_str(), &address) == 1;
}

bool is_ipv6(const std::string& host) {
    in6_addr address = {};
    return inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

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
    constexpr std::string_view allowed = "/-._~!$&'()*+,;=:@%";
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (!is_unreserved(path[i]) && !allowed.contains(path[i])) return false;
        if (path[i] != '%') continue;
        if (i + 2 >= path.size() || !is_hex(path[i + 1]) || !is_hex(path[i + 2])) return false;
    }
    while (!path.empty()) {
        if (path.front() != '/') return false;
        path.remove_prefix(1);
        const std::string_view segment = path.substr(0, path.find('/'));
        std::string plain = ascii_lower(segment);
        for (auto at = plain.find("%2e"); at != std::string::npos; at = plain.find("%2e"))
            plain.replace(at, 3, ".");
        if (plain.empty() || plain == "." || plain == "..") return false;
        path.remove_prefix(segment.size());
    }
    return true;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (ascii_lower(text.substr(0, prefix.size())) != prefix) return false;
    text.remove_prefix(prefix.size());
    return true;
}

/// Splits "host:port" or "[::1]:port"; what does not parse stays in `host` and fails there.
bool read_authority(BaseUrl& url, std::string_view text) {
    const bool bracketed = text.starts_with('[');
    const auto end = bracketed ? text.find(']') : text.find(':');
    if (bracketed && end == std::string_view::npos) return false;
    std::string_view rest = end == std::string_view::npos ? "" : text.substr(end);
    url.host = ascii_lower(bracketed ? text.substr(1, end - 1) : text.substr(0, end));
    if (bracketed) rest.remove_prefix(1);
    url.numeric = bracketed ? is_ipv6(url.host) : is_ipv4(url.host);
    if (!url.numeric && (bracketed || !is_name(url.host))) return false;

    const std::uint16_t usual = url.secure ? 443 : 80;
    url.port = usual;
    if (!rest.empty()) {
        if (rest.front() != ':') return false;
        rest.remove_prefix(1);
        const auto [last, error] =
            std::from_chars(rest.data(), rest.data() + rest.size(), url.port);
        if (error != std::errc() || last != rest.data() + rest.size() || url.port == 0)
            return false;
    }
    url.authority = bracketed ? "[" + url.host + "]" : url.host;
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
