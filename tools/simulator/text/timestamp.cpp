#include "tools/simulator/text/timestamp.hpp"

#include <charconv>
#include <fmt/core.h>

namespace tenantry::simulator {
namespace {

std::optional<unsigned> number(std::string_view text) {
    unsigned value = 0;
    const char* begin = text.data();
    const char* end = begin + text.size();
    const auto [stop, error] = std::from_chars(begin, end, value);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return value;
}

} // namespace

std::string to_rfc3339(Time time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", int(date.year()),
                       unsigned(date.month()), unsigned(date.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count(),
                       clock.subseconds().count());
}

std::string to_rfc3339_seconds(Time time) {
    std::string text = to_rfc3339(time);
    text.replace(text.find('.'), std::string::npos, "Z");
    return text;
}

std::optional<Time> from_rfc3339(std::string_view text) {
    if (text.size() < 20 || text.back() != 'Z' || text[4] != '-' || text[7] != '-' ||
        text[10] != 'T' || text[13] != ':' || text[16] != ':')
        return std::nullopt;
    const auto year = number(text.substr(0, 4));
    const auto month = number(text.substr(5, 2));
    const auto day = number(text.substr(8, 2));
    const auto hour = number(text.substr(11, 2));
    const auto minute = number(text.substr(14, 2));
    const auto second = number(text.substr(17, 2));
    if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)},
                                           std::chrono::month{*month}, std::chrono::day{*day}};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    Duration fraction{0};
    if (text.size() > 20) {
        std::string digits{text.substr(20, text.size() - 21)};
        if (text[19] != '.' || digits.empty()) return std::nullopt;
        digits.resize(6, '0');
        const auto micros = number(digits);
        if (!micros) return std::nullopt;
        fraction = Duration{*micros};
    }
    return Time{std::chrono::sys_days{date}} + std::chrono::hours{*hour} +
           std::chrono::minutes{*minute} + std::chrono::seconds{*second} + fraction;
}

std::chrono::seconds rounded_up(Duration duration) {
    return std::chrono::ceil<std::chrono::seconds>(duration);
}

} // namespace tenantry::simulator
