#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;
using std::chrono::seconds;

namespace {

struct SiteWithSettings {
    World world;
    std::string zone;
    std::string path;

    explicit SiteWithSettings(Settings settings = Settings{}) : world(std::move(settings)) {
        zone = world.zone("acme.example", world.account("Acme"));
        path = "/zones/" + zone + "/settings";
    }

    Answer set(const std::string& id, const Json& value, const std::string& name = "value") {
        return world.call("PATCH", path + "/" + id, {{name, value}});
    }
    Json get(const std::string& id) { return world.call("GET", path + "/" + id).result(); }
    Answer buy(const std::string& plan, const std::string& verb = "POST") {
        return world.call(verb, "/zones/" + zone + "/subscription",
                          {{"rate_plan", {{"id", plan}}}});
    }
};

} // namespace

TEST_CASE("the settings of a zone are listed whole, and read one by one") {
    SiteWithSettings site;
    const Json all = site.world.call("GET", site.path).result();
    CHECK(all.size() == 54);
    for (const Json& setting : all) {
        CAPTURE(setting);
        CHECK(site.get(setting.at("id")) == setting);
        if (setting.at("id") == "ssl_recommender") {
            CHECK(setting == Json{{"id", "ssl_recommender"}, {"enabled", false}});
            continue;
        }
        CHECK(setting.at("editable").is_boolean());
        CHECK(setting.at("modified_on") == nullptr);
        CHECK(setting.contains("value"));
    }
    CHECK(site.get("min_tls_version").at("value") == "1.0");
    CHECK(site.get("browser_cache_ttl").at("value") == 14400);
    CHECK(site.get("ciphers").at("value") == Json::array());
    CHECK(site.get("development_mode").at("time_remaining") == 0);
}

TEST_CASE("some settings are in no list and can be read and changed by themselves") {
    SiteWithSettings site;
    site.buy("PARTNERS_BIZ");
    const Json all = site.world.call("GET", site.path).result();
    for (const char* id : {"early_hints", "h2_prioritization", "image_resizing"}) {
        CAPTURE(id);
        for (const Json& setting : all)
            CHECK(setting.at("id") != id);
        CHECK(site.get(id).at("value") == "off");
        CHECK(site.set(id, "on").result().at("value") == "on");
    }
}

TEST_CASE("while 0-RTT is on, TLS 1.3 reads zrt instead of on") {
    SiteWithSettings site;
    CHECK(site.get("tls_1_3").at("value") == "on");
    site.set("0rtt", "on");
    CHECK(site.get("tls_1_3").at("value") == "zrt");
    CHECK(site.set("tls_1_3", "on").result().at("value") == "zrt");
    CHECK(site.set("tls_1_3", "off").result().at("value") == "off");
    site.set("tls_1_3", "on");
    site.set("0rtt", "off");
    CHECK(site.get("tls_1_3").at("value") == "on");
}

TEST_CASE(
    "what the document allows is taken: a long max_age, no mobile subdomain, newer settings") {
    SiteWithSettings site;
    const Json header = {{"strict_transport_security", {{"enabled", true}, {"max_age", 63072000}}}};
    CHECK(site.set("security_header", header).status == 200);
    CHECK(site.get("mobile_redirect").at("value").at("mobile_subdomain") == nullptr);
    const Json redirect = {{"status", "on"}, {"mobile_subdomain", "m"}, {"strip_uri", true}};
    CHECK(site.set("mobile_redirect", redirect).result().at("value") == redirect);
    const Json no_redirect = {{"mobile_subdomain", nullptr}};
    const Json without = site.set("mobile_redirect", no_redirect).result().at("value");
    CHECK(without == Json{{"mobile_subdomain", nullptr}, {"status", "off"}, {"strip_uri", false}});
    for (const char* id : {"websockets", "sha1_support", "long_lived_grpc"})
        for (const char* value : {"on", "off"})
            CHECK(site.set(id, value).result().at("value") == value);
    CHECK(site.set("webp", "on").code() == 1015);
}

TEST_CASE("a setting is changed, and says when") {
    SiteWithSettings site;
    const Answer changed = site.set("ssl", "strict");
    CHECK(changed.status == 200);
    CHECK(changed.result().at("value") == "strict");
    CHECK(changed.result().at("editable") == true);
    CHECK(changed.result().at("modified_on") == "2026-11-21T00:00:00.000000Z");
    CHECK(site.get("ssl") == changed.result());
    CHECK(site.get("brotli").at("modified_on") == nullptr);
    CHECK(site.set("ssl_recommender", true, "enabled").result().at("enabled") == true);
    CHECK(site.set("development_mode", "on").result().at("time_remaining") == 10800);
}

