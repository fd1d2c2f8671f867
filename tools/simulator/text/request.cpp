#include "tools/simulator/text/request.hpp"

#include <algorithm>
#include <optional>

namespace tenantry::simulator {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<int> hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char l = lower(c);
    if (l >= 'a' && l <= 'f') return l - 'a' + 10;
    return std::nullopt;
}

} // namespace

const std::string* find_header(const Fields& headers, std::string_view name) {
    for (const Field& field : headers)
        if (same_ignoring_case(field.name, name)) return &field.value;
    return nullptr;
}

const std::string* find_parameter(const Fields& query, std::string_view name) {
    for (const Field& field : query)
        if (field.name == name) return &field.value;
    return nullptr;
}

std::string percent_decoded(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_space) {
            out += ' ';
            continue;
        }
        if (text[i] == '%' && i + 2 < text.size()) {
            const auto high = hex_digit(text[i + 1]);
            const auto low = hex_digit(text[i + 2]);
            if (high && low) {
                out += static_cast<char>(*high * 16 + *low);
                i += 2;
                continue;
            }
        }
        out += text[i];
    }
    return out;
}

void read_target(Request& request, std::string_view target) {
    const auto question = target.find('?');
    request.path = target.substr(0, question);
    request.query.clear();
    if (question == std::string_view::npos) return;
    std::string_view rest = target.substr(question + 1);
    while (!rest.empty()) {
        const auto ampersand = rest.find('&');
        const std::string_view pair = rest.substr(0, ampersand);
        rest =
            ampersand == std::string_view::npos ? std::string_view{} : rest.substr(ampersand + 1);
        if (pair.empty()) continue;
        const auto equals = pair.find('=');
        Field field;
        field.name = percent_decoded(pair.substr(0, equals), true);
        if (equals != std::string_view::npos)
            field.value = percent_decoded(pair.substr(equals + 1), true);
        request.query.push_back(std::move(field));
    }
}

} // namespace tenantry::simulator
