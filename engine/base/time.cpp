#include "engine/base/time.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

namespace tenantry {
namespace {

constexpr std::size_t length_to_seconds = 19; // "2026-11-30T03:10:00"

/// The number that these digits are; nothing where one of them is none.
std::optional<int> number_at(std::string_view text, std::size_t begin, std::size_t count) {
    const std::string_view digits = text.substr(begin, count);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (digits.size() != count || !std::ranges::all_of(digits, is_digit)) return std::nullopt;
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

/// "Z", "+02:00": how far the clock is ahead of UTC.
std::optional<std::chrono::minutes> offset_in(std::string_view zone) {
    if (zone == "Z" || zone == "z") return std::chrono::minutes(0);
    constexpr std::size_t length = 6;
    if (zone.size() != length || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':')
        return std::nullopt;
    const auto hours = number_at(zone, 1, 2);
    const auto minutes = number_at(zone, 4, 2);
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    const std::chrono::minutes ahead = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
    return zone[0] == '-' ? -ahead : ahead;
}

/// Takes ".123456" from the front of what is behind the seconds; nothing where it is none.
std::optional<std::chrono::milliseconds> take_fraction(std::string_view& rest) {
    if (!rest.starts_with('.')) return std::chrono::milliseconds(0);
    const auto end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
    std::string digits(rest.substr(1, end - 1));
    if (digits.empty()) return std::nullopt;
    digits.resize(3, '0');
    rest.remove_prefix(end);
    return std::chrono::milliseconds(*number_at(digits, 0, 3));
}

/// To the second, without what is behind it.
std::optional<Time> seconds_in(std::string_view text) {
    const auto year = number_at(text, 0, 4);
    const auto month = number_at(text, 5, 2);
    const auto day = number_at(text, 8, 2);
    const auto hour = number_at(text, 11, 2);
    const auto minute = number_at(text, 14, 2);
    const auto second = number_at(text, 17, 2);
    if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
    const std::chrono::year_month_day date(std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day)));
    // A minute may have a leap second.
    if (*year < 1970 || !date.ok() || *hour > 23 || *minute > 59 || *second > 60)
        return std::nullopt;
    return Time(std::chrono::sys_days(date)) + std::chrono::hours(*hour) +
           std::chrono::minutes(*minute) + std::chrono::seconds(*second);
}

} // namespace

std::optional<Time> time_from_words(std::string_view text) {
    if (text.size() <= length_to_seconds || text[4] != '-' || text[7] != '-' ||
        (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':')
        return std::nullopt;
    std::string_view rest = text.substr(length_to_seconds);
    const auto seconds = seconds_in(text);
    const auto fraction = take_fraction(rest);
    const auto offset = offset_in(rest);
    if (!seconds || !fraction || !offset) return std::nullopt;
    return *seconds + *fraction - *offset;
}

std::string time_in_words(Time time) {
    const auto days = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day day(days);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - days));
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

} // namespace tenantry
