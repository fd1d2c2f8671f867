// Labels of symbols, against RFC 3492 as Python's codec carries it out.
#include "engine/model/canonical.hpp"
#include "engine/model/punycode.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

TEST_CASE("a label of symbols is written in ASCII, and back") {
    struct Row {
        std::string_view label;
        std::string_view ascii;
    };
    const Row rows[] = {{"♥", "xn--g6h"},
                        {"i♥ny", "xn--iny-zx5a"},
                        {"💩", "xn--ls8h"},
                        {"☃-☃", "xn----0xpb"},
                        {"a♥b♥c", "xn--abc-zx5ab"}};
    for (const Row& row : rows) {
        CAPTURE(row.label);
        CHECK(punycode_label(row.label) == row.ascii);
        CHECK(label_of_punycode(row.ascii) == row.label);
    }
}

TEST_CASE("what cannot be seen, and what is no label, is written in no way") {
    for (const std::string_view label :
         {"", "acme", "a b♥", "♥\u200b", "\u202e♥", "♥\u00a0", "♥\ue000", "♥_", "\xff♥"}) {
        CAPTURE(label);
        CHECK_FALSE(punycode_label(label));
    }
    CHECK_FALSE(punycode_label(std::string(60, 'a') + "♥")); // longer than a label may be
    for (const std::string_view ascii :
         {"xn--99999999", "xn--a-é", "acme", "xn--zzzzzzzzzzzzzz9"}) {
        CAPTURE(ascii);
        CHECK_FALSE(label_of_punycode(ascii));
    }
}

TEST_CASE("names of symbols have one form, and what poses as a name has none") {
    CHECK(canonical_domain("I♥.ws") == "xn--i-n3p.ws");
    CHECK(canonical_domain("xn--i-n3p.WS.") == "xn--i-n3p.ws");
    CHECK(canonical_domain("❤️.Bücher.example") == canonical_domain("❤.xn--bcher-kva.example"));
    CHECK_FALSE(canonical_domain("acme\u202e.example"));
    CHECK_FALSE(canonical_domain("xn--g6h\u00a0.ws"));
    CHECK_FALSE(canonical_domain("xn--99999999.ws"));
}
