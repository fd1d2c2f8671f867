// What the API decided, as a table, CSV and JSON; names in it come from strangers.
#include "engine/render/render.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

constexpr std::string_view listed[] = {"status", "servers"};
const Kind site{.name = "site", .word = "site", .parent = "account", .listed = listed};

struct World {
    World() {
        const Address address = Address::of_customer("acme").child("", "Acme");
        for (const char* name : {"a.example", "münchen.example", "new.example"}) {
            resources.push_back({.kind = &site, .address = address.child("site", name)});
        }
        live[0] = {.id = "1",
                   .outputs = Json::object(
                       {{"status", "active"}, {"servers", Json::array({"n1", "n2"})}})};
        live[1] = {.id = "2", .outputs = Json::object({{"status", "pend\x1b[2Jing"}})};
        listings = {{&resources[0], "Acme, \"Inc\"", "a.example", &live[0]},
                    {&resources[1], "=SUM(A1)", "münchen.example", &live[1]},
                    {&resources[2], "@x", "new.example", nullptr}};
    }

    std::vector<Resource> resources;
    LiveObject live[2];
    std::vector<Listing> listings;
};

} // namespace

TEST_CASE("outputs as a table") {
    const World world;
    CHECK(render::outputs(site, world.listings, {}) ==
          R"(customer  account      site             status          servers
acme      Acme, "Inc"  a.example        active          n1 n2
acme      =SUM(A1)     münchen.example  pend\x1b[2Jing
acme      @x           new.example      missing

3 sites, 1 missing.
)");
    CHECK(render::outputs(site, {}, {}) ==
          "customer  account  site  status  servers\n\n0 sites, 0 missing.\n");
}

TEST_CASE("outputs as CSV hold no formula and no control character") {
    const World world;
    CHECK(render::outputs_csv(site, world.listings) ==
          "customer,account,site,status,servers\r\n"
          "acme,\"Acme, \"\"Inc\"\"\",a.example,active,n1 n2\r\n"
          "acme,'=SUM(A1),münchen.example,pend\\x1b[2Jing,\r\n"
          "acme,'@x,new.example,missing,\r\n");
    CHECK(render::outputs_csv(site, {}) == "customer,account,site,status,servers\r\n");
}

TEST_CASE("outputs as JSON are told as they are") {
    const World world;
    const Json json = render::outputs_json(site, world.listings);
    CHECK(to_text((*json.items())[0]) ==
          R"({"address":"acme/Acme/site/a.example","customer":"acme","account":"Acme, \"Inc\"",)"
          R"("kind":"site","name":"a.example","id":"1","missing":false,)"
          R"("outputs":{"status":"active","servers":["n1","n2"]}})");
    CHECK(to_text((*json.items())[2]) ==
          R"({"address":"acme/Acme/site/new.example","customer":"acme","account":"@x",)"
          R"("kind":"site","name":"new.example","id":null,"missing":true,)"
          R"("outputs":{"status":null,"servers":null}})");
}
