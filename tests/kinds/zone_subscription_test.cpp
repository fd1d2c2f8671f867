#include "engine/products/products.hpp"
#include "tests/kinds/change.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

const KindTable& table() {
    static const KindTable kinds = kinds::all_kinds();
    return kinds;
}
const Kind& kind() { return *table().find("zone_subscription"); }

LiveObject live(std::string_view json) { return *kind().reading.from_api(*parse_json(json)); }

Resource wanted(std::vector<Field> fields) { return test::wanted(kind(), std::move(fields)); }

std::string calls(const Resource& resource, const LiveObject* now) {
    return test::calls(test::change_of(table(), resource, now));
}

std::string money(const Resource& resource, const LiveObject* now,
                  std::span<const RatePlan> offers) {
    return test::money(test::change_of(table(), resource, now), offers);
}

/// API reference, section 7, "Reply".
constexpr std::string_view business = R"({"id": "506e3185e9c882d175a2d0cb0093d9f2", "state": "Paid",
    "price": 200, "currency": "USD", "frequency": "monthly",
    "current_period_start": "2014-05-11T12:20:00Z", "current_period_end": "2014-06-11T12:20:00Z",
    "rate_plan": {"id": "PARTNERS_BIZ", "public_name": "Business Plan", "currency": "USD",
                  "scope": "zone", "sets": [], "is_contract": false, "externally_managed": false},
    "component_values": [{"name": "page_rules", "value": 50, "default": 50, "price": 0},
                         {"name": "dedicated_certificates", "value": 2, "default": 0, "price": 20}],
    "zone": {"id": "023e105f4ecef8ad9ca31a8372d0c353", "name": "acme.example"}})";

const RatePlan offers[] = {
    {.id = "PARTNERS_PRO", .currency = "USD", .frequency = "monthly", .flat = Amount::whole(20)},
    {.id = "PARTNERS_BIZ",
     .currency = "USD",
     .frequency = "monthly",
     .flat = Amount::whole(200),
     .components = {{"page_rules", 50, Amount::whole(5)},
                    {"dedicated_certificates", 0, Amount::whole(10)}}},
    {.id = "cf_biz", .currency = "USD", .frequency = "yearly", .flat = Amount::whole(2160)}};

} // namespace

TEST_CASE("a zone's subscription is read with class, components, price and state") {
    CHECK(test::fields(live(business)) ==
          "rate_plan=\"business\" plan_id=\"PARTNERS_BIZ\" components.page_rules=50 "
          "component_defaults.page_rules=50 "
          "components.dedicated_certificates=2 component_defaults.dedicated_certificates=0 "
          "frequency=\"monthly\" price=200 currency=\"USD\" state=\"Paid\"");
}

TEST_CASE("every spelling of a plan is its class") {
    for (const std::string_view id :
         {"PARTNERS_BIZ", "partners_business", "cf_biz", "business", "msp_biz"}) {
        const Json item = Json::object({{"rate_plan", Json::object({{"id", id}})}});
        CHECK(kind().reading.from_api(item)->text_of("rate_plan") == "business");
    }
    // What is on no list is shown as it is.
    CHECK(live(R"({"rate_plan": {"id": "Special"}})").text_of("rate_plan") == "Special");
}

TEST_CASE("a zone without a subscription, or with one that is over, is free") {
    // Section 7, "Reading a free zone": 404 with 1207, or a plan free that was downgraded to.
    CHECK(test::fields(live("null")) == "rate_plan=\"free\"");
    CHECK(test::fields(live(R"({"state": "Cancelled", "rate_plan": {"id": "PARTNERS_BIZ"}})")) ==
          "rate_plan=\"free\"");
    CHECK(test::fields(live(R"({"state": "Expired", "rate_plan": {"id": "PARTNERS_BIZ"}})")) ==
          "rate_plan=\"free\"");
    CHECK(test::fields(live(R"({"rate_plan": {"id": "free"}, "frequency": "not-applicable"})")) ==
          "rate_plan=\"free\" frequency=\"not-applicable\"");
    CHECK(kind().one_per_parent->absent_code == 1207);
}

TEST_CASE("components that are no whole numbers, or have no name, are left out") {
    CHECK(test::fields(live(R"({"rate_plan": {"id": "pro"}, "component_values": [
        {"name": "a", "value": 5.0}, {"name": "b", "value": 5.5}, {"name": "c", "value": "5"},
        {"value": 5}, {"name": "d.e", "value": 5}, {"name": "f", "value": 1e300}, 7, null]})")) ==
          "rate_plan=\"pro\" components.a=5");
}

