#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

namespace {

Json component(const Json& subscription, const std::string& name) {
    for (const Json& value : subscription.at("component_values"))
        if (value.at("name") == name) return value;
    return nullptr;
}

/// A partner's account with a zone, and the path of the zone's subscription.
struct Shop {
    World world;
    std::string account;
    std::string zone;
    std::string path;

    explicit Shop(const Settings& settings = Settings{}, bool standalone = false)
        : world(settings) {
        Json body = {{"name", "Acme"}};
        if (standalone) body["standalone"] = true;
        account = world.call("POST", "/accounts", body).result().at("id");
        zone = world.zone("acme.example", account);
        path = "/zones/" + zone + "/subscription";
    }

    Json shown_plan() { return world.call("GET", "/zones/" + zone).result().at("plan"); }
};

} // namespace

TEST_CASE("a zone that never had a subscription answers 404 with 1207") {
    Shop shop;
    const Answer answer = shop.world.call("GET", shop.path);
    CHECK(answer.status == 404);
    CHECK(answer.code() == 1207);
    CHECK(shop.world.call("GET", "/zones/nope/subscription").code() == 7003);
}

TEST_CASE("POST buys a plan with its usual components, and the zone shows the retail plan") {
    Shop shop;
    const Answer bought = shop.world.call("POST", shop.path, order_for("PARTNERS_BIZ"));
    REQUIRE(bought.status == 200);
    const Json& subscription = bought.result();
    CHECK(subscription.at("rate_plan").at("id") == "PARTNERS_BIZ");
    CHECK(subscription.at("state") == "Paid");
    CHECK(subscription.at("price") == 0);
    CHECK(subscription.at("currency") == "USD");
    CHECK(subscription.at("frequency") == "monthly");
    CHECK(subscription.at("current_period_start") == "2026-11-21T00:00:00.000000Z");
    CHECK(subscription.at("current_period_end") == "2026-12-21T00:00:00.000000Z");
    CHECK(subscription.at("zone") == Json{{"id", shop.zone}, {"name", "acme.example"}});
    CHECK(component(subscription, "page_rules") == Json{{"name", "page_rules"},
                                                        {"value", 50},
                                                        {"default", 50},
                                                        {"price", 0},
                                                        {"display_name", "Page Rules"},
                                                        {"kind", "sum"}});
    for (const char* field :
         {"public_name", "currency", "scope", "sets", "is_contract", "externally_managed"})
        CHECK(subscription.at("rate_plan").contains(field));
    CHECK(shop.world.call("GET", shop.path).result() == subscription);
    const Json shown = shop.shown_plan();
    CHECK(shown.at("legacy_id") == "business");
    CHECK(shown.at("name") == "Business Website");
    CHECK(shown.at("is_subscribed") == true);
    CHECK(shop.world.call("GET", "/zones").result().at(0).at("plan") == shown);
}

TEST_CASE("POST is for a free zone, PUT for a paid one") {
    Shop shop;
    CHECK(shop.world.call("PUT", shop.path, order_for("PARTNERS_PRO")).code() == 1214);
    CHECK(shop.world.call("PUT", shop.path, order_for("PARTNERS_FREE")).code() == 1214);
    CHECK(shop.world.call("POST", shop.path, order_for("PARTNERS_PRO")).status == 200);
    CHECK(shop.world.call("PUT", shop.path, order_for("PARTNERS_BIZ")).status == 200);
    CHECK(shop.world.call("GET", shop.path).result().at("rate_plan").at("id") == "PARTNERS_BIZ");
}

TEST_CASE("POST for a zone with a paid plan works as PUT does, unless it shall not") {
    Shop shop;
    const Json first = shop.world.call("POST", shop.path, order_for("PARTNERS_PRO")).result();
    const Json same = shop.world.call("POST", shop.path, order_for("PARTNERS_PRO")).result();
    CHECK(same.at("id") == first.at("id"));
    const Json second = shop.world.call("POST", shop.path, order_for("PARTNERS_BIZ")).result();
    CHECK(second.at("id") == first.at("id"));
    CHECK(second.at("rate_plan").at("id") == "PARTNERS_BIZ");
    Settings strict;
    strict.second_post = false;
    Shop other{strict};
    CHECK(other.world.call("POST", other.path, order_for("PARTNERS_PRO")).status == 200);
    const Answer refused = other.world.call("POST", other.path, order_for("PARTNERS_BIZ"));
    CHECK(refused.status == 400);
    CHECK(refused.code() == 1213);
    CHECK(other.world.call("PUT", other.path, order_for("PARTNERS_BIZ")).status == 200);
}

