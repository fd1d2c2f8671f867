#include "tools/simulator/text/zone_name.hpp"

#include <algorithm>
#include <idn2.h>
#include <memory>

namespace tenantry::simulator {
namespace {

struct FreeWithIdn2 {
    void operator()(char* text) const { idn2_free(text); }
};
using Idn2Text = std::unique_ptr<char, FreeWithIdn2>;

bool is_plain(std::string_view name) {
    return std::ranges::all_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool has_punycode(std::string_view name) {
    return name.starts_with("xn--") || name.find(".xn--") != std::string_view::npos;
}

std::expected<std::string, std::string> to_ascii(const std::string& name) {
    char* out = nullptr;
    const int code = idn2_to_ascii_8z(name.c_str(), &out, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    const Idn2Text text{out};
    if (code != IDN2_OK) return std::unexpected(std::string{idn2_strerror(code)});
    return std::string{text.get()};
}

std::expected<std::string, std::string> to_unicode(const std::string& name) {
    char* out = nullptr;
    const int code = idn2_to_unicode_8z8z(name.c_str(), &out, 0);
    const Idn2Text text{out};
    if (code != IDN2_OK) return std::unexpected(std::string{idn2_strerror(code)});
    return std::string{text.get()};
}

bool is_letter_digit_hyphen(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= 63 && label.front() != '-' &&
           std::ranges::all_of(label, is_letter_digit_hyphen);
}

// The pattern of the OpenAPI document, label by label. Its limit of 20 characters for the last
// label is left out: it would refuse top-level domains in punycode that exist.
bool is_zone_name(std::string_view name) {
    if (name.size() > 253) return false;
    int labels = 0;
    std::string_view last;
    while (true) {
        const auto dot = name.find('.');
        last = name.substr(0, dot);
        if (!is_label(last)) return false;
        ++labels;
        if (dot == std::string_view::npos) break;
        name = name.substr(dot + 1);
    }
    return labels >= 2 && last.size() >= 2;
}

} // namespace

std::string lower_ascii(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::expected<ZoneName, std::string> read_zone_name(std::string_view text) {
    ZoneName name;
    name.ascii = lower_ascii(text);
    // A NUL would end the name early for the C library.
    if (text.find('\0') != std::string_view::npos) return std::unexpected("is no domain name");
    if (!is_plain(text)) {
        const auto ascii = to_ascii(name.ascii);
        if (!ascii) return std::unexpected("is no domain name: " + ascii.error());
        name.ascii = *ascii;
    }
    if (!is_zone_name(name.ascii)) return std::unexpected("is no domain name");
    name.shown = name.ascii;
    if (has_punycode(name.ascii)) {
        const auto shown = to_unicode(name.ascii);
        if (!shown) return std::unexpected("is no domain name: " + shown.error());
        name.shown = *shown;
    }
    return name;
}

std::string comparable_name(std::string_view text) {
    const auto name = read_zone_name(text);
    return name ? name->ascii : lower_ascii(text);
}

} // namespace tenantry::simulator
