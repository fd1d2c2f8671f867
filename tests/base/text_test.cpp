#include "engine/base/text.hpp"

#include "engine/base/characters.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

TEST_CASE("text from outside cannot drive the terminal") {
    CHECK(printable("\x1b[2Jacme") == "\\x1b[2Jacme");
    CHECK(printable("a\nb\tc") == "a\\nb\\tc");
    CHECK(printable("abc\xe2\x80\xae"
                    "def") == "abc\\u202edef");
    CHECK(printable("a\xd8\x9c"
                    "b\xe3\x85\xa4"
                    "c") == "a\\u061cb\\u3164c");
    CHECK(printable("\xff") == "\\xff");
    CHECK(printable("Müller 株式会社") == "Müller 株式会社");
    CHECK(in_quotes("say \"hi\"") == "\"say \\\"hi\\\"\"");
}

TEST_CASE("UTF-8 is checked as the standard says") {
    CHECK(first_invalid_utf8("grün") == std::string_view::npos);
    CHECK(first_invalid_utf8("a\xc0\xaf") == 1);        // overlong
    CHECK(first_invalid_utf8("\xed\xa0\x80") == 0);     // surrogate
    CHECK(first_invalid_utf8("\xf4\x90\x80\x80") == 0); // beyond U+10FFFF
    CHECK(first_invalid_utf8("\xe2\x82") == 0);         // cut short
    CHECK(code_points("grün") == 4);
}

TEST_CASE("how wide a text is shown, and which characters nobody sees") {
    CHECK(display_width("") == 0);
    CHECK(display_width("acme") == 4);
    CHECK(display_width("grün") == 4);
    CHECK(display_width("gru\u0308n") == 4);
    CHECK(display_width("株式会社") == 8);
    CHECK(display_width("ﾃｽﾄ") == 3);
    CHECK(display_width("\xff\xfe") == 2);
    // Marks of direction, zero width, line ends of Unicode, tags, fillers that are no blank.
    for (const char32_t c : {0x00U, 0x7fU, 0xadU, 0x200bU, 0x200eU, 0x2028U, 0x202eU, 0x2066U,
                             0xfeffU, 0x115fU, 0x3164U, 0xffa0U, 0xe0041U, 0x1d173U})
        CHECK(is_unseen(c));
    for (const char32_t c : {0x20U, 0x41U, 0xe9U, 0x308U, 0x682aU, 0xfe0fU, 0x1f600U, 0x10ffffU})
        CHECK_FALSE(is_unseen(c));
}

TEST_CASE("a glob's star crosses slashes") {
    CHECK(matches_glob("acme/Acme GmbH/zone/acme.example", "acme/*"));
    CHECK(matches_glob("acme/Acme GmbH/zone/acme.example", "*/zone/*.example"));
    CHECK(matches_glob("acme", "acm?"));
    CHECK_FALSE(matches_glob("acme/x", "acme"));
    CHECK_FALSE(matches_glob("acme", "*b*"));
    CHECK(matches_glob("", "*"));
}

TEST_CASE("what is percent-encoded is decoded, and nothing else") {
    CHECK(percent_encode("AZaz09-._~") == "AZaz09-._~");
    CHECK(percent_encode("\r\n") == "%0D%0A");
    CHECK(percent_encode("jos\xc3\xa9+x@acme.example") == "jos%C3%A9%2Bx%40acme.example");
    CHECK(percent_decode("jos%C3%A9%2Bx%40acme.example") == "jos\xc3\xa9+x@acme.example");
    CHECK(percent_decode("") == "");
    for (const char* other : {"a@b", "%", "%4", "%40%", "%4g", "%61", "%c3%a9", "%+4", "%-1"})
        CHECK(percent_decode(other) == std::nullopt);
}
