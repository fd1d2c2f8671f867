#include "tools/cli/ledger_time.hpp"

#include "tools/cli/arguments.hpp"

#include <charconv>

namespace tenantry::cli {
namespace {

std::optional<ledger::Time> day_in(std::string_view text) {
    constexpr std::size_t length = 10; // 2026-11-30
    if (text.size() != length || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto number = [&](std::size_t begin, std::size_t count) {
        int value = -1;
        const std::string digits(text.substr(begin, count));
        const char* const last = digits.data() + digits.size();
        return std::from_chars(digits.data(), last, value).ptr == last ? value : -1;
    };
    const std::chrono::year_month_day day(std::chrono::year(number(0, 4)),
                                          std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                          std::chrono::day(static_cast<unsigned>(number(8, 2))));
    if (number(0, 4) < 1970 || !day.ok()) return std::nullopt;
    return ledger::Time(std::chrono::sys_days(day));
}

} // namespace

std::optional<ledger::Time> parse_since(std::string_view text, ledger::Time now) {
    if (const auto day = day_in(text)) return day;
    if (text.ends_with('h') || text.ends_with('d')) {
        int count = 0;
        const std::string digits(text.substr(0, text.size() - 1));
        const char* const last = digits.data() + digits.size();
        const auto end = std::from_chars(digits.data(), last, count);
        constexpr int most = 100'000;
        if (end.ptr != last || end.ec != std::errc() || count <= 0 || count > most)
            return std::nullopt;
        const std::chrono::hours unit(text.ends_with('h') ? 1 : 24);
        return now - unit * count;
    }
    const auto time = parse_duration(text);
    if (!time) return std::nullopt;
    return now - *time;
}

} // namespace tenantry::cli
