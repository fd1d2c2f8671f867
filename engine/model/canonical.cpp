#include "engine/model/canonical.hpp"

#include "engine/base/text.hpp"
#include "engine/model/punycode.hpp"

#include <idn2.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>

namespace tenantry {
namespace {

// A domain name has at most 253 characters; in UTF-8 before conversion it may be longer.
constexpr std::size_t longest_input = 1024;

bool same_items(const JsonArray& live, const JsonArray& wanted, const Schema& field) {
    if (live.size() != wanted.size()) return false;
    const auto same = [&](const Json& a, const Json& b) {
        return field.items == nullptr ? a == b : same_value(a, b, *field.items);
    };
    if (!field.unordered) return std::ranges::equal(live, wanted, same);
    std::vector<bool> used(live.size(), false);
    return std::ranges::all_of(wanted, [&](const Json& item) {
        for (std::size_t i = 0; i < live.size(); ++i) {
            if (used[i] || !same(live[i], item)) continue;
            used[i] = true;
            return true;
        }
        return false;
    });
}

/// 1.0 is 1: the API writes numbers one way, people another.
bool same_number(const Json& live, const Json& wanted) {
    if (live.integer() != nullptr && wanted.integer() != nullptr) return live == wanted;
    const auto value = [](const Json& number) -> std::optional<double> {
        if (number.real() != nullptr) return *number.real();
        if (number.integer() != nullptr) return static_cast<double>(*number.integer());
        return std::nullopt;
    };
    const auto a = value(live);
    const auto b = value(wanted);
    return a && b && *a == *b;
}

/// An item of a list is wanted as a whole: members that the user did not write have their default,
/// and those without one are left alone.
bool same_members(const Json& live, const Json& wanted, const Schema& field) {
    const auto member_of = [](const Json& object, std::string_view name) {
        const Json* value = object.find(name);
        return value == nullptr ? Json() : *value;
    };
    const bool written = std::ranges::all_of(*wanted.members(), [&](const JsonMember& member) {
        const Json found = member_of(live, member.first);
        const Schema* property = field.property(member.first);
        return property == nullptr ? found == member.second || same_number(found, member.second)
                                   : same_value(found, member.second, *property);
    });
    return written && std::ranges::all_of(field.properties, [&](const auto& property) {
               const auto& [name, schema] = property;
               if (!schema->default_value || wanted.find(name) != nullptr) return true;
               return same_value(member_of(live, name), *schema->default_value, *schema);
           });
}

std::expected<std::string, std::string> by_idna(std::string_view name) {
    char* converted = nullptr;
    const int status = idn2_to_ascii_8z(std::string(name).c_str(), &converted,
                                        IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    const std::unique_ptr<char, decltype(&std::free)> owner(converted, &std::free);
    if (status != IDN2_OK) return std::unexpected(std::string(idn2_strerror(status)));
    return ascii_lower(converted);
}

/// One label in ASCII, by IDNA or, where that refuses it, character by character.
std::optional<std::string> canonical_label(std::string_view label) {
    const bool ascii = std::ranges::all_of(label, [](char c) { return (c & 0x80) == 0; });
    if (ascii && !label.starts_with("xn--")) return ascii_lower(label);
    if (auto known = by_idna(label)) return *known;
    if (!ascii) return punycode_label(label);
    // In punycode already: fine where it is what its characters are written as.
    const std::string lower = ascii_lower(label);
    const auto symbols = label_of_punycode(lower);
    const auto again = symbols ? punycode_label(*symbols) : std::nullopt;
    return again == lower ? again : std::nullopt;
}

} // namespace

std::expected<std::string, std::string> canonical_domain(std::string_view name) {
    if (name.ends_with('.')) name.remove_suffix(1);
    if (name.size() > longest_input) return std::unexpected("it is too long");
    const bool ascii = std::ranges::all_of(name, [](char c) { return (c & 0x80) == 0; });
    if (ascii && name.find("xn--") == std::string_view::npos) return ascii_lower(name);
    auto converted = by_idna(name);
    if (converted) return converted;
    // Registries have sold names that IDNA does not know any more, as those of symbols. A zone that
    // is there has to be recognised, whatever could be registered today.
    std::string result;
    for (std::size_t begin = 0; begin <= name.size();) {
        const std::size_t end = std::min(name.find('.', begin), name.size());
        const auto label = canonical_label(name.substr(begin, end - begin));
        if (!label) return converted;
        if (begin > 0) result += '.';
        result += *label;
        begin = end + 1;
    }
    return result;
}

std::string readable_domain(const std::string& ascii) {
    if (ascii.find("xn--") == std::string::npos) return ascii;
    char* converted = nullptr;
    const int status = idn2_to_unicode_8z8z(ascii.c_str(), &converted, 0);
    const std::unique_ptr<char, decltype(&std::free)> owner(converted, &std::free);
    return status == IDN2_OK ? std::string(converted) : ascii;
}

bool same_value(const Json& live, const Json& wanted, const Schema& field) {
    if (live.is_null() && !wanted.is_null()) {
        if (!field.comparison.tells("")) return true;
        return field.default_value && same_value(*field.default_value, wanted, field);
    }
    if (const std::string* text = wanted.text()) {
        // What a catalogue names is read with its id and its name, and either may be written.
        if (live.members() != nullptr) {
            return live.text_of("id") == *text || live.text_of("name") == *text;
        }
        return live.text() != nullptr && field.comparison.same(*live.text(), *text);
    }
    if (live.items() != nullptr && wanted.items() != nullptr) {
        return same_items(*live.items(), *wanted.items(), field);
    }
    if (live.members() != nullptr && wanted.members() != nullptr) {
        return same_members(live, wanted, field);
    }
    return live == wanted || same_number(live, wanted);
}

} // namespace tenantry
