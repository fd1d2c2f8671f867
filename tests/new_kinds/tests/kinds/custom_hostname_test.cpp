#include "tests/kinds/change.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

TEST_CASE("a custom hostname is created by its name, and changed without it") {
    const KindTable kinds = kinds::all_kinds();
    const Resource wanted = test::wanted(*kinds.find("custom_hostname"),
                                         {{"hostname", "a.example"}, {"origin", "o.example"}});
    CHECK(test::calls(test::change_of(kinds, wanted, nullptr)) ==
          "POST /zones/{zone}/custom_hostnames "
          "{\"hostname\":\"a.example\",\"custom_origin_server\":\"o.example\"}\n");
    const LiveObject live =
        *wanted.kind->reading.from_api(*parse_json(R"({"id": "0a", "hostname": "a.example"})"));
    CHECK(test::calls(test::change_of(kinds, wanted, &live)) ==
          "PATCH /zones/{zone}/custom_hostnames/{custom_hostname} "
          "{\"custom_origin_server\":\"o.example\"}\n");
}
