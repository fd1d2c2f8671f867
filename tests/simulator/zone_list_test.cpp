#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

namespace {

// "a.example b.example": the names of a page in their order.
std::string zone_names(const Answer& answer) {
    REQUIRE(answer.status == 200);
    std::string out;
    for (const Json& zone : answer.result())
        out += (out.empty() ? "" : " ") + zone.at("name").get<std::string>();
    return out;
}

// Acme: shop.example (active), blog.example; Other: Shop-Two.example; one internal zone.
struct ListedZones {
    World world;
    std::string acme = world.account("Acme");
    std::string other = world.account("Other Ltd");

    ListedZones() {
        world.zone("shop.example", acme);
        world.zone("blog.example", acme);
        world.zone("shop-two.example", other);
        const Json internal = {
            {"name", "inside.example"}, {"type", "internal"}, {"account", {{"id", other}}}};
        world.call("POST", "/zones", internal);
        world.control("PATCH", "/zones/by-name/shop.example", {{"status", "active"}});
    }
    std::string list(const std::string& query) {
        return zone_names(world.call("GET", "/zones" + query));
    }
};

} // namespace

TEST_CASE("zones are narrowed by each filter") {
    ListedZones f;
    struct Row {
        std::string query;
        std::string expected;
    };
    for (const Row& row : {
             Row{"", "shop.example blog.example shop-two.example"},
             Row{"?name=shop.example", "shop.example"},
             Row{"?name=SHOP.example", "shop.example"},
             Row{"?name=equal:shop.example", "shop.example"},
             Row{"?name=shop", ""},
             Row{"?name=not_equal:shop.example", "blog.example shop-two.example"},
             Row{"?name=starts_with:SHOP", "shop.example shop-two.example"},
             Row{"?name=starts_with_case_sensitive:SHOP", ""},
             Row{"?name=ends_with:two.example", "shop-two.example"},
             Row{"?name=contains:log", "blog.example"},
             Row{"?status=active", "shop.example"},
             Row{"?status=pending", "blog.example shop-two.example"},
             Row{"?type=internal", "inside.example"},
             Row{"?type=full,internal",
                 "shop.example blog.example shop-two.example inside.example"},
             Row{"?type=full&type=internal",
                 "shop.example blog.example shop-two.example inside.example"},
             Row{"?account.id=" + f.acme, "shop.example blog.example"},
             Row{"?account.id=" + std::string(32, '0'), ""},
             Row{"?account.id=" + f.other, "shop-two.example"},
             Row{"?account.name=acme", "shop.example blog.example"},
             Row{"?account.name=contains:LTD", "shop-two.example"},
             Row{"?account.id=" + f.acme + "&name=shop-two.example", ""},
             Row{"?match=any&account.id=" + f.acme + "&name=shop-two.example",
                 "shop.example blog.example shop-two.example"},
             Row{"?match=any&status=active&name=inside.example", "shop.example"},
         }) {
        CAPTURE(row.query);
        CHECK(f.list(row.query) == row.expected);
    }
}

TEST_CASE("zones are ordered as asked, else by creation") {
    ListedZones f;
    CHECK(f.list("?direction=desc") == "shop-two.example blog.example shop.example");
    CHECK(f.list("?order=name") == "blog.example shop-two.example shop.example");
    CHECK(f.list("?order=name&direction=desc") == "shop.example shop-two.example blog.example");
    CHECK(f.list("?order=status") == "shop.example blog.example shop-two.example");
    CHECK(f.list("?order=account.name") == "shop.example blog.example shop-two.example");
}

TEST_CASE("a value that does not exist is refused with 400") {
    World world;
    for (const char* query :
         {"?status=gone", "?type=half", "?type=", "?match=some", "?order=age", "?direction=up",
          "?page=0", "?page=-1", "?page=x", "?page=", "?per_page=4", "?per_page=51",
          "?per_page=1e1", "?page=99999999999999999999"}) {
        CAPTURE(query);
        CHECK(world.call("GET", std::string{"/zones"} + query).status == 400);
    }
}

TEST_CASE("pages are bounded, counted, and empty past the end") {
    World world{sized(1, 12)};
    const auto info = [&world](const std::string& query) {
        const Answer answer = world.call("GET", "/zones" + query);
        REQUIRE(answer.status == 200);
        CHECK(answer.result().size() == answer.body.at("result_info").at("count"));
        return answer.body.at("result_info").dump();
    };
    CHECK(info("") == R"({"count":12,"page":1,"per_page":20,"total_count":12,"total_pages":1})");
    CHECK(info("?per_page=5&page=3") ==
          R"({"count":2,"page":3,"per_page":5,"total_count":12,"total_pages":3})");
    CHECK(info("?per_page=50&page=2") ==
          R"({"count":0,"page":2,"per_page":50,"total_count":12,"total_pages":1})");
    CHECK(world.call("GET", "/accounts?per_page=4").status == 400);
    CHECK(world.call("GET", "/accounts?page=7").result() == Json::array());
}

TEST_CASE("over 500 accounts a zone list must be narrowed to one") {
    World world{sized(501, 1)};
    for (const char* query :
         {"", "?name=acme-logistics.example", "?account.name=Acme", "?match=any&account.id=x"}) {
        CAPTURE(query);
        const Answer answer = world.call("GET", std::string{"/zones"} + query);
        CHECK(answer.status == 400);
        CHECK(answer.code() == 1500);
    }
    const Json accounts = world.call("GET", "/accounts?per_page=5").result();
    const std::string id = accounts.at(0).at("id");
    CHECK(world.call("GET", "/zones?account.id=" + id).result().size() == 1);
    world.call("DELETE", "/accounts/" + accounts.at(4).at("id").get<std::string>());
    CHECK(world.call("GET", "/zones").status == 200);
}