TEST_CASE("each program buys by its own ids, reads them back and lists them") {
    // API reference, section 7, "Plan identifiers".
    struct Row {
        Program program;
        std::vector<const char*> listed;
        std::vector<std::pair<const char*, const char*>> bought; // sent, and as it reads
        std::vector<const char*> refused;
    };
    const std::vector<Row> rows = {
        {Program::reseller,
         {"PARTNERS_FREE", "PARTNERS_PRO", "PARTNERS_BIZ", "PARTNERS_ENT"},
         {{"PARTNERS_PRO", "PARTNERS_PRO"}, {"PARTNERS_ENT", "enterprise"}},
         {"CF_BIZ", "CF_PRO_20_20", "msp_biz"}},
        {Program::agency,
         {"CF_FREE", "CF_PRO_20_20", "CF_BIZ"},
         {{"CF_PRO_20_20", "CF_PRO_20_20"}, {"cf_biz", "CF_BIZ"}, {"CF_FREE", "free"}},
         {"PARTNERS_PRO", "CF_PRO", "CF_ENT", "enterprise", "msp_biz"}},
        {Program::msp,
         {"msp_biz"},
         {{"msp_biz", "msp_biz"}},
         {"CF_BIZ", "PARTNERS_BIZ", "pro", "free"}}};
    for (const Row& row : rows) {
        Settings settings;
        settings.program = row.program;
        Shop shop{settings};
        const Json offers =
            shop.world.call("GET", "/zones/" + shop.zone + "/available_rate_plans").result();
        std::vector<std::string> listed;
        for (const Json& offer : offers)
            listed.push_back(offer.at("id"));
        CHECK(listed == std::vector<std::string>(row.listed.begin(), row.listed.end()));
        for (const char* id : row.refused) {
            CAPTURE(id);
            CHECK(shop.world.call("POST", shop.path, order_for(id)).code() == 1204);
        }
        for (const auto& [sent, read] : row.bought) {
            CAPTURE(sent);
            CHECK(shop.world.call("POST", shop.path, order_for(sent)).status == 200);
            CHECK(shop.world.call("GET", shop.path).result().at("rate_plan").at("id") == read);
        }
    }
}

// API reference, section 19: what partners pay is in their contracts.
TEST_CASE("plans of partners have no price, those of retail have theirs") {
    const auto ordered = [](Program program, const char* id) {
        Settings settings;
        settings.program = program;
        Shop shop{settings};
        Json body = order_for(id);
        body["frequency"] = "annual";
        body["component_values"] = Json::array({{{"name", "page_rules"}, {"value", 60}}});
        const Json bought = shop.world.call("POST", shop.path, body).result();
        const std::string offers = "/zones/" + shop.zone + "/available_rate_plans";
        Json prices = {bought.at("price"), component(bought, "page_rules").at("price")};
        const Json sold = shop.world.call("GET", offers).result();
        for (const Json& offer : sold) {
            for (const Json& part : offer.at("components"))
                if (part.at("name") == "page_rules") prices.push_back(part.at("unit_price"));
        }
        return prices;
    };
    CHECK(ordered(Program::reseller, "PARTNERS_BIZ") == Json{0, 0, 0, 0, 0, 0});
    CHECK(ordered(Program::agency, "CF_BIZ") == Json{12 * 210, 10, 1, 1, 1});
}

TEST_CASE("past the API a zone has any plan id that was seen") {
    Shop shop;
    const Json galileo = {{"zone", {{"id", shop.zone}}}, {"rate_plan", {{"id", "cf_biz_galileo"}}}};
    CHECK(shop.world.control("POST", "/zone-subscriptions", galileo).status == 200);
    CHECK(shop.world.call("GET", shop.path).result().at("rate_plan").at("id") == "cf_biz_galileo");
    CHECK(shop.shown_plan().at("legacy_id") == "business");
}

