// Zone names: what is a name at all, and its two spellings. An internationalised name may come in
// either spelling and is shown in Unicode (API reference, section 6 and quirk 22).
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace tenantry::simulator {

struct ZoneName {
    std::string shown = {}; // lower case, Unicode
    std::string ascii = {}; // lower case, punycode
};

/// The name in both spellings, or what is wrong with it.
std::expected<ZoneName, std::string> read_zone_name(std::string_view text);

/// The form names are compared in; of text that is no name, the text in lower case.
std::string comparable_name(std::string_view text);

std::string lower_ascii(std::string_view text);

} // namespace tenantry::simulator