TEST_CASE("the zone list tells enough for a class that is as wanted, and for nothing else") {
    const LiveObject zone{.fields = {{"plan", "business"}}};
    const LiveObject told = kind().one_per_parent->from_parent(zone);
    CHECK(test::fields(told) == "rate_plan=\"business\"");
    CHECK(kind().one_per_parent->told_enough(wanted({{"rate_plan", "PARTNERS_BIZ"}}), told));
    CHECK_FALSE(kind().one_per_parent->told_enough(wanted({{"rate_plan", "pro"}}), told));
    CHECK_FALSE(kind().one_per_parent->told_enough(
        wanted({{"rate_plan", "business"}, {"frequency", "yearly"}}), told));
    // A list without plans tells nothing, not even of a free zone.
    CHECK_FALSE(kind().one_per_parent->told_enough(wanted({{"rate_plan", "free"}}),
                                                   kind().one_per_parent->from_parent({})));
}

TEST_CASE("from free a plan is POSTed, after that PUT, and both are sent once") {
    // Section 7 and quirk 11; the partner's spelling is sent.
    const Resource pro = wanted({{"rate_plan", "pro"}});
    const LiveObject none = live("null");
    CHECK(calls(pro, nullptr) ==
          "POST /zones/{zone}/subscription {\"rate_plan\":{\"id\":\"PARTNERS_PRO\"}} once\n");
    CHECK(calls(pro, &none) == calls(pro, nullptr));
    const LiveObject over = live(R"({"state": "Cancelled", "rate_plan": {"id": "PARTNERS_BIZ"}})");
    CHECK(calls(pro, &over) == calls(pro, nullptr));
    const LiveObject lite = live(R"({"rate_plan": {"id": "CF_LITE"}})");
    CHECK(calls(wanted({{"rate_plan", "cf_ent"}}), &lite) ==
          "PUT /zones/{zone}/subscription {\"rate_plan\":{\"id\":\"cf_ent\"}} once\n");
}

TEST_CASE(
    "a class is ordered by the id that the zone has, that is offered, or that the program has") {
    // Section 7, "Plan identifiers".
    const RatePlan retail[] = {
        {.id = "cf_free"}, {.id = "CF_PRO"}, {.id = "cf_pro_20_20"}, {.id = "cf_biz_plus"}};
    const RatePlan trial[] = {{.id = "CF_ENT_TRIAL"}, {.id = "CF_ENT"}};
    const RatePlan partners[] = {{.id = "PARTNERS_FREE"}, {.id = "PARTNERS_PRO"}};
    const TenantProgram reseller{"reseller"};
    const TenantProgram agency{"agency", TenantProgram::Evidence::manifest};
    const TenantProgram msp{"msp", TenantProgram::Evidence::manifest};
    const LiveObject free = live("null");
    const LiveObject galileo = live(R"({"rate_plan": {"id": "cf_biz_galileo"}})");
    const LiveObject bare = live(R"({"rate_plan": {"id": "enterprise"}})");
    struct Row {
        std::string_view written;
        const LiveObject* now;
        Offer offer;
        std::string_view ordered;
    };
    const Row rows[] = {{"pro", nullptr, {{}, reseller}, "PARTNERS_PRO"},
                        {"pro", nullptr, {{}, agency}, "CF_PRO_20_20"},
                        {"business", &free, {{}, msp}, "msp_biz"},
                        // The list's spelling; of several for a class the program's.
                        {"PRO", &free, {retail, agency}, "cf_pro_20_20"},
                        // What is beside the usual ids may be something else.
                        {"business", &free, {retail, agency}, ""},
                        {"business", &free, {retail, msp}, ""},
                        {"cf_biz_plus", &free, {retail, agency}, "cf_biz_plus"},
                        {"enterprise", &free, {trial, agency}, "CF_ENT"},
                        {"free", &galileo, {retail, msp}, "cf_free"},
                        {"business", &free, {partners, reseller}, "PARTNERS_BIZ"},
                        // A plan that stays is not exchanged for one of its class that is paid.
                        {"business", &galileo, {partners, reseller}, "cf_biz_galileo"},
                        {"enterprise", &bare, {{}, reseller}, "PARTNERS_ENT"},
                        // As it stands in the manifest, whatever is sold.
                        {"CF_BIZ", &free, {partners, reseller}, "CF_BIZ"},
                        {"partners_business", &galileo, {{}, agency}, "partners_business"},
                        {"pro", &free, {{}, msp}, ""},
                        {"enterprise", &free, {retail, agency}, ""},
                        {"free", &galileo, {{}, msp}, ""}};
    for (const Row& row : rows) {
        CAPTURE(row.written);
        CAPTURE(row.ordered);
        Diagnostics found;
        const Resource resource = wanted({{"rate_plan", row.written}});
        CHECK(test::change_of(table(), resource, row.now, row.offer, found).ordered_as ==
              row.ordered);
        CHECK(found.has_errors() == row.ordered.empty());
    }
}

