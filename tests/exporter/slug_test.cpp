#include "engine/exporter/slug.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace tenantry;
using exporter::name_prefix;
using exporter::slug;

TEST_CASE("a customer is called as its account is, without the legal form") {
    CHECK(slug("Acme GmbH") == "acme");
    CHECK(slug("Café Müller GmbH & Co. KG") == "cafe-muller");
    CHECK(slug("Rossi S.p.A.") == "rossi");
    CHECK(slug("Kowalski Sp. z o.o.") == "kowalski");
    CHECK(slug("Straßenbau Æther Łódź") == "strassenbau-aether-lodz");
    CHECK(slug("O'Neil & Sons, Inc.") == "oneil-sons");
    CHECK(slug("acme.example") == "acme-example");
    CHECK(slug("J.P. Smith") == "jp-smith");
    CHECK(slug("Ｆｕｌｌ width") == "full-width");
    CHECK(slug("AG") == "ag"); // nothing else would be left
    CHECK(slug("Acme Limited Company") == "acme");
}

TEST_CASE("what has no letter from a to z has no such name") {
    CHECK(slug("株式会社") == "");
    CHECK(slug("---") == "");
    CHECK(slug("") == "");
    CHECK(slug("\xff\xfe") == "");
}

TEST_CASE("a name of a customer is never too long") {
    const std::string text = slug(std::string(100, 'x'));
    CHECK(text == std::string(50, 'x'));
    CHECK(slug("one two three four five six seven eight nine ten eleven twelve") ==
          "one-two-three-four-five-six-seven-eight-nine-ten");
}

TEST_CASE("several accounts of one customer begin alike") {
    CHECK(name_prefix("Acme - Shop") == "Acme");
    CHECK(name_prefix("Acme – Blog: old") == "Acme");
    CHECK(name_prefix("Acme: Shop - old") == "Acme");
    CHECK(name_prefix("Acme-Shop") == "Acme-Shop");
}
