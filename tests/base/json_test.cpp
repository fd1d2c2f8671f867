#include "engine/base/json.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

TEST_CASE("a value survives the way to text and back") {
    const std::string text = R"({"name":"Ünïcode","n":-12,"x":1.5,"list":[true,null,"a"],"o":{}})";
    const auto value = parse_json(text);
    REQUIRE(value.has_value());
    CHECK(to_text(*value) == text);
    CHECK(value->text_of("name") == "Ünïcode");
    CHECK(*value->find("n")->integer() == -12);
    CHECK(value->at("o.missing") == nullptr);
    CHECK(value->at("name.missing") == nullptr);
}

TEST_CASE("what could be read in two ways, or never ends, is refused") {
    CHECK(parse_json(R"({"id":1,"id":2})").error().message == "member \"id\" stands twice");
    CHECK(parse_json(std::string(100, '[')).error().message == "nested too deeply");
    CHECK(parse_json("[1,2").has_value() == false);
    CHECK(parse_json("{} {}").has_value() == false);
    CHECK(parse_json("\"\xc3\x28\"").has_value() == false);
    CHECK(parse_json("[1,2,3]", {.bytes = 4}).error().message == "too large");
    CHECK(parse_json(R"({"a":1,"b":2,"c":3})", {.members = 2}).error().message ==
          "too many members");
}

TEST_CASE("members are set in place and further down") {
    Json value;
    value.set_at("settings.enforce_twofactor", true);
    value.set_at("settings.enforce_twofactor", false);
    value.set("name", "acme");
    CHECK(to_text(value) == R"({"settings":{"enforce_twofactor":false},"name":"acme"})");
}
