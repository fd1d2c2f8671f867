// Values written in the place of others: all else stays as it is, to the byte.
#include "engine/manifest/manifest.hpp"

#include <doctest/doctest.h>

using namespace tenantry;
using manifest::replace_values;

namespace {

/// The text with the value at a place replaced; "" where it cannot be.
std::string edited(const std::string& text, std::uint32_t line, std::uint32_t column,
                   const Json& value) {
    const auto result = replace_values(0, text, {{{0, line, column}, value}});
    if (!result.written.at(0)) CHECK(result.text == text);
    return result.written.at(0) ? result.text : "";
}

} // namespace

TEST_SUITE_BEGIN("edit");

TEST_CASE("a value takes the place of another, written as that was") {
    CHECK(edited("a: full # why\nb: 1\n", 1, 4, "strict") == "a: strict # why\nb: 1\n");
    CHECK(edited("a: \"x\" # why\n", 1, 4, "y") == "a: \"y\" # why\n");
    CHECK(edited("a: 'it''s'", 1, 4, "y") == "a: 'y'");
    CHECK(edited("a: 'x'\r\nb: 2\r\n", 1, 4, "it's") == "a: \"it's\"\r\nb: 2\r\n");
    CHECK(edited("- {name: ü, paused: true}\n", 1, 21, false) == "- {name: ü, paused: false}\n");
    CHECK(edited("\xef\xbb\xbf"
                 "a: 10\n",
                 1, 4, 20) == "\xef\xbb\xbf"
                              "a: 20\n");
    CHECK(edited("---\na: x\n---\na: x\n", 4, 4, "y") == "---\na: x\n---\na: y\n");
}

TEST_CASE("text stays text") {
    for (const char* text : {"true", "10", "no: yes", "a # b", "null", "~", "", " a", "x]", "a, b"})
        CHECK(edited("{a: x, b: y}\n", 1, 5, text) == "{a: " + to_text(Json(text)) + ", b: y}\n");
    CHECK(edited("a: x\n", 1, 4, "${env:HOME}").empty());
}

TEST_CASE("a list in one line is replaced whole, a value over several lines is not") {
    const Json roles = Json::array({"Administrator", "Read: Only"});
    CHECK(edited("r: [a, 'b]', {c: d}] # e\n", 1, 4, roles) ==
          "r: [Administrator, \"Read: Only\"] # e\n");
    CHECK(edited("r:\n  - a\n  - b\n", 2, 3, roles).empty());
    CHECK(edited("r: [a,\n    b]\n", 1, 4, roles).empty());
    CHECK(edited("r: a\n   b\n", 1, 4, "c").empty());
    CHECK(edited("r: |\n  a\n", 1, 4, "c").empty());
    CHECK(edited("r:\n", 1, 1, "c").empty());
    CHECK(edited("r: x\n", 1, 1, "c").empty()); // a key is no value
    CHECK(edited("r: x\n", 1, 4, Json::object({{"a", 1}})).empty());
    CHECK(edited("r: *x\n", 1, 4, "c").empty()); // no manifest
}

TEST_CASE("several at once, in any order") {
    const auto result = replace_values(0, "{a: 1, b: x}\nc: y\n",
                                       {{{0, 1, 5}, 222}, {{0, 1, 11}, "longer"}, {{0, 9, 9}, 1}});
    CHECK(result.written == std::vector<bool>{false, false, false}); // the text is no manifest
    const auto right = replace_values(0, "- {a: 1, b: x}\n- y\n",
                                      {{{0, 2, 3}, "z"}, {{0, 1, 7}, 222}, {{0, 1, 13}, "longer"}});
    CHECK(right.text == "- {a: 222, b: longer}\n- z\n");
}

TEST_CASE("a member is written behind another, in the way of that") {
    const auto with_id = [](const std::string& text, std::uint32_t line, std::uint32_t column) {
        const auto result =
            manifest::insert_members(0, text, {{{0, line, column}, "id", Json("0a")}});
        if (!result.written.at(0)) CHECK(result.text == text);
        return result.written.at(0) ? result.text : "";
    };
    CHECK(with_id("- name: A # why\n  b: 1\n", 1, 9) == "- name: A # why\n  id: 0a\n  b: 1\n");
    CHECK(with_id("- b: 1\n  name: A", 2, 9) == "- b: 1\n  name: A\n  id: 0a\n");
    CHECK(with_id("- name: A\r\n  b: 1\r\n", 1, 9) == "- name: A\r\n  id: 0a\r\n  b: 1\r\n");
    CHECK(with_id("- {name: A, b: 1} # x\n", 1, 10) == "- {name: A, id: 0a, b: 1} # x\n");
    CHECK(with_id("- {b: 1, name: \"A, x\"}\n", 1, 16) == "- {b: 1, name: \"A, x\", id: 0a}\n");
    CHECK(with_id("- name:\n    A\n  b: 1\n", 2, 5) == "- name:\n    A\n  id: 0a\n  b: 1\n");
    CHECK(with_id("- name: >\n    A\n", 1, 9).empty());
    CHECK(with_id("- A\n", 1, 3).empty()); // no member of a map
}

TEST_SUITE_END();
