#include "tests/kinds/change.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

TEST_CASE("a storage pack is ordered once, at the Tenant document's price") {
    const KindTable kinds = kinds::all_kinds();
    const Resource wanted =
        test::wanted(*kinds.find("storage_pack"), {{"name", "photos"}, {"size", "LARGE"}});
    const Change change = test::change_of(kinds, wanted, nullptr);
    CHECK(test::calls(change) == "POST /accounts/{account}/storage_packs "
                                 "{\"name\":\"photos\",\"size\":\"LARGE\"} once\n");
    const RatePlan price{.id = "LARGE",
                         .currency = "USD",
                         .frequency = "monthly",
                         .flat = *Amount::from_json(Json(12))};
    CHECK(test::money(change, std::span(&price, 1)) == "free -> USD 12.00 monthly");
}