TEST_CASE("an id with a price of its own is not paid by the price of its class") {
    const RatePlan sold[] = {
        {.id = "CF_BIZ_EMP", .currency = "USD", .frequency = "monthly", .flat = Amount::whole(20)},
        {.id = "CF_BIZ", .currency = "USD", .frequency = "monthly", .flat = Amount::whole(200)}};
    const auto price = [&](std::string_view plan) {
        const Quote quote =
            products::price_of({.plan = std::string(plan), .frequency = "monthly"}, sold);
        return quote ? price_text(*quote) : quote.error();
    };
    CHECK(price("business") == "USD 200.00 monthly");
    CHECK(price("cf_biz") == "USD 200.00 monthly");
    CHECK(price("cf_biz_emp") == "USD 20.00 monthly");
    CHECK(price("cf_biz_plus") == "no price of cf_biz_plus");
}

TEST_CASE("a plan that no list knows is perhaps more than another") {
    const auto money_of = [](std::string_view wanted_plan) {
        const LiveObject now = live(R"({"rate_plan": {"id": "Zone_Gold"}})");
        const Resource resource = wanted({{"rate_plan", wanted_plan}});
        return *kind().money(test::change_of(table(), resource, &now), {});
    };
    CHECK(money_of("business").old_plan == "Zone_Gold");
    CHECK(money_of("business").perhaps_downgrade);
    CHECK_FALSE(money_of("free").perhaps_downgrade);
    CHECK(money_of("free").downgrade);
    CHECK_FALSE(money_of("enterprise").downgrade);
}

TEST_CASE("a PUT echoes the components and the frequency that nobody wrote") {
    const LiveObject now = live(business);
    CHECK(calls(wanted({{"rate_plan", "business"}, {"components.page_rules", 100}}), &now) ==
          "PUT /zones/{zone}/subscription {\"rate_plan\":{\"id\":\"PARTNERS_BIZ\"},"
          "\"component_values\":[{\"name\":\"page_rules\",\"value\":100},"
          "{\"name\":\"dedicated_certificates\",\"value\":2}],\"frequency\":\"monthly\"} once\n");
}

TEST_CASE("on the way to another plan only what is not the old plan's default is echoed") {
    const LiveObject now = live(business);
    CHECK(calls(wanted({{"rate_plan", "enterprise"}}), &now) ==
          "PUT /zones/{zone}/subscription {\"rate_plan\":{\"id\":\"PARTNERS_ENT\"},"
          "\"component_values\":[{\"name\":\"dedicated_certificates\",\"value\":2}],"
          "\"frequency\":\"monthly\"} once\n");
    // Back to free nothing is paid any more, and nothing is sent along.
    CHECK(calls(wanted({{"rate_plan", "free"}}), &now) ==
          "PUT /zones/{zone}/subscription {\"rate_plan\":{\"id\":\"PARTNERS_FREE\"}} once\n");
}

TEST_CASE("what is kept of a plan is ordered in no lower number than the next one has anyway") {
    const LiveObject pro = live(R"({"rate_plan": {"id": "PARTNERS_PRO"}, "component_values": [
        {"name": "page_rules", "value": 40, "default": 20},
        {"name": "dedicated_certificates", "value": 2, "default": 0}]})");
    const RatePlan published[] = {
        {.id = "partners_biz", .components = {{"page_rules", 50, {}, 50, 100}}}};
    const Resource resource = wanted({{"rate_plan", "business"}});
    const auto ordered = [&](const LiveObject* now, std::span<const RatePlan> lists) {
        Diagnostics unused;
        const Offer offer{.program = {"reseller"}, .published = lists};
        return test::calls(test::change_of(table(), resource, now, offer, unused));
    };
    CHECK(ordered(&pro, published) ==
          "PUT /zones/{zone}/subscription {\"rate_plan\":{\"id\":\"PARTNERS_BIZ\"},"
          "\"component_values\":[{\"name\":\"page_rules\",\"value\":50},"
          "{\"name\":\"dedicated_certificates\",\"value\":2}]} once\n");
    CHECK(ordered(&pro, {}).contains("{\"name\":\"page_rules\",\"value\":40}"));
    CHECK_FALSE(ordered(nullptr, published).contains("page_rules"));
}

