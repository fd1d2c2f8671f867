#include "engine/model/canonical.hpp"

#include "engine/base/text.hpp"

#include <idn2.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace tenantry {
namespace {

// A domain name has at most 253 characters; in UTF-8 before conversion it may be longer.
constexpr std::size_t longest_input = 1024;

Json canonical_value(const Json& value, const Schema& field) {
    if (value.is_null() && field.default_value) return *field.default_value;
    if (const std::string* text = value.text()) return canonical_text(*text, field.comparison);
    if (const JsonArray* items = value.items()) {
        JsonArray result;
        for (const Json& item : *items) {
            result.push_back(field.items == nullptr ? item : canonical_value(item, *field.items));
        }
        if (field.unordered) {
            std::ranges::sort(result, {}, [](const Json& item) { return to_text(item); });
        }
        return result;
    }
    return value;
}

} // namespace

std::expected<std::string, std::string> canonical_domain(std::string_view name) {
    if (name.ends_with('.')) name.remove_suffix(1);
    if (name.size() > longest_input) return std::unexpected("it is too long");
    const bool ascii = std::ranges::all_of(name, [](char c) { return (c & 0x80) == 0; });
    if (ascii && name.find("xn--") == std::string_view::npos) return ascii_lower(name);
    char* converted = nullptr;
    const int status = idn2_to_ascii_8z(std::string(name).c_str(), &converted,
                                        IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    const std::unique_ptr<char, decltype(&std::free)> owner(converted, &std::free);
    if (status != IDN2_OK) return std::unexpected(std::string(idn2_strerror(status)));
    return ascii_lower(converted);
}

std::string canonical_text(std::string_view text, Comparison comparison) {
    switch (comparison) {
    case Comparison::exact: return std::string(text);
    case Comparison::ignore_case: return ascii_lower(text);
    case Comparison::domain_name: break;
    }
    return canonical_domain(text).value_or(ascii_lower(text));
}

bool same_value(const Json& a, const Json& b, const Schema& field) {
    return canonical_value(a, field) == canonical_value(b, field);
}

} // namespace tenantry
