#include "engine/model/amount.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace tenantry {
namespace {

constexpr int places = 6;
constexpr int largest_exponent = 10; // amounts are below 10^10
constexpr int exact_digits = std::numeric_limits<double>::digits10;

constexpr std::int64_t power_of_ten(int exponent) {
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i)
        power *= 10;
    return power;
}

/// "-12.50e3" as digits "1250" and the place of the point behind the first: digits * 10^exponent.
struct Decimal {
    bool negative = false;
    std::string digits = {};
    std::int64_t exponent = 0;
};

std::size_t take_digits(std::string_view& text, std::string& digits) {
    const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
    digits += text.substr(0, end);
    text.remove_prefix(end);
    return end;
}

std::optional<Decimal> decimal(std::string_view text) {
    Decimal number;
    number.negative = text.starts_with('-');
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    std::size_t count = take_digits(text, number.digits);
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        const std::size_t behind = take_digits(text, number.digits);
        count += behind;
        number.exponent = -static_cast<std::int64_t>(behind);
    }
    if (count == 0) return std::nullopt;
    if (text.empty()) return number;
    if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
    text.remove_prefix(1);
    if (text.starts_with('+')) text.remove_prefix(1);
    int exponent = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
    if (end != text.data() + text.size() || end == text.data()) return std::nullopt;
    if (error == std::errc::result_out_of_range) {
        exponent = text.starts_with('-') ? std::numeric_limits<int>::min()
                                         : std::numeric_limits<int>::max();
    }
    number.exponent += exponent;
    return number;
}

} // namespace

std::expected<Amount, NoAmount> Amount::parse(std::string_view text) {
    auto number = decimal(text);
    if (!number) return std::unexpected(NoAmount::no_number);
    std::string& digits = number->digits;
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.empty()) return Amount();
    const std::size_t last = digits.find_last_not_of('0');
    number->exponent += static_cast<std::int64_t>(digits.size() - last - 1);
    digits.resize(last + 1);
    if (static_cast<std::int64_t>(digits.size()) + number->exponent > largest_exponent) {
        return std::unexpected(NoAmount::too_large);
    }
    if (number->exponent < -places) return std::unexpected(NoAmount::too_fine);
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    value *= power_of_ten(static_cast<int>(number->exponent) + places);
    return of_millionths(number->negative ? -value : value);
}

std::optional<Amount> Amount::from_json(const Json& number) {
    std::array<char, 32> text = {};
    std::to_chars_result written{text.data(), std::errc()};
    if (const std::int64_t* integer = number.integer()) {
        written = std::to_chars(text.data(), text.data() + text.size(), *integer);
    } else if (const double* real = number.real(); real != nullptr && std::isfinite(*real)) {
        written = std::to_chars(text.data(), text.data() + text.size(), *real,
                                std::chars_format::scientific, exact_digits - 1);
    } else {
        return std::nullopt;
    }
    const auto amount = parse({text.data(), written.ptr});
    if (!amount) return std::nullopt;
    return *amount;
}

Amount Amount::divided_by(std::int64_t parts, int decimals, Rounding rounding) const {
    if (millionths_ % parts == 0) return Amount(millionths_ / parts);
    const Wide size = millionths_ < 0 ? -millionths_ : millionths_;
    const Wide unit = power_of_ten(std::max(0, places - decimals));
    const Wide divisor = unit * parts;
    Wide units = size / divisor;
    const Wide rest = size % divisor;
    const bool up = rounding == Rounding::away_from_zero ? rest > 0 : 2 * rest >= divisor;
    if (up || units == 0) ++units;
    return Amount(millionths_ < 0 ? -units * unit : units * unit);
}

std::optional<std::int64_t> Amount::in_units_of(int decimals) const {
    const Wide unit = power_of_ten(places - decimals);
    const Wide size = millionths_ < 0 ? -millionths_ : millionths_;
    const Wide units = (size + unit - 1) / unit;
    if (units > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
    return static_cast<std::int64_t>(millionths_ < 0 ? -units : units);
}

std::string Amount::text(int decimals) const {
    Wide rest = millionths_ < 0 ? -millionths_ : millionths_;
    std::string digits; // from the last to the first
    for (; rest > 0 || digits.size() <= places; rest /= 10)
        digits += static_cast<char>('0' + static_cast<int>(rest % 10));
    std::ranges::reverse(digits);
    const std::size_t point = digits.size() - places;
    std::size_t end = digits.size();
    const std::size_t least = point + static_cast<std::size_t>(decimals);
    while (end > least && digits[end - 1] == '0')
        --end;
    std::string text = (millionths_ < 0 ? "-" : "") + digits.substr(0, point);
    if (end > point) text += "." + digits.substr(point, end - point);
    return text;
}

} // namespace tenantry