TEST_CASE("annual is sent as yearly, and what does not apply is not sent") {
    // Section 7, "Components and frequency".
    const LiveObject none = live("null");
    CHECK(calls(wanted({{"rate_plan", "pro"}, {"frequency", "annual"}}), &none) ==
          "POST /zones/{zone}/subscription "
          "{\"rate_plan\":{\"id\":\"PARTNERS_PRO\"},\"frequency\":\"yearly\"} once\n");
    const LiveObject enterprise =
        live(R"({"rate_plan": {"id": "enterprise"}, "frequency": "not-applicable"})");
    CHECK(
        calls(wanted({{"rate_plan", "enterprise"}, {"components.page_rules", 200}}), &enterprise) ==
        "PUT /zones/{zone}/subscription {\"rate_plan\":{\"id\":\"PARTNERS_ENT\"},"
        "\"component_values\":[{\"name\":\"page_rules\",\"value\":200}]} once\n");
}

TEST_CASE("spellings, and a frequency that does not apply, are no difference") {
    const auto differs = [](std::vector<Field> fields, const LiveObject& now) {
        const Resource resource = wanted(std::move(fields));
        return !test::change_of(table(), resource, &now).fields.empty();
    };
    const LiveObject yearly =
        live(R"({"rate_plan": {"id": "partners_pro"}, "frequency": "yearly"})");
    CHECK_FALSE(differs({{"rate_plan", "CF_PRO_20_20"}, {"frequency", "annual"}}, yearly));
    CHECK(differs({{"rate_plan", "pro"}, {"frequency", "monthly"}}, yearly));
    const LiveObject never =
        live(R"({"rate_plan": {"id": "enterprise"}, "frequency": "not-applicable"})");
    for (const std::string_view frequency : {"weekly", "monthly", "quarterly", "yearly", "annual"})
        CHECK_FALSE(differs({{"rate_plan", "PARTNERS_ENT"}, {"frequency", frequency}}, never));
}

TEST_CASE("what a change of a zone's plan costs") {
    const LiveObject none = live("null");
    const LiveObject now = live(business);
    CHECK(money(wanted({{"rate_plan", "pro"}}), &none, offers) == "free -> USD 20.00 monthly");
    CHECK(money(wanted({{"rate_plan", "pro"}}), nullptr, offers) == "free -> USD 20.00 monthly");
    CHECK(money(wanted({{"rate_plan", "enterprise"}}), &now, offers) ==
          "USD 220.00 monthly -> ? (no price of enterprise), paid: USD 200.00 monthly");
    // 60 page rules of which 50 are included, and two certificates that stay. The API says 200.
    CHECK(money(wanted({{"rate_plan", "business"}, {"components.page_rules", 60}}), &now, offers) ==
          "USD 220.00 monthly -> USD 270.00 monthly, paid: USD 200.00 monthly");
    // A component that no offer names is not free.
    CHECK(money(wanted({{"rate_plan", "business"}, {"components.rockets", 1}}), &now, offers) ==
          "USD 220.00 monthly -> ? (no price of component rockets of business), paid: USD 200.00 "
          "monthly");
    const LiveObject unpriced = live(R"({"rate_plan": {"id": "pro"}})");
    CHECK(money(wanted({{"rate_plan", "business"}}), &unpriced, offers) ==
          "USD 20.00 monthly -> USD 200.00 monthly");
}

