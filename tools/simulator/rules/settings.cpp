#include "tools/simulator/rules/settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/core.h>
#include <fmt/ranges.h>
#include <span>

namespace tenantry::simulator {
namespace {

constexpr long long largest_window = 1'000'000'000; // in any unit; keeps microseconds in range
constexpr long long largest_tenant = 1'000'000;

constexpr std::array<std::string_view, 4> known_entitlements = {
    "allow_add_subdomain", "allow_auto_accept_invites", "cname_setup_allowed",
    "partial_setup_allowed"};

constexpr std::array<std::string_view, 2> known_account_types = {"standard", "enterprise"};

// Names with commas between them, each of them one of `known`.
std::expected<std::vector<std::string>, std::string>
parse_names(std::string_view text, std::span<const std::string_view> known,
            std::string_view complaint) {
    std::vector<std::string> names;
    while (true) {
        const auto comma = text.find(',');
        const std::string_view name = text.substr(0, comma);
        if (std::ranges::find(known, name) == known.end())
            return std::unexpected(
                fmt::format("'{}' is no {} {}", name, complaint, fmt::join(known, ",")));
        names.emplace_back(name);
        if (comma == std::string_view::npos) return names;
        text.remove_prefix(comma + 1);
    }
}

std::optional<Duration> unit_of(std::string_view name) {
    if (name == "us") return Duration{1};
    if (name == "ms") return std::chrono::milliseconds{1};
    if (name == "s") return std::chrono::seconds{1};
    if (name == "m") return std::chrono::minutes{1};
    if (name == "h") return std::chrono::hours{1};
    return std::nullopt;
}

} // namespace

std::optional<long long> parse_count(std::string_view text, long long largest) {
    long long value = 0;
    const char* begin = text.data();
    const char* end = begin + text.size();
    const auto [stop, error] = std::from_chars(begin, end, value);
    if (error != std::errc{} || stop != end || value < 0 || value > largest) return std::nullopt;
    return value;
}

std::expected<Duration, std::string> parse_duration(std::string_view text) {
    const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto count = parse_count(text.substr(0, digits), largest_window);
    const auto unit = unit_of(text.substr(digits));
    if (!count || !unit)
        return std::unexpected(
            fmt::format("'{}' is no duration; write for example 20ms, 300s, 5m or 1h", text));
    return *count * *unit;
}

std::expected<std::optional<Rate>, std::string> parse_rate(std::string_view text) {
    if (text == "off") return std::optional<Rate>{};
    const auto slash = text.find('/');
    if (slash != std::string_view::npos) {
        const auto quota = parse_count(text.substr(0, slash), largest_window);
        const auto window = parse_duration(text.substr(slash + 1));
        if (quota && *quota > 0 && window && window->count() > 0)
            return std::optional<Rate>{Rate{*quota, *window}};
    }
    return std::unexpected(
        fmt::format("'{}' is no rate; write for example 1200/300s, or off", text));
}

std::expected<std::vector<std::string>, std::string> parse_entitlements(std::string_view text) {
    if (text == "none") return std::vector<std::string>{};
    if (text == "all")
        return std::vector<std::string>{known_entitlements.begin(), known_entitlements.end()};
    return parse_names(text, known_entitlements, "entitlement; write all, none, or some of");
}

std::expected<std::vector<std::string>, std::string> parse_account_types(std::string_view text) {
    return parse_names(text, known_account_types, "account type; write one or both of");
}

std::expected<TenantSize, std::string> parse_tenant_size(std::string_view text) {
    if (text == "empty") return TenantSize{};
    const auto cross = text.find('x');
    if (cross != std::string_view::npos) {
        const auto accounts = parse_count(text.substr(0, cross), largest_tenant);
        const auto zones = parse_count(text.substr(cross + 1), largest_tenant);
        if (accounts && zones && *accounts * *zones <= 10 * largest_tenant)
            return TenantSize{static_cast<int>(*accounts), static_cast<int>(*zones)};
    }
    return std::unexpected(
        fmt::format("'{}' is no tenant size; write empty, or for example 300x10", text));
}

} // namespace tenantry::simulator
