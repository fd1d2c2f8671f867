#include "engine/model/address.hpp"
#include "engine/model/canonical.hpp"
#include "engine/model/schema.hpp"

#include <doctest/doctest.h>

using namespace tenantry;
using Files = std::vector<std::pair<std::string_view, std::string_view>>;

TEST_CASE("an address has one segment for each name, whatever is in the name") {
    const Address account = Address::of_customer("acme").child("", "A/B 50% @home");
    CHECK(account.text() == "acme/A%2FB 50%25 %40home");
    CHECK(account.child("zone", "a.example").text() == "acme/A%2FB 50%25 %40home/zone/a.example");
    CHECK(account.child("member", "ops@acme.example").text().ends_with("/member/ops@acme.example"));
    CHECK(account.customer() == "acme");
    CHECK(account.distinguished("EMEA/1").text() == "acme/A%2FB 50%25 %40home@EMEA%2F1");
}

TEST_CASE("an address contains what lies in it and nothing that only begins alike") {
    const Address account = Address::parse("acme/Acme");
    CHECK(account.contains(Address::parse("acme/Acme")));
    CHECK(account.contains(Address::parse("acme/Acme/zone/a.example")));
    CHECK_FALSE(account.contains(Address::parse("acme/Acme GmbH")));
}

TEST_CASE("domain names have one canonical form") {
    CHECK(canonical_domain("ACME.Example.").value() == "acme.example");
    CHECK(canonical_domain("Müller.example").value() == "xn--mller-kva.example");
    CHECK(canonical_domain("XN--MLLER-KVA.example").value() == "xn--mller-kva.example");
    CHECK(canonical_domain("mu\xcc\x88ller.example").value() == "xn--mller-kva.example"); // NFD
    CHECK(canonical_domain("straße.example").value() == "xn--strae-oqa.example");
    CHECK_FALSE(canonical_domain("xn--\xff.example").has_value());
    CHECK_FALSE(canonical_domain(std::string(5000, 'a')).has_value());
}

TEST_CASE("values are compared as the schema says") {
    const SchemaSet schemas(Files{{"x", R"({"type": "object", "properties": {
        "email": {"type": "string", "format": "email"},
        "flag": {"type": "boolean", "default": false},
        "set": {"type": "array", "x-unordered": true, "items": {"type": "string"}},
        "list": {"type": "array", "items": {"type": "string"}}}})"}});
    const auto same = [&](std::string_view field, const Json& a, const Json& b) {
        return same_value(a, b, *schemas["x"].field(field));
    };
    CHECK(same("email", "Ops@Acme.example", "ops@acme.example"));
    CHECK(same("flag", Json(), false));
    CHECK_FALSE(same("flag", Json(), true));
    CHECK_FALSE(same("email", Json(), ""));
    CHECK(same("set", Json::array({"a", "b"}), Json::array({"b", "a"})));
    CHECK_FALSE(same("list", Json::array({"a", "b"}), Json::array({"b", "a"})));
}

TEST_CASE("things of a catalogue are the same by id or name, and maps by what was written") {
    const Comparison comparisons[] = {{"vague", Comparison::ignore_case.canonical,
                                       [](std::string_view live) { return live.empty(); }}};
    const SchemaSet schemas(Files{{"x", R"({"type": "object", "properties": {
        "roles": {"type": "array", "x-unordered": true, "items": {"type": "string", "x-catalogue": "role"}},
        "policies": {"type": "array", "x-unordered": true, "items": {"type": "object", "properties": {
            "access": {"type": "string", "enum": ["allow", "deny"], "default": "allow"},
            "groups": {"type": "array", "x-unordered": true,
                       "items": {"type": "string", "x-catalogue": "group"}}}}},
        "vague": {"type": "string", "x-comparison": "vague"}}})"}},
                            comparisons);
    const auto same = [&](std::string_view field, std::string_view live, std::string_view wanted) {
        return same_value(*parse_json(live), *parse_json(wanted), *schemas["x"].field(field));
    };
    const std::string_view two = R"([{"id": "1", "name": "a"}, {"id": "2", "name": "b"}])";
    CHECK(same("roles", two, R"(["b", "1"])"));
    CHECK_FALSE(same("roles", two, R"(["b"])"));
    CHECK_FALSE(same("roles", two, R"(["b", "b"])"));
    CHECK_FALSE(same("roles", two, R"(["b", "c"])"));
    CHECK(same("policies",
               R"([{"access": "allow", "groups": [{"id": "1", "name": "a"}], "more": 1}])",
               R"([{"groups": ["a"]}])"));
    CHECK(same("policies", R"([{"groups": [{"id": "1", "name": "a"}]}])",
               R"([{"access": "allow", "groups": ["1"]}])"));
    CHECK_FALSE(same("policies", R"([{"access": "deny", "groups": [{"id": "1", "name": "a"}]}])",
                     R"([{"access": "allow", "groups": ["a"]}])"));
    CHECK(same("vague", R"("")", R"("a")"));
    CHECK(same("vague", "null", R"("a")"));
    CHECK(same("vague", R"("A")", R"("a")"));
    CHECK_FALSE(same("vague", R"("b")", R"("a")"));
}

TEST_CASE("references between schemas resolve, also to themselves") {
    const SchemaSet schemas(Files{{"a", R"({"properties": {"b": {"$ref": "b.json"},
                                       "part": {"$ref": "b.json#/$defs/part"}}})"},
                                  {"b", R"({"properties": {"again": {"$ref": "#"},
                                       "deep": {"properties": {"x": {"maxLength": 3}}}},
                                       "$defs": {"part": {"enum": ["one"]}}})"}});
    CHECK(schemas["a"].property("b") == &schemas["b"]);
    CHECK(schemas["b"].property("again") == &schemas["b"]);
    CHECK(schemas["a"].property("part")->choices == std::vector<std::string>{"one"});
    CHECK(schemas["a"].field("b.deep.x")->max_length == 3);
    CHECK(schemas["a"].field("b.none") == nullptr);
    CHECK(schemas["a"].property("b")->file == "b");
    CHECK(schemas["a"].property("part")->file.empty());
}
