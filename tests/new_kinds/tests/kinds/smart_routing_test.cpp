#include "tests/kinds/change.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

TEST_CASE("smart routing is off from the start, and is turned on") {
    const KindTable kinds = kinds::all_kinds();
    const Resource wanted = test::wanted(*kinds.find("smart_routing"), {{"value", "on"}});
    const std::optional<LiveObject> start = wanted.kind->from_the_start();
    REQUIRE(start);
    CHECK(test::calls(test::change_of(kinds, wanted, &*start)) ==
          "PATCH /zones/{zone}/argo/smart_routing {\"value\":\"on\"}\n");
}
