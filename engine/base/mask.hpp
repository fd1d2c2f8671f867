// Takes known secrets out of text from outside. An error that echoes what it was sent may do so in
// any encoding, so the text is read as its letters and digits alone: whatever case they are in,
// whatever stands between them (blanks, quotes, characters that do not show) and however each is
// written (%63, \x63, \u0063, &#99;, full width); in hexadecimal digits, and in base64 of either
// alphabet that begins anywhere before the secret. Takes time in proportion to the text and the
// secrets.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_set>

namespace tenantry {

/// The text with "***" in place of each secret of Cloudflare's that says itself what it is, known
/// or not: "cfk_", "cfut_", "cfat_" or "cfoat_" and its characters (API reference, section 22).
std::string without_tokens(std::string_view text);

class Mask {
public:
    explicit Mask(std::span<const std::string_view> secrets);

    /// The text with "***" in place of each word that holds a piece of a secret, and without
    /// tokens.
    std::string operator()(std::string_view text) const;
    bool finds_any(std::string_view text) const { return (*this)(text) != text; }

private:
    void add(std::string_view bytes);
    void add_pieces(std::string_view form, std::size_t length, std::size_t stride = 1);

    std::unordered_set<std::string> pieces_; // of the lengths that mask.cpp names
};

} // namespace tenantry
