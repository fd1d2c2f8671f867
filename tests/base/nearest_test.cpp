#include "engine/base/nearest.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace tenantry;

TEST_CASE("a misspelt name finds the name it meant") {
    const std::vector<std::string> names = {"name", "type", "paused", "previously", "zones"};
    struct Row {
        std::string_view written;
        std::string_view meant;
    };
    const Row rows[] = {
        {"nmae", "name"}, {"Paused", "paused"},        {"zone", "zones"}, {"typ", "type"},
        {"xyz", ""},      {"previosly", "previously"}, {"n", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.written);
        CHECK(nearest(row.written, names) == row.meant);
    }
    CHECK(suggest("zoens", names) == "did you mean \"zones\"?");
    CHECK(suggest(std::string(100000, 'z'), names).empty());
}
