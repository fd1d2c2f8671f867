#include "engine/render/text/table.hpp"

#include <doctest/doctest.h>

using namespace tenantry;
using render::Color;
using render::Table;

TEST_CASE("columns are as wide as their widest cell, and the last is written as it is") {
    const Table table{.rows = {{.cells = {{"zone"}, {"status"}, {"why"}}},
                               {.cells = {{"acme.example"}, {"active"}, {"because"}}}}};
    CHECK(render::in_columns(table, {}) == "zone          status  why\n"
                                           "acme.example  active  because\n");
}

TEST_CASE("wide characters take two columns") {
    const Table table{.rows = {{.cells = {{"日本"}, {"x"}}}, {.cells = {{"abc"}, {"y"}}}}};
    CHECK(render::in_columns(table, {}) == "日本  x\nabc   y\n");
}

TEST_CASE("cells that are left away at the end take no room, and those there are count") {
    const Table table{.indent = 1,
                      .least = {4},
                      .rows = {{.cells = {{"a"}, {"longer"}}}, {.cells = {{"b"}, {"c"}, {"d"}}}}};
    CHECK(render::in_columns(table, {}) == " a     longer\n b     c       d\n");
}

TEST_CASE("a cell is painted with the blanks behind it, and a line as a whole") {
    const Table table{
        .rows = {{.cells = {{"a", Color::red}, {"b"}}}, {.cells = {{"cc"}}, .color = Color::bold}}};
    CHECK(render::in_columns(table, {.color = true}) == "\x1b[31ma   \x1b[0mb\n\x1b[1mcc\x1b[0m\n");
}

TEST_CASE("a table of nothing is nothing") {
    CHECK(render::in_columns(Table{.least = {4, 4}}, {}).empty());
}
