#include "engine/manifest/yaml/yaml.hpp"

#include <doctest/doctest.h>

using namespace tenantry;
using namespace tenantry::manifest;

namespace {

/// The type and text of what stands after `a: `.
std::string value(std::string_view scalar) {
    Diagnostics diagnostics;
    const auto documents = parse_yaml(0, "a: " + std::string(scalar), diagnostics);
    if (documents.empty()) return diagnostics.all().front().summary;
    const Node node = documents.front().root().find("a").value();
    return std::string(describe(node.type())) + " " + std::string(node.text());
}

std::optional<std::int64_t> number(std::string_view scalar) {
    Diagnostics diagnostics;
    const auto documents = parse_yaml(0, "a: " + std::string(scalar), diagnostics);
    return decimal_integer(documents.front().root().find("a").value());
}

} // namespace

TEST_CASE("only plain text that means a type in YAML 1.2 has a type") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"", "null "},
        {"~", "null ~"},
        {"null", "null null"},
        {"Null # c", "null Null"},
        {"nullable", "text nullable"},
        {"null and void", "text null and void"},
        {"true", "true or false true"},
        {"FALSE", "true or false FALSE"},
        {"tRue", "text tRue"},
        {"12", "a whole number 12"},
        {"+12", "a whole number +12"},
        {"-0", "a whole number -0"},
        {"0123", "a whole number 0123"},
        {"0o17", "a whole number 0o17"},
        {"0x1F", "a whole number 0x1F"},
        {"-0x1F", "text -0x1F"},
        {"0b11", "text 0b11"},
        {"1.5", "a number 1.5"},
        {"1e3", "a number 1e3"},
        {".5", "a number .5"},
        {"5.", "a number 5."},
        {"-1.5E-3", "a number -1.5E-3"},
        {"-.inf", "a number -.inf"},
        {".NaN", "a number .NaN"},
        {"-.nan", "text -.nan"},
        {".", "text ."},
        {"1.2.3", "text 1.2.3"},
        {"1e", "text 1e"},
        {"-", "a list item cannot begin here"},
        {"no", "text no"},
        {"on", "text on"},
        {"Yes", "text Yes"},
        {"12:30", "text 12:30"},
        {"2024-01-31", "text 2024-01-31"},
        {"1_000", "text 1_000"},
        {"\"true\"", "text true"},
        {"'12'", "text 12"},
        {"''", "text "},
        {"|\n  12\n", "text 12\n"},
        {"\"\\u00fc\\n\"", "text ü\n"},
        {"'it''s'", "text it's"},
        {">\n  folded\n  ", "text folded\n"},
        {">\n  folded\n   ", "text folded\n \n"}, // as if a line end followed
        {"a:b#c", "text a:b#c"},
        {"one\n  two", "text one two"},
    };
    for (const auto& [scalar, expected] : rows) {
        CAPTURE(scalar);
        CHECK(value(scalar) == expected);
    }
}

TEST_CASE("a decimal integer has no leading zero, no plus and no quotes, and fits") {
    CHECK(number("0") == 0);
    CHECK(number("-42") == -42);
    CHECK(number("9223372036854775807") == 9223372036854775807);
    CHECK_FALSE(number("9223372036854775808"));
    CHECK_FALSE(number("010"));
    CHECK_FALSE(number("-01"));
    CHECK_FALSE(number("+1"));
    CHECK_FALSE(number("0x10"));
    CHECK_FALSE(number("0o7"));
    CHECK(number("1.0") == 1);
    CHECK(number("-3.1536e+07") == -31536000);
    CHECK(number("9007199254740992.0") == 9007199254740992);
    for (const std::string fraction : {"1.5", ".1", "1e-3", "1e300", ".inf", ".nan"})
        CHECK_FALSE(number(fraction));
    CHECK_FALSE(number("'1'"));
}

TEST_CASE("what YAML 1.1 reads differently is known") {
    for (const std::string_view text : {"yes",
                                        "No",
                                        "ON",
                                        "off",
                                        "y",
                                        "N",
                                        "0123",
                                        "-017",
                                        "089",
                                        "0o17",
                                        "0b101",
                                        "12:30",
                                        "12:30:00",
                                        "190:20:30.15",
                                        "2024-01-31",
                                        "2024-1-1",
                                        "2024-01-31T12:00:00Z",
                                        "1_000",
                                        "1_0.5",
                                        "1e3",
                                        "1.5e3"}) {
        CAPTURE(text);
        CHECK(reads_differently_in_yaml_1_1(text));
    }
    for (const std::string_view text :
         {"",    "true",     "null",    "12",   "-12",  "0",    "0x1F",
          "1.5", "1.5e+3",   ".inf",    "acme", "yes!", "nope", "1.2.3",
          "a:b", "10.0.0.1", "2024-01", "_",    "a_b",  "::1",  "v1_000"}) {
        CAPTURE(text);
        CHECK_FALSE(reads_differently_in_yaml_1_1(text));
    }
}

TEST_CASE("the way to write a number as text is told") {
    Diagnostics diagnostics;
    const auto documents = parse_yaml(0, "[0123]", diagnostics);
    CHECK(quoting_hint(*documents.front().root().items().begin()) ==
          "write \"0123\" in quotes to make it text");
}