TEST_CASE("the public catalogue of rate plans needs no credential") {
    Shop shop;
    Request request = shop.world.request("GET", "/billing/rate_plans/cf_biz");
    request.headers.clear();
    const Answer answer = shop.world.send(request);
    REQUIRE(answer.status == 200);
    CHECK(answer.result().at("id") == "CF_BIZ");
    const Json& rules = answer.result().at("components").at(0);
    CHECK(rules.at("name") == "page_rules");
    CHECK(rules.at("defaultQuantity") == 50);
    CHECK(rules.at("tiers").at(0).at("lowerThreshold") == 50);
    CHECK(rules.at("tiers").at(0).at("upperThreshold") == 100);
    request = shop.world.request("GET", "/billing/rate_plans/NOPE");
    CHECK(shop.world.send(request).code() == 7003);
}

TEST_CASE("a zone is entitled to what its plan brings") {
    Shop shop;
    shop.world.call("POST", shop.path, order_for("PARTNERS_PRO"));
    const Json zone = shop.world.call("GET", "/zones/" + shop.zone + "/entitlements").result();
    CHECK(zone.at(0).at("id") == "page_rules");
    CHECK(zone.at(0).at("allocation") == Json{{"type", "max_count"}, {"value", 20}});
    CHECK(shop.world.call("GET", "/accounts/" + shop.account + "/entitlements").status == 200);
    CHECK(shop.world.call("GET", "/zones/nope/entitlements").code() == 7003);
}

TEST_CASE("PUT replaces: what is left out is as usual again") {
    Shop shop;
    Json body = order_for("PARTNERS_BIZ");
    body["frequency"] = "annual";
    body["component_values"] = Json::array({{{"name", "page_rules"}, {"value", 60}}});
    const Json bought = shop.world.call("POST", shop.path, body).result();
    CHECK(bought.at("frequency") == "yearly");
    CHECK(component(bought, "page_rules").at("value") == 60);
    const Json put = shop.world.call("PUT", shop.path, order_for("PARTNERS_BIZ")).result();
    CHECK(put.at("id") == bought.at("id"));
    CHECK(put.at("frequency") == "monthly");
    CHECK(component(put, "page_rules").at("value") == 50);
}

TEST_CASE("after a downgrade a zone is free, and can be bought again") {
    Shop shop;
    shop.world.call("POST", shop.path, order_for("PARTNERS_PRO"));
    CHECK(shop.world.call("PUT", shop.path, order_for("PARTNERS_FREE")).status == 200);
    const Answer free = shop.world.call("GET", shop.path);
    CHECK(free.status == 200);
    CHECK(free.result().at("rate_plan").at("id") == "free");
    CHECK(free.result().at("frequency") == "not-applicable");
    CHECK(free.result().at("price") == 0);
    CHECK(shop.shown_plan().at("legacy_id") == "free");
    CHECK(shop.shown_plan().at("frequency") == "");
    CHECK(shop.world.call("PUT", shop.path, order_for("PARTNERS_PRO")).code() == 1214);
    CHECK(shop.world.call("POST", shop.path, order_for("PARTNERS_PRO")).status == 200);
}

TEST_CASE("all spellings of a plan are accepted, and read back in one") {
    struct Row {
        const char* sent;
        const char* read;
    };
    for (const Row& row : {Row{"PARTNERS_PRO", "PARTNERS_PRO"}, Row{"partners_pro", "PARTNERS_PRO"},
                           Row{"pro", "PARTNERS_PRO"}, Row{"Partners_Business", "PARTNERS_BIZ"},
                           Row{"business", "PARTNERS_BIZ"}, Row{"PARTNERS_ENT", "enterprise"},
                           Row{"partners_enterprise", "enterprise"},
                           Row{"enterprise", "enterprise"}, Row{"PARTNERS_FREE", "free"}}) {
        CAPTURE(row.sent);
        Shop shop;
        const Json bought = shop.world.call("POST", shop.path, order_for(row.sent)).result();
        CHECK(bought.at("rate_plan").at("id") == row.read);
    }
}

TEST_CASE("a plan of the wrong class is refused with 1204") {
    Shop partner;
    for (const char* id : {"CF_PRO", "CF_BIZ", "lite", "pro_plus", "msp_biz", "TEAMS_FREE", ""}) {
        CAPTURE(id);
        const Answer answer = partner.world.call("POST", partner.path, order_for(id));
        CHECK(answer.status == 400);
        CHECK(answer.code() == 1204);
        CHECK(answer.body.at("errors").at(0).at("message") ==
              "failed to resolve provided rate plan");
    }
    Shop retail{Settings{}, true};
    CHECK(retail.world.call("POST", retail.path, order_for("PARTNERS_PRO")).code() == 1204);
    CHECK(retail.world.call("POST", retail.path, order_for("cf_pro"))
              .result()
              .at("rate_plan")
              .at("id") == "CF_PRO_20_20");
}

