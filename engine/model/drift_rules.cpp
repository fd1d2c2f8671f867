#include "engine/model/drift_rules.hpp"

#include "engine/base/bug.hpp"

#include <fmt/core.h>

#include <charconv>

namespace tenantry {
namespace {

/// So many digits from `at` on, as a number; nothing where another character stands there.
std::optional<unsigned> digits(std::string_view text, std::size_t at, std::size_t count) {
    const std::string_view part = text.substr(at, count);
    if (part.find_first_not_of("0123456789") != part.npos) return std::nullopt;
    unsigned number = 0;
    std::from_chars(part.data(), part.data() + part.size(), number);
    return number;
}

} // namespace

std::string_view name_of(FindingClass finding_class) {
    switch (finding_class) {
    case FindingClass::missing: return "missing";
    case FindingClass::different: return "different";
    case FindingClass::unmanaged: return "unmanaged";
    }
    bug("finding class out of range");
}

std::optional<FindingClass> finding_class_named(std::string_view name) {
    for (const auto each :
         {FindingClass::missing, FindingClass::different, FindingClass::unmanaged})
        if (name_of(each) == name) return each;
    return std::nullopt;
}

std::string_view name_of(FindingSeverity severity) {
    switch (severity) {
    case FindingSeverity::low: return "low";
    case FindingSeverity::medium: return "medium";
    case FindingSeverity::high: return "high";
    case FindingSeverity::critical: return "critical";
    }
    bug("finding severity out of range");
}

std::optional<FindingSeverity> severity_named(std::string_view name) {
    for (const auto each : {FindingSeverity::low, FindingSeverity::medium, FindingSeverity::high,
                            FindingSeverity::critical})
        if (name_of(each) == name) return each;
    return std::nullopt;
}

std::string day_in_words(Day day) {
    const std::chrono::year_month_day date(day);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::optional<Day> day_named(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = digits(text, 0, 4);
    const auto month = digits(text, 5, 2);
    const auto day = digits(text, 8, 2);
    if (!year || !month || !day) return std::nullopt;
    const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(*year)),
                                           std::chrono::month(*month), std::chrono::day(*day));
    if (!date.ok()) return std::nullopt;
    return Day(date);
}

} // namespace tenantry
