// E-mail addresses in bodies of requests: of members, users and Access users.
#pragma once

#include <algorithm>
#include <string_view>

namespace tenantry::simulator {

inline constexpr std::size_t longest_email = 90; // API reference, section 4

/// True for what can be an address; stricter than what a header may say.
inline bool is_email_address(std::string_view text) {
    const auto at = text.find('@');
    const auto is_plain = [](char c) { return c > ' ' && c < 0x7f; };
    return at != std::string_view::npos && at > 0 && text.find('@', at + 1) == text.npos &&
           text.find('.', at) != text.npos && !text.ends_with('.') &&
           std::ranges::all_of(text, is_plain);
}

} // namespace tenantry::simulator
