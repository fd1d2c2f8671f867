#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;
using std::chrono::seconds;

namespace {

/// An Enterprise zone, and another account that would like its name.
struct HeldSite {
    World world;
    std::string account;
    std::string other;
    std::string zone;
    std::string path;

    explicit HeldSite(const std::string& plan = "PARTNERS_ENT") {
        account = world.account("Acme");
        other = world.account("Other");
        zone = world.zone("acme.example", account);
        path = "/zones/" + zone + "/hold";
        world.call("POST", "/zones/" + zone + "/subscription", {{"rate_plan", {{"id", plan}}}});
    }

    Json hold() { return world.call("GET", path).result(); }
    int add(const std::string& name, const std::string& account_id) {
        const Answer answer =
            world.call("POST", "/zones", {{"name", name}, {"account", {{"id", account_id}}}});
        return answer.status == 200 ? 0 : answer.code();
    }
};

Settings with_subdomains() {
    Settings settings;
    settings.entitlements = {"allow_add_subdomain"};
    return settings;
}

} // namespace

TEST_CASE("an Enterprise zone is held from the beginning, no other can be") {
    HeldSite site;
    CHECK(site.hold() ==
          Json{{"hold", true}, {"hold_after", nullptr}, {"include_subdomains", false}});
    HeldSite pro{"PARTNERS_PRO"};
    for (const char* method : {"GET", "POST", "PATCH", "DELETE"}) {
        CAPTURE(method);
        const Answer refused = pro.world.call(method, pro.path);
        CHECK(refused.status == 400);
        CHECK(refused.code() == 1005);
    }
    CHECK(site.world.call("GET", "/zones/nope/hold").code() == 7003);
}

TEST_CASE("a hold keeps other accounts from adding the name") {
    HeldSite site;
    CHECK(site.add("acme.example", site.other) == 1000);
    CHECK(site.add("acme.example", site.account) == 1061);
    CHECK(site.world.call("DELETE", site.path).result().at("hold") == false);
    CHECK(site.add("acme.example", site.other) == 1061);
    CHECK(site.world.call("DELETE", site.path).status == 200);
    CHECK(site.world.call("POST", site.path).result().at("hold") == true);
    CHECK(site.add("acme.example", site.other) == 1000);
}

TEST_CASE("a hold reaches the subdomains when it says so") {
    for (const char* sent : {"true", "false"}) {
        CAPTURE(sent);
        HeldSite site;
        site.world = World{with_subdomains()};
        site.account = site.world.account("Acme");
        site.other = site.world.account("Other");
        site.zone = site.world.zone("acme.example", site.account);
        site.world.control("PATCH", "/zones/" + site.zone,
                           {{"plan", {{"legacy_id", "enterprise"}}}});
        site.path = "/zones/" + site.zone + "/hold";
        site.world.call("POST", site.path + "?include_subdomains=" + sent);
        const bool included = std::string_view{sent} == "true";
        CHECK(site.hold().at("include_subdomains") == included);
        CHECK(site.add("api.shop.acme.example", site.other) == (included ? 1000 : 0));
        CHECK(site.add("api.acme.example", site.account) == 0);
    }
}

TEST_CASE("a hold changes by boolean and by text") {
    HeldSite site;
    for (const Json& sent : {Json(true), Json("true")}) {
        site.world.call("PATCH", site.path, {{"include_subdomains", false}});
        CHECK(site.world.call("PATCH", site.path, {{"include_subdomains", sent}})
                  .result()
                  .at("include_subdomains") == true);
    }
    for (const Json& wrong : {Json{{"include_subdomains", "yes"}}, Json{{"hold_after", "soon"}},
                              Json{{"hold_after", 7}}}) {
        CAPTURE(wrong);
        CHECK(site.world.call("PATCH", site.path, wrong).code() == 1001);
    }
    CHECK(site.world.call("POST", site.path + "?include_subdomains=yes").code() == 1001);
    CHECK(site.world.call("DELETE", site.path + "?hold_after=soon").code() == 1001);
}

TEST_CASE("a hold comes back when its time has come") {
    HeldSite site;
    const std::string later = "2026-11-21T00:00:10Z";
    const Answer off = site.world.call("DELETE", site.path + "?hold_after=" + later);
    CHECK(off.result().at("hold") == false);
    CHECK(off.result().at("hold_after") == "2026-11-21T00:00:10Z");
    site.world.pass(seconds{10});
    CHECK(site.hold().at("hold") == true);
    // What is past changes nothing on a zone that is held.
    site.world.call("PATCH", site.path, {{"hold_after", "2026-11-20T00:00:00Z"}});
    CHECK(site.hold().at("hold") == true);
    CHECK(site.hold().at("hold_after") == "2026-11-21T00:00:10Z");
    site.world.call("PATCH", site.path, {{"hold_after", "2026-11-22T00:00:00Z"}});
    CHECK(site.hold().at("hold") == false);
    site.world.call("PATCH", site.path, {{"hold_after", ""}});
    CHECK(site.hold().at("hold") == true);
}

TEST_CASE("a moment may be written as the documents write it") {
    for (const char* moment : {"2026-11-22T00:00:00+00:00", "2026-11-22T00:00:00%2B00:00",
                               "2026-11-22T00:00:00Z", "2026-11-22T00:00:00.123456Z"}) {
        CAPTURE(moment);
        HeldSite site;
        const Answer off = site.world.call("DELETE", site.path + "?hold_after=" + moment);
        CHECK(off.status == 200);
        CHECK(off.result().at("hold_after") == "2026-11-22T00:00:00Z");
    }
}

TEST_CASE("a zone that becomes Enterprise again is held again") {
    HeldSite site;
    site.world.call("DELETE", site.path);
    const auto buy = [&site](const std::string& plan) {
        site.world.call("PUT", "/zones/" + site.zone + "/subscription",
                        {{"rate_plan", {{"id", plan}}}});
    };
    buy("PARTNERS_BIZ");
    CHECK(site.world.call("GET", site.path).code() == 1005);
    buy("PARTNERS_ENT");
    CHECK(site.hold().at("hold") == true);
}

TEST_CASE("a hold changes behind the client's back") {
    HeldSite site;
    const std::string one = "/zone-holds/by-name/acme.example";
    CHECK(site.world.control("PATCH", one, {{"hold", false}}).status == 200);
    CHECK(site.hold().at("hold") == false);
    CHECK(site.world.control("GET", "/state").body.at("zone_holds").contains(site.zone));
    CHECK(site.world.control("DELETE", one).status == 200);
    CHECK(site.hold().at("hold") == true);
}