TEST_CASE("an object replaces the whole value, an array too") {
    SiteWithSettings site;
    site.set("minify", {{"css", "on"}, {"js", "on"}});
    CHECK(site.set("minify", {{"html", "on"}}).result().at("value") ==
          Json{{"css", "off"}, {"html", "on"}, {"js", "off"}});
    const Json header = {{"strict_transport_security", {{"enabled", true}, {"max_age", 86400}}}};
    const Json set = site.set("security_header", header).result().at("value");
    CHECK(set.at("strict_transport_security").at("max_age") == 86400);
    CHECK(set.at("strict_transport_security").at("nosniff") == false);
    const Json ciphers = Json::array({"ECDHE-RSA-AES128-GCM-SHA256", "AES128-SHA"});
    CHECK(site.set("ciphers", ciphers).result().at("value") == ciphers);
}

TEST_CASE("values that a setting does not take are refused with 1007") {
    SiteWithSettings site;
    const std::vector<std::pair<std::string, Json>> wrong = {
        {"ssl", "on"},
        {"ssl", true},
        {"ssl", nullptr},
        {"ssl", "full|strict"},
        {"browser_cache_ttl", 31},
        {"browser_cache_ttl", "14400"},
        {"browser_cache_ttl", 120.5},
        {"minify", "on"},
        {"minify", {{"css", "maybe"}}},
        {"minify", {{"png", "on"}}},
        {"security_header", {{"strict_transport_security", {{"max_age", -1}}}}},
        {"security_header", {{"strict_transport_security", {{"enabled", "on"}}}}},
        {"ciphers", Json::array({1})},
        {"ciphers", Json::array({"AES128-SHA", "AEAD-AES128-GCM-SHA256"})},
        {"mobile_redirect", {{"mobile_subdomain", ""}}},
        {"ciphers", "AES128-SHA"},
    };
    for (const auto& [id, value] : wrong) {
        CAPTURE(id);
        CAPTURE(value);
        const Answer refused = site.set(id, value);
        CHECK(refused.status == 400);
        CHECK(refused.code() == 1007);
        CHECK(refused.body.at("errors").at(0).at("source").at("pointer") == "/value");
    }
    CHECK(site.set("ssl_recommender", true).code() == 1007);
    CHECK(site.get("minify").at("modified_on") == nullptr);
}

TEST_CASE("settings that do not exist have their own codes") {
    SiteWithSettings site;
    const Answer read = site.world.call("GET", site.path + "/sssl");
    CHECK(read.status == 400);
    CHECK(read.code() == 1003);
    CHECK(site.set("sssl", "on").code() == 1006);
    CHECK(site.world.call("GET", "/zones/nope/settings").code() == 7003);
    CHECK(site.world.call("PATCH", "/zones/nope/settings/ssl", {{"value", "off"}}).code() == 7003);
}

TEST_CASE("a setting is editable on the plans that bring it") {
    SiteWithSettings site;
    CHECK(site.get("polish").at("editable") == false);
    const Answer refused = site.set("polish", "lossy");
    CHECK(refused.status == 400);
    CHECK(refused.code() == 1015);
    CHECK(site.get("advanced_ddos").at("value") == "off");
    site.buy("PARTNERS_PRO");
    CHECK(site.set("polish", "lossy").status == 200);
    CHECK(site.set("image_resizing", "on").code() == 1015);
    CHECK(site.set("prefetch_preload", "on").code() == 1015);
    site.buy("PARTNERS_BIZ", "PUT");
    CHECK(site.set("image_resizing", "on").status == 200);
    CHECK(site.get("advanced_ddos").at("value") == "on");
    CHECK(site.set("advanced_ddos", "on").code() == 1015);
    site.buy("PARTNERS_ENT", "PUT");
    CHECK(site.set("prefetch_preload", "on").status == 200);
    CHECK(site.set("proxy_read_timeout", 200).result().at("value") == 200);
    CHECK(site.set("proxy_read_timeout", "300").result().at("value") == 300);
    site.buy("PARTNERS_FREE", "PUT");
    CHECK(site.get("polish").at("value") == "lossy");
    CHECK(site.get("polish").at("editable") == false);
}

TEST_CASE("some values depend on the plan") {
    SiteWithSettings site;
    CHECK(site.set("browser_cache_ttl", 0).status == 200);
    CHECK(site.set("browser_cache_ttl", 60).code() == 1007);
    CHECK(site.set("edge_cache_ttl", 3600).code() == 1007);
    CHECK(site.set("max_upload", 500).code() == 1007);
    CHECK(site.set("security_level", "off").code() == 1007);
    site.buy("PARTNERS_ENT");
    CHECK(site.set("browser_cache_ttl", 60).status == 200);
    CHECK(site.set("edge_cache_ttl", 30).status == 200);
    CHECK(site.set("max_upload", 500).status == 200);
    CHECK(site.set("security_level", "off").status == 200);
}