TEST_CASE("a body that cannot be decoded is refused with 1198") {
    Shop shop;
    const std::vector<Json> rows = {
        Json::object(),
        {{"rate_plan", "PARTNERS_PRO"}},
        {{"rate_plan", {{"id", 7}}}},
        {{"rate_plan", {{"id", "PARTNERS_PRO"}}}, {"frequency", "daily"}},
        {{"rate_plan", {{"id", "PARTNERS_PRO"}}}, {"component_values", 7}},
        {{"rate_plan", {{"id", "PARTNERS_PRO"}}},
         {"component_values", Json::array({{{"name", "page_rules"}, {"value", "many"}}})}},
        {{"rate_plan", {{"id", "PARTNERS_PRO"}}},
         {"component_values", Json::array({{{"name", "page_rules"}, {"value", -1}}})}},
        Json::array()};
    for (const Json& body : rows) {
        CAPTURE(body.dump());
        const Answer answer = shop.world.call("POST", shop.path, body);
        CHECK(answer.status == 400);
        CHECK(answer.code() == 1198);
    }
    Request broken = shop.world.request("POST", shop.path);
    broken.body = "{";
    CHECK(shop.world.send(broken).code() == 1198);
    Json unknown = order_for("PARTNERS_PRO");
    unknown["component_values"] = Json::array({{{"name", "wings"}, {"value", 2}}});
    CHECK(shop.world.call("POST", shop.path, unknown).code() == 1205);
    CHECK(shop.world.call("GET", shop.path).code() == 1207);
}

TEST_CASE("Enterprise never shows its frequency") {
    Shop shop;
    Json body = order_for("PARTNERS_ENT");
    body["frequency"] = "yearly";
    CHECK(shop.world.call("POST", shop.path, body).result().at("frequency") == "not-applicable");
    CHECK(shop.shown_plan().at("legacy_id") == "enterprise");
}

TEST_CASE("a zone shows another plan late, its subscription does not") {
    Settings settings;
    settings.page_lag = std::chrono::minutes{5};
    Shop shop{settings};
    shop.world.pass(settings.page_lag);
    shop.world.call("POST", shop.path, order_for("PARTNERS_PRO"));
    CHECK(shop.world.call("GET", shop.path).result().at("rate_plan").at("id") == "PARTNERS_PRO");
    const auto listed = [&shop] {
        return shop.world.call("GET", "/zones?name=acme.example")
            .result()
            .at(0)
            .at("plan")
            .at("legacy_id");
    };
    CHECK(shop.shown_plan().at("legacy_id") == "free");
    CHECK(listed() == "free");
    shop.world.pass(settings.page_lag);
    CHECK(shop.shown_plan().at("legacy_id") == "pro");
    CHECK(listed() == "pro");
}

TEST_CASE("plans to be had are listed for partners and for retail") {
    Shop shop;
    const Json rates =
        shop.world.call("GET", "/zones/" + shop.zone + "/available_rate_plans").result();
    REQUIRE(rates.size() == 4);
    CHECK(rates.at(2).at("id") == "PARTNERS_BIZ");
    CHECK(rates.at(2).at("components").at(1) ==
          Json{{"name", "page_rules"}, {"default", 50}, {"unit_price", 0}});
    for (const char* field : {"name", "currency", "duration", "frequency"})
        CHECK(rates.at(2).contains(field));
    const std::string plans = "/zones/" + shop.zone + "/available_plans";
    shop.world.call("POST", shop.path, order_for("PARTNERS_PRO"));
    const Json all = shop.world.call("GET", plans).result();
    CHECK(all.size() == 6);
    for (const Json& item : all)
        CHECK(item.at("is_subscribed") == (item.at("legacy_id") == "pro"));
    const std::string id = all.at(2).at("id");
    CHECK(shop.world.call("GET", plans + "/" + id).result() == all.at(2));
    CHECK(shop.world.call("GET", plans + "/nope").code() == 7003);
    Shop retail{Settings{}, true};
    CHECK(retail.world.call("GET", "/zones/" + retail.zone + "/available_rate_plans")
              .result()
              .at(2)
              .at("id") == "CF_PRO_20_20");
}
