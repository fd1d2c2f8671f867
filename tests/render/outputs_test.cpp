// What the API decided, as a table, CSV and JSON; names in it come from strangers.
#include "engine/render/render.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

constexpr std::string_view listed[] = {"status", "servers"};
const Kind site{.name = "site",
                .plural = "sites",
                .word = "site",
                .parent = "account",
                .reading = {.outputs = listed}};

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

TEST_CASE("columns line up in every script") {
    World world;
    world.listings[1].name = "株式会社.example";
    const std::string text = render::outputs(site, world.listings, {});
    CHECK(text.contains("  a.example         active"));
    CHECK(text.contains("  株式会社.example  pend"));
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

namespace {

/// The cells of a line for a reader that separates with `separator` and respects quotes, or not.
std::vector<std::string> cells(std::string_view line, char separator, bool quotes) {
    std::vector<std::string> found = {""};
    bool quoted = false;
    for (const char c : line) {
        if (quotes && c == '"' && (quoted || found.back().empty())) {
            quoted = !quoted;
        } else if (c == separator && !quoted) {
            found.emplace_back();
        } else {
            found.back() += c;
        }
    }
    return found;
}

} // namespace

TEST_CASE("no reader of the CSV finds a formula, wherever it takes a cell to begin") {
    const std::string_view parts[] = {"=",  "+", "-",  "@", "\xef\xbc\x9d", ",", ";", "|", "\t",
                                      "\"", " ", "\n", "x", "\xc2\xa0",     "'"};
    World world;
    std::size_t names = 0;
    for (std::size_t seed = 0; seed < std::size_t{15} * 15 * 15 * 15; ++seed) {
        std::string name;
        for (std::size_t rest = seed, i = 0; i < 4; ++i, rest /= 15)
            name += parts[rest % 15];
        world.listings = {{&world.resources[0], name + "1", name, &world.live[0]}};
        const std::string csv = render::outputs_csv(site, world.listings);
        const std::string_view line = std::string_view(csv).substr(csv.find('\n') + 1);
        for (const char separator : {',', ';', '|', '\t'}) {
            for (const bool quotes : {true, false}) {
                for (const std::string& cell : cells(line, separator, quotes)) {
                    const auto begin = cell.find_first_not_of(" \"\xc2\xa0\r\n");
                    if (begin == std::string::npos) continue;
                    const std::string_view rest = std::string_view(cell).substr(begin);
                    const bool formula = std::string_view("=+-@").contains(rest.front()) ||
                                         rest.starts_with("\xef\xbc\x9d");
                    if (formula) FAIL_CHECK(name << " becomes the cell " << cell << " of " << line);
                }
            }
        }
        ++names;
    }
    MESSAGE(names << " names");
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