TEST_CASE("what a zone's plan includes is not charged when only its frequency changes") {
    const RatePlan partner[] = {
        {.id = "pro",
         .currency = "USD",
         .frequency = "monthly",
         .flat = Amount::whole(20),
         .components = {{"page_rules", std::nullopt, Amount::whole(1)}}},
        {.id = "pro", .currency = "USD", .frequency = "yearly", .flat = Amount::whole(200)}};
    const LiveObject pro = live(R"({"rate_plan": {"id": "PARTNERS_PRO"}, "price": 20,
        "currency": "usd", "frequency": "monthly",
        "component_values": [{"name": "page_rules", "value": 20, "default": 20}]})");
    CHECK(money(wanted({{"rate_plan", "pro"}, {"frequency", "yearly"}}), &pro, partner) ==
          "USD 20.00 monthly -> USD 200.00 yearly");
    CHECK(money(wanted({{"rate_plan", "pro"}, {"components.page_rules", 25}}), &pro, partner) ==
          "USD 20.00 monthly -> USD 25.00 monthly");
    // Of a zone that does not exist yet, what the API's list says, which has no prices, is enough.
    const RatePlan sold[] = {{.id = "PARTNERS_PRO",
                              .currency = "USD",
                              .frequency = "monthly",
                              .components = {{"page_rules", 20, std::nullopt}}}};
    const PriceList lists[] = {{"api", sold}, {"prices", partner}};
    const Resource ordered = wanted({{"rate_plan", "pro"}, {"components.page_rules", 25}});
    CHECK(test::money(test::change_of(table(), ordered, nullptr), std::span(lists)) ==
          "free -> USD 25.00 monthly");
    CHECK(money(ordered, nullptr, partner) ==
          "free -> ? (how many page_rules pro includes is not told)");
}

TEST_CASE("one of several lists prices both sides of a zone's change") {
    const RatePlan sold[] = {
        {.id = "CF_BIZ", .currency = "USD", .frequency = "monthly", .flat = Amount::whole(200)}};
    const RatePlan partner[] = {
        {.id = "pro", .currency = "USD", .frequency = "monthly", .flat = Amount::whole(15)},
        {.id = "business", .currency = "USD", .frequency = "monthly", .flat = Amount::whole(150)}};
    const LiveObject pro = live(R"({"rate_plan": {"id": "PARTNERS_PRO"}, "price": 20,
        "currency": "USD", "frequency": "monthly"})");
    const Resource up = wanted({{"rate_plan", "business"}});
    const PriceList lists[] = {{"api", sold}, {"prices", partner}};
    CHECK(test::money(test::change_of(table(), up, &pro), std::span(lists)) ==
          "USD 15.00 monthly -> USD 150.00 monthly, paid: USD 20.00 monthly");
    CHECK(money(up, &pro, sold) ==
          "? (no price of pro) -> USD 200.00 monthly, paid: USD 20.00 monthly");
}

TEST_CASE("a period that does not apply is no period") {
    const LiveObject contract = live(R"({"rate_plan": {"id": "enterprise"}, "price": 5000,
        "currency": "USD", "frequency": "not-applicable"})");
    const Resource free = wanted({{"rate_plan", "free"}});
    CHECK(money(free, &contract, offers) ==
          "? (no price of enterprise, and the API does not tell how often it is paid) -> free, "
          "less, paid: USD 5,000.00 for a period that nobody tells");
    const RatePlan yearly[] = {{.id = "enterprise",
                                .currency = "USD",
                                .frequency = "yearly",
                                .flat = Amount::whole(60000)}};
    CHECK(money(free, &contract, yearly) ==
          "USD 60,000.00 yearly -> free, less, paid: USD 5,000.00 for a period that nobody tells");
    CHECK(money(wanted({{"rate_plan", "enterprise"}, {"components.page_rules", 200}}), &contract,
                yearly) == "USD 60,000.00 yearly -> ? (no price of component page_rules of "
                           "enterprise), paid: USD 5,000.00 for a period that nobody tells");
}

TEST_CASE("a paid plan of a zone that the API has at 0 is not free") {
    const LiveObject zero = live(R"({"rate_plan": {"id": "PARTNERS_PRO"}, "price": 0,
        "currency": "USD", "frequency": "monthly"})");
    CHECK(money(wanted({{"rate_plan", "free"}}), &zero, {}) ==
          "? (no price of pro, and the API says 0) -> free, less");
    CHECK(money(wanted({{"rate_plan", "business"}}), &zero, offers) ==
          "USD 20.00 monthly -> USD 200.00 monthly");
}

TEST_CASE("a lower plan or fewer of a component is a downgrade") {
    const LiveObject now = live(business);
    CHECK(money(wanted({{"rate_plan", "pro"}}), &now, offers).contains(", less"));
    // What is paid is a price of the plan that is given up, where no list has one.
    CHECK(money(wanted({{"rate_plan", "free"}}), &now, {}) == "USD 200.00 monthly -> free, less");
    CHECK(money(wanted({{"rate_plan", "business"}, {"components.page_rules", 49}}), &now, offers)
              .contains(", less"));
    CHECK_FALSE(money(wanted({{"rate_plan", "enterprise"}}), &now, offers).contains("less"));
    CHECK_FALSE(
        money(wanted({{"rate_plan", "business"}, {"components.page_rules", 51}}), &now, offers)
            .contains("less"));
}
