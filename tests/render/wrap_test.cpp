// Lines that fit the terminal, and what is told once, in a line, or one by one.
#include "engine/base/characters.hpp"
#include "engine/render/text/table.hpp"
#include "engine/render/text/wrap.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

using namespace tenantry;

TEST_CASE("a line goes on below where the terminal ends, and no word is cut") {
    CHECK(render::wrapped("one two three four", 0, 2, {.width = 9}) == "one two\n  three\n  four");
    CHECK(render::wrapped("one two", 0, 2, {.width = 7}) == "one two");
    CHECK(render::wrapped("one two", 0, 2, {}) == "one two");
    CHECK(render::wrapped("+ verylongword b", 0, 2, {.width = 6}) == "+ verylongword\n  b");
    CHECK(render::wrapped("one verylongword b", 0, 2, {.width = 6}) == "one\n  verylongword\n  b");
    CHECK(render::wrapped("ab cd", 4, 4, {.width = 7}) == "ab\n    cd");
    CHECK(render::wrapped("", 0, 2, {.width = 7}).empty());
}

TEST_CASE("wide characters take their room, and colours take none") {
    CHECK(render::wrapped("日本 日本", 0, 0, {.width = 9}) == "日本 日本");
    CHECK(render::wrapped("日本 日本", 0, 0, {.width = 8}) == "日本\n日本");
    const std::string red = "\x1b[31mone\x1b[0m two";
    CHECK(render::wrapped(red, 0, 0, {.color = true, .width = 7}) == red);
    CHECK(render::clipped("日本日本", {.width = 7}) == "日本...");
    CHECK(render::clipped("abcdefg", {.width = 7}) == "abcdefg");
    CHECK(render::clipped("\x1b[31mabcdefgh\x1b[0m", {.color = true, .width = 7}) ==
          "\x1b[31mabcd...\x1b[0m");
}

TEST_CASE("a last column goes on below itself, or further out where it has no room") {
    const render::Lines lines = {{"name", "one two three"}, {"a", "four"}};
    CHECK(render::aligned(lines, {.width = 26}) == "    name  one two three\n    a     four\n");
    const render::Lines wide = {{"name", "one two three four five six"}};
    CHECK(render::aligned(wide, {.width = 26}) ==
          "    name  one two three\n          four five six\n");
    CHECK(render::aligned(wide, {.width = 22}) ==
          "    name  one two\n        three four\n        five six\n");
}

TEST_CASE("an excerpt fits the terminal, and its caret stands below what it means") {
    Sources sources;
    sources.add({"m.yaml",
                 "- {name: 日本日本日本日本日本日本日本日本, paussed: true, and: more, of: it}\n"});
    Diagnostics diagnostics;
    diagnostics.add({.code = "x", .summary = "unknown field", .position = {0, 1, 28}});
    for (const std::size_t width : {40U, 80U, 200U, 0U}) {
        CAPTURE(width);
        const std::string text = render::diagnostics(diagnostics, sources, {.width = width});
        std::istringstream stream(text);
        std::string excerpt;
        std::string caret;
        for (std::string line; std::getline(stream, line);) {
            if (width > 0) CHECK_MESSAGE(display_width(line) <= width, line);
            if (line.contains("paussed")) excerpt = line;
            if (line.ends_with("^")) caret = line;
        }
        REQUIRE(!excerpt.empty());
        const std::string before = excerpt.substr(0, excerpt.find("paussed"));
        CHECK_MESSAGE(display_width(before) + 1 == display_width(caret), text);
    }
}
