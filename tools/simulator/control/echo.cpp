#include "tools/simulator/control/echo.hpp"

#include "tools/simulator/text/envelope.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/core.h>

namespace tenantry::simulator {
namespace {

std::string base64(std::string_view text, std::string_view last_digits, bool padded) {
    std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    digits += last_digits;
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 3) {
        unsigned group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            const char c = i + k < text.size() ? text[i + k] : '\0';
            group = (group << 8U) | static_cast<unsigned char>(c);
        }
        const std::size_t bytes = std::min<std::size_t>(3, text.size() - i);
        for (std::size_t k = 0; k < 4; ++k) {
            if (k <= bytes)
                out += digits[(group >> (18 - 6 * k)) & 63U];
            else if (padded)
                out += '=';
        }
    }
    return out;
}

std::string each(std::string_view text, std::string_view before, std::string_view after) {
    std::string out;
    for (const char c : text)
        out += fmt::format("{}{:02X}{}", before, static_cast<unsigned char>(c), after);
    return out;
}

std::string broken_up(std::string_view text, std::size_t width, std::string_view by) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += width)
        out.append(text.substr(i, width)).append(by);
    return out;
}

std::string cased(std::string text, int (*to)(int)) {
    std::ranges::transform(text, text.begin(), [&](char c) { return static_cast<char>(to(c)); });
    return text;
}

std::vector<std::string> forms_of(const std::string& email, const std::string& secret) {
    const std::string pair = email + ":" + secret;
    const std::size_t size = secret.size();
    return {secret,
            cased(secret, &std::toupper),
            cased(secret, &std::tolower),
            base64(secret, "+/", true),
            base64(secret, "-_", false),
            base64(pair, "+/", true),
            base64("x" + pair, "-_", true),
            base64("xy" + pair, "+/", false),
            each(secret, "%", ""),
            each(secret, "", ""),
            each(secret, "", ":"),
            each(secret, "\\u00", ""),
            broken_up(secret, 1, " "),
            broken_up(secret, 4, "\xe2\x80\x8b"),
            broken_up(secret, 7, "\xc2\xa0"),
            secret.substr(0, std::min<std::size_t>(size, 12)),
            secret.substr(size - std::min<std::size_t>(size, 16)),
            secret.substr(size / 2, 8)};
}

} // namespace

Reply echo_request(const Request& request, std::uint64_t turn) {
    constexpr std::size_t at_once = 4;
    const auto header = [&](std::string_view name) {
        const std::string* const value = find_header(request.headers, name);
        return value == nullptr ? std::string() : *value;
    };
    std::string secret = header("X-Auth-Key");
    if (const std::string token = header("Authorization"); token.starts_with("Bearer "))
        secret = token.substr(7);
    const std::vector<std::string> forms = forms_of(header("X-Auth-Email"), secret);
    std::vector<Notice> errors;
    for (std::size_t i = 0; i < at_once; ++i) {
        const std::string& form = forms[(turn * at_once + i) % forms.size()];
        Notice error{.code = 1001, .message = "the value \"" + form + "\" is not accepted"};
        error.chain.push_back({.code = 1002, .message = form});
        errors.push_back(std::move(error));
    }
    return failure(400, errors);
}

Reply echo_reply(const Reply& reply) {
    return failure(400, 1001, "this cannot be told: " + reply.body);
}

} // namespace tenantry::simulator
