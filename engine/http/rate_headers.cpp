#include "engine/http/rate_headers.hpp"

#include "engine/http/http_date.hpp"

#include <algorithm>
#include <charconv>

namespace tenantry::http {
namespace {

constexpr std::size_t most_items = 16;
constexpr std::int64_t hour = 3600;
constexpr std::int64_t day = 24 * hour;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t";
    const auto begin = text.find_first_not_of(blank);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

/// Decimal digits and nothing else; what is too large for the type is the largest.
std::optional<std::int64_t> whole_number(std::string_view text) {
    if (text.empty() || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() ? value : INT64_MAX;
}

/// Takes the text up to `separator`, which counts only outside of quotes.
std::string_view take_until(std::string_view& text, char separator) {
    bool inside = false;
    std::size_t i = 0;
    for (; i < text.size(); ++i) {
        if (inside && text[i] == '\\') {
            ++i;
        } else if (text[i] == '"') {
            inside = !inside;
        } else if (!inside && text[i] == separator) {
            break;
        }
    }
    const std::string_view taken = text.substr(0, i);
    text.remove_prefix(std::min(text.size(), i + 1));
    return trimmed(taken);
}

void read_parameter(RateItem& item, std::string_view parameter) {
    const std::string_view name = take_until(parameter, '=');
    const auto value = whole_number(trimmed(parameter));
    if (!value) return;
    if (name == "r") item.remaining = value;
    if (name == "q") item.quota = value;
    if (name == "t") item.reset = std::chrono::seconds(std::min(*value, hour));
    if (name == "w") item.window = std::chrono::seconds(std::min(*value, day));
}

RateItem read_item(std::string_view text) {
    RateItem item;
    std::string_view name = take_until(text, ';');
    if (name.size() >= 2 && name.front() == '"' && name.back() == '"')
        name = name.substr(1, name.size() - 2);
    item.policy = name;
    while (!text.empty())
        read_parameter(item, take_until(text, ';'));
    return item;
}

} // namespace

std::vector<RateItem> parse_rate_items(std::string_view header) {
    std::vector<RateItem> items;
    while (!header.empty() && items.size() < most_items) {
        const std::string_view text = take_until(header, ',');
        if (!text.empty()) items.push_back(read_item(text));
    }
    return items;
}

std::optional<std::chrono::seconds> parse_retry_after(std::string_view header,
                                                      std::chrono::sys_seconds now) {
    constexpr std::chrono::seconds most(day);
    const std::string_view text = trimmed(header);
    if (const auto value = whole_number(text)) return std::chrono::seconds(std::min(*value, day));
    const auto date = parse_http_date(text);
    if (!date) return std::nullopt;
    return std::clamp(*date - now, std::chrono::seconds(0), most);
}

} // namespace tenantry::http
