#include "engine/http/write_request.hpp"

#include "engine/http/exchange.hpp"

#include <fmt/core.h>

namespace tenantry::http {
namespace {

// 1 to 128 characters (API reference, section 1.5).
constexpr std::size_t longest_idempotency_key = 128;

std::unexpected<Fault> not_sent(const Request& request, const std::string& why) {
    return std::unexpected(Fault{.category = FaultCategory::declined,
                                 .message = "not sent: " + why,
                                 .call = request.describe()});
}

} // namespace

std::expected<std::string, std::string> write_headers(const Settings& settings,
                                                      const BaseUrl& url) {
    const Credential& credential = settings.credential;
    const bool pair = !credential.email.empty() && !credential.key.empty();
    if (credential.token.empty() && !pair)
        return std::unexpected("no credential: a token, or an e-mail and its key, is needed");
    std::vector<std::pair<std::string, std::string>> headers = {{"Host", url.authority},
                                                                {"User-Agent", settings.user_agent},
                                                                {"Accept", "application/json"},
                                                                {"Accept-Encoding", "identity"}};
    if (!credential.token.empty()) {
        headers.emplace_back("Authorization", "Bearer " + credential.token);
    } else {
        headers.emplace_back("X-Auth-Email", credential.email);
        headers.emplace_back("X-Auth-Key", credential.key);
    }
    std::string text;
    for (const auto& [name, value] : headers) {
        if (!is_header_value(value))
            return std::unexpected(
                fmt::format("the value for the header {} holds a character that no header can "
                            "carry, such as a line break or a letter with an accent",
                            name));
        text.append(name).append(": ").append(value).append("\r\n");
    }
    return text;
}

Expected<std::string> write_request(const Request& request, const BaseUrl& url,
                                    const std::string& headers) {
    const auto target = request_target(url, request);
    if (!target) return not_sent(request, target.error());
    std::string bytes =
        fmt::format("{} {} HTTP/1.1\r\n{}", name_of(request.method), *target, headers);
    if (const std::string& key = request.idempotency_key; !key.empty()) {
        if (key.size() > longest_idempotency_key || !is_header_value(key))
            return not_sent(request, "the idempotency key is not one that a header can carry");
        bytes += fmt::format("Idempotency-Key: {}\r\n", key);
    }
    const std::string body = request.body.is_null() ? "" : to_text(request.body);
    if (!body.empty()) bytes += "Content-Type: application/json\r\n";
    if (!body.empty() || request.method != Method::get)
        bytes += fmt::format("Content-Length: {}\r\n", body.size());
    return bytes + "\r\n" + body;
}

} // namespace tenantry::http
