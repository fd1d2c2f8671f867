// What kinds are called, one and several of them.
#include "engine/kinds/kinds.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

TEST_CASE("kinds say what one and several of them are called") {
    std::string words;
    const KindTable kinds = kinds::all_kinds();
    for (const Kind* kind : kinds.kinds())
        words += kind->counted(1) + ", " + kind->counted(3) + "\n";
    CHECK(words.contains("1 zone, 3 zones\n"));
    CHECK(words.contains("1 zone subscription, 3 zone subscriptions\n"));
    CHECK(words.contains("1 set of zone settings, 3 sets of zone settings\n"));
    CHECK_FALSE(words.contains("ss\n"));
}
