#include "engine/base/natural_order.hpp"

#include <algorithm>
#include <compare>

namespace tenantry {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes the digits that a text begins with, without leading zeros.
std::string_view take_number(std::string_view& text) {
    const auto end =
        static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
    std::string_view number = text.substr(0, end);
    text.remove_prefix(end);
    number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
    return number;
}

std::strong_ordering by_value(std::string_view a, std::string_view b) {
    return a.size() == b.size() ? a <=> b : a.size() <=> b.size();
}

int rank(char c) { return c == '/' ? -1 : static_cast<unsigned char>(c); }

} // namespace

bool stands_before(std::string_view a, std::string_view b) {
    std::string_view left = a;
    std::string_view right = b;
    while (!left.empty() && !right.empty()) {
        std::strong_ordering order = rank(left.front()) <=> rank(right.front());
        if (is_digit(left.front()) && is_digit(right.front())) {
            order = by_value(take_number(left), take_number(right));
        } else {
            left.remove_prefix(1);
            right.remove_prefix(1);
        }
        if (order != std::strong_ordering::equal) return order == std::strong_ordering::less;
    }
    if (left.empty() != right.empty()) return left.empty();
    return a < b; // "c01" and "c1"
}

} // namespace tenantry
