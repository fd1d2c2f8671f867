#include "tools/simulator/api/paging.hpp"

#include <charconv>
#include <fmt/core.h>

namespace tenantry::simulator {
namespace {

// A million pages of a thousand: no list is longer, and the arithmetic stays far from overflow.
constexpr long long last_page = 1'000'000;

std::expected<long long, Reply> read_number(const Fields& query, std::string_view name,
                                            long long normal, long long smallest,
                                            long long largest) {
    const std::string* text = find_parameter(query, name);
    if (text == nullptr) return normal;
    long long value = 0;
    const char* end = text->data() + text->size();
    const auto [stop, error] = std::from_chars(text->data(), end, value);
    if (error != std::errc{} || stop != end || value < smallest || value > largest)
        return std::unexpected(
            invalid(fmt::format("{} must be between {} and {}", name, smallest, largest)));
    return value;
}

} // namespace

std::expected<Page, Reply> read_page(const Fields& query, const PageRules& rules) {
    const auto number = read_number(query, "page", 1, 1, last_page);
    if (!number) return std::unexpected(number.error());
    const auto size = read_number(query, "per_page", rules.normal, rules.smallest, rules.largest);
    if (!size) return std::unexpected(size.error());
    Page page;
    page.number = *number;
    page.size = *size;
    return page;
}

std::expected<long long, Reply> read_limit(const Fields& query, long long normal,
                                           long long largest) {
    return read_number(query, "limit", normal, 1, largest);
}

std::expected<bool, Reply> read_backwards(const Fields& query) {
    const std::string* text = find_parameter(query, "direction");
    if (text == nullptr || *text == "asc") return false;
    if (*text == "desc") return true;
    return std::unexpected(invalid("direction must be asc or desc"));
}

} // namespace tenantry::simulator