TEST_CASE("with an entitlement lag the settings of a new plan come late") {
    Settings settings;
    settings.entitlement_lag = seconds{2};
    SiteWithSettings site{settings};
    site.buy("PARTNERS_PRO");
    CHECK(site.get("polish").at("editable") == false);
    CHECK(site.set("polish", "lossy").code() == 1015);
    site.world.pass(seconds{1});
    site.buy("PARTNERS_BIZ", "PUT");
    site.world.pass(seconds{1});
    CHECK(site.get("polish").at("editable") == false);
    site.world.pass(seconds{1});
    CHECK(site.get("polish").at("editable") == true);
    CHECK(site.set("polish", "lossy").status == 200);
    CHECK(site.world.call("GET", "/zones/" + site.zone).result().at("plan").at("legacy_id") ==
          "business");
}

TEST_CASE("many settings are changed together or not at all") {
    SiteWithSettings site;
    const auto items = [](const std::string& ssl) {
        return Json::array({{{"id", "ssl"}, {"value", ssl}},
                            {{"id", "http3"}, {"value", "off"}},
                            {{"id", "ssl_recommender"}, {"enabled", true}}});
    };
    const Answer changed = site.world.call("PATCH", site.path, {{"items", items("off")}});
    CHECK(changed.status == 200);
    CHECK(changed.result().size() == 3);
    CHECK(site.get("http3").at("value") == "off");
    CHECK(site.world.call("PATCH", site.path, items("strict")).status == 200);
    CHECK(site.get("ssl").at("value") == "strict");
    Json wrong = items("full");
    wrong.push_back({{"id", "polish"}, {"value", "lossy"}});
    wrong.push_back({{"id", "nope"}, {"value", 1}});
    wrong.push_back("ssl");
    const Answer refused = site.world.call("PATCH", site.path, {{"items", wrong}});
    CHECK(refused.status == 400);
    const Json& errors = refused.body.at("errors");
    REQUIRE(errors.size() == 3);
    CHECK(errors.at(0).at("code") == 1015);
    CHECK(errors.at(0).at("source").at("pointer") == "/items/3/value");
    CHECK(errors.at(1).at("code") == 1006);
    CHECK(site.get("ssl").at("value") == "strict");
    CHECK(site.world.call("PATCH", site.path, {{"items", 3}}).code() == 1004);
    CHECK(site.world.call("PATCH", site.path, Json::object()).code() == 1004);
}

TEST_CASE("with quirks a bare array has no items") {
    Settings settings;
    settings.quirks = true;
    SiteWithSettings site{settings};
    const Json items = Json::array({{{"id", "ssl"}, {"value", "off"}}});
    CHECK(site.world.call("PATCH", site.path, items).code() == 1004);
    CHECK(site.world.call("PATCH", site.path, {{"items", items}}).status == 200);
}

TEST_CASE("settings go with their zone") {
    SiteWithSettings site;
    site.set("ssl", "off");
    const Json zone = site.world.call("GET", "/zones/" + site.zone).result();
    site.world.call("DELETE", "/zones/" + site.zone);
    CHECK(site.world.control("GET", "/state").body.at("zone_settings").empty());
    // That id again, as only the control endpoint can make it.
    CHECK(site.world.control("POST", "/zones", zone).status == 200);
    CHECK(site.get("ssl").at("value") == "full");
}

TEST_CASE("settings change behind the client's back") {
    SiteWithSettings site;
    const std::string one = "/zone-settings/by-name/acme.example";
    CHECK(site.world.control("PATCH", one, {{"ssl", "off"}, {"polish", "lossy"}}).status == 200);
    CHECK(site.get("ssl").at("value") == "off");
    CHECK(site.get("polish").at("value") == "lossy");
    CHECK(site.get("brotli").at("modified_on") == nullptr);
    CHECK(site.world.control("GET", one).body.at("ssl") == "off");
    CHECK(site.world.control("GET", "/state").body.at("zone_settings").at(site.zone).size() == 2);
    CHECK(site.world.control("PATCH", one, {{"nope", "off"}}).status == 400);
    CHECK(site.world.control("DELETE", one).status == 200);
    CHECK(site.get("ssl").at("value") == "full");
}

TEST_CASE("who may read and write settings is told by the role") {
    SiteWithSettings site;
    const std::string account =
        site.world.call("GET", "/accounts").result().at(0).at("id").get<std::string>();
    const auto allowed = [&](const std::string& email, const std::string& role) {
        site.world.add_user(email);
        const Json roles = site.world.call("GET", "/accounts/" + account + "/roles").result();
        for (const Json& known : roles)
            if (known.at("name") == role)
                site.world.control("POST", "/members",
                                   {{"account", {{"id", account}}},
                                    {"email", email},
                                    {"roles", Json::array({known.at("id")})}});
        return std::pair{
            site.world.call_as(email, "GET", site.path).status,
            site.world.call_as(email, "PATCH", site.path + "/ssl", {{"value", "off"}}).status};
    };
    CHECK(allowed("a@acme.example", "Administrator") == std::pair{200, 200});
    CHECK(allowed("b@acme.example", "Administrator Read Only") == std::pair{200, 403});
    CHECK(allowed("c@acme.example", "Cache Purge") == std::pair{200, 403});
    CHECK(allowed("d@acme.example", "DNS") == std::pair{403, 403});
}
