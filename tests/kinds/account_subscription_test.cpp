#include "tests/kinds/change.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

const KindTable& table() {
    static const KindTable kinds = kinds::all_kinds();
    return kinds;
}
const Kind& kind() { return *table().find("account_subscription"); }

std::optional<LiveObject> item(std::string_view json) {
    return kind().reading.from_api(*parse_json(json));
}

Resource wanted(std::vector<Field> fields) { return test::wanted(kind(), std::move(fields)); }

std::string calls(const Resource& resource, const LiveObject* now) {
    return test::calls(test::change_of(table(), resource, now));
}

std::string money(const Resource& resource, const LiveObject* now,
                  std::span<const RatePlan> offers) {
    return test::money(test::change_of(table(), resource, now), offers);
}

std::string warnings(const Resource& resource, const LiveObject* now) {
    Diagnostics diagnostics;
    kind().writing.check(test::change_of(table(), resource, now), {}, diagnostics);
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        CHECK(diagnostic.severity == Severity::warning);
        text += diagnostic.summary + "; " + diagnostic.hint + "\n";
    }
    return text;
}

/// API reference, section 8: the same object as a zone's, with zone null.
constexpr std::string_view seats = R"({"id": "506e3185e9c882d175a2d0cb0093d9f2",
    "state": "Provisioned", "price": 350.5, "currency": "USD", "frequency": "monthly",
    "current_period_start": "2014-05-11T12:20:00Z",
    "rate_plan": {"id": "TEAMS_STANDARD", "scope": "account"},
    "component_values": [{"name": "seats", "value": 50, "default": 50}], "zone": null})";

} // namespace

TEST_CASE("an entry of the list is read whole") {
    const LiveObject object = *item(seats);
    CHECK(object.id == "506e3185e9c882d175a2d0cb0093d9f2");
    CHECK(object.name == "TEAMS_STANDARD");
    CHECK(object.created_on == "2014-05-11T12:20:00Z");
    CHECK(test::fields(object) ==
          "plan=\"TEAMS_STANDARD\" components.seats=50 component_defaults.seats=50 "
          "frequency=\"monthly\" price=350.5 currency=\"USD\" state=\"Provisioned\"");
}

TEST_CASE("a subscription of a contract is read with its product and what people call it") {
    // Section 8: recorded from the API; state, period and defaults are absent.
    const LiveObject object = *item(R"({"id": "s1", "price": 0, "currency": "USD",
        "rate_plan": {"id": "enterprise", "public_name": "Stream Enterprise", "scope": "user"},
        "product": {"name": "prod_stream"},
        "component_values": [{"name": "minutes", "value": 5}]})");
    CHECK(test::fields(object) ==
          "plan=\"enterprise\" components.minutes=5 price=0 currency=\"USD\" "
          "product=\"prod_stream\" public_name=\"Stream Enterprise\"");
    CHECK(object.doubts.empty());
    // Its plan is called as that of a zone, and has not its price.
    const RatePlan of_zones[] = {{.id = "enterprise",
                                  .currency = "USD",
                                  .frequency = "monthly",
                                  .flat = Amount::whole(5000)}};
    CHECK(money(wanted({{"plan", "enterprise"}, {"components.minutes", 6}}), &object, of_zones) ==
          "? (no price of enterprise of prod_stream, and the API says 0) -> "
          "? (no price of enterprise of prod_stream)");
}

TEST_CASE("an order cannot name a product") {
    Diagnostics found;
    const Resource resource = wanted({{"plan", "enterprise"}, {"product", "prod_stream"}});
    test::change_of(table(), resource, nullptr, {}, found);
    CHECK(found.has_errors());
    const LiveObject live = *item(R"({"id": "s1", "rate_plan": {"id": "enterprise"}})");
    Diagnostics none;
    const Change change = test::change_of(table(), resource, &live, {}, none);
    CHECK(none.empty());
    CHECK(change.fields.empty());
}

TEST_CASE("plans of zones, and what is over, are none of the account's") {
    CHECK_FALSE(item(R"({"id": "s1", "rate_plan": {"id": "PARTNERS_BIZ"}, "zone": {"id": "z1"}})"));
    CHECK_FALSE(item(R"({"id": "s1", "rate_plan": {"id": "TEAMS_ENT"}, "state": "Cancelled"})"));
    CHECK_FALSE(item(R"({"id": "s1", "rate_plan": {"id": "TEAMS_ENT"}, "state": "Expired"})"));
    CHECK(item(R"({"id": "s1", "rate_plan": {"id": "TEAMS_ENT"}, "state": "AwaitingPayment"})"));
    CHECK(item(R"({"id": "s1", "rate_plan": {"id": "TEAMS_ENT"}, "zone": {}})"));
}

TEST_CASE("a product is bought by POST and changed by PUT, each sent once") {
    CHECK(calls(wanted({{"plan", "TEAMS_STANDARD"}}), nullptr) ==
          "POST /accounts/{account}/subscriptions {\"rate_plan\":{\"id\":\"TEAMS_STANDARD\"}} "
          "once\n");
    CHECK(
        calls(
            wanted({{"plan", "TEAMS_STANDARD"}, {"components.seats", 5}, {"frequency", "annual"}}),
            nullptr) ==
        "POST /accounts/{account}/subscriptions {\"rate_plan\":{\"id\":\"TEAMS_STANDARD\"},"
        "\"component_values\":[{\"name\":\"seats\",\"value\":5}],\"frequency\":\"yearly\"} once\n");
    const LiveObject now = *item(seats);
    CHECK(calls(wanted({{"plan", "TEAMS_STANDARD"}, {"components.extras", 5}}), &now) ==
          "PUT /accounts/{account}/subscriptions/{account_subscription} "
          "{\"rate_plan\":{\"id\":\"TEAMS_STANDARD\"},\"component_values\":"
          "[{\"name\":\"seats\",\"value\":50},{\"name\":\"extras\",\"value\":5}],"
          "\"frequency\":\"monthly\"} once\n");
}

TEST_CASE("the look is the whole list") {
    const Resource resource = wanted({{"plan", "TEAMS_STANDARD"}});
    const Call look = kind().writing.look(resource);
    CHECK(look.describe() == "GET /accounts/{account}/subscriptions");
    CHECK(look.query.empty());
}

TEST_CASE("a plan that no document names is warned about, with the nearest that one does") {
    CHECK(warnings(wanted({{"plan", "teams_standard"}}), nullptr) == "");
    CHECK(
        warnings(wanted({{"plan", "TEAMS_STANDRD"}}), nullptr) ==
        "the plan id stands in none of Cloudflare's documents; did you mean \"TEAMS_STANDARD\"?\n");
    CHECK(
        warnings(wanted({{"plan", "ACME_SPECIAL"}}), nullptr) ==
        "the plan id stands in none of Cloudflare's documents; if your agreement names it, all is "
        "well\n");
    // What the account has is no slip.
    const LiveObject now = *item(R"({"id": "s1", "rate_plan": {"id": "ACME_SPECIAL"}})");
    CHECK(warnings(wanted({{"plan", "ACME_SPECIAL"}}), &now) == "");
}

namespace {

const RatePlan prices[] = {
    {.id = "teams_standard",
     .currency = "USD",
     .frequency = "monthly",
     .components = {{"users", std::nullopt, *Amount::parse("7")}}},
    {.id = "TEAMS_STANDARD",
     .currency = "USD",
     .frequency = "yearly",
     .components = {{"users", std::nullopt, *Amount::parse("72")}}},
    {.id = "PARTNERS_LOAD_BALANCING",
     .currency = "USD",
     .frequency = "monthly",
     .flat = *Amount::parse("50"),
     .components = {{"load_balancers", std::nullopt, *Amount::parse("15")}}},
};

/// Ten users; the API's price is another than that of the contract.
constexpr std::string_view ten = R"({"id": "s1", "price": 7, "currency": "USD",
    "frequency": "monthly", "rate_plan": {"id": "TEAMS_STANDARD"},
    "component_values": [{"name": "users", "value": 10, "default": 1}]})";

} // namespace

TEST_CASE("both sides of a change have the prices of one list, and what is paid stands beside") {
    const LiveObject now = *item(ten);
    CHECK(money(wanted({{"plan", "TEAMS_STANDARD"}, {"components.users", 5}}), &now, prices) ==
          "USD 70.00 monthly -> USD 35.00 monthly, less, paid: USD 7.00 monthly");
    CHECK(money(wanted({{"plan", "TEAMS_STANDARD"}, {"components.users", 80}}), &now, prices) ==
          "USD 70.00 monthly -> USD 560.00 monthly, paid: USD 7.00 monthly");
    CHECK(money(wanted({{"plan", "TEAMS_STANDARD"}, {"frequency", "yearly"}}), &now, prices) ==
          "USD 70.00 monthly -> USD 720.00 yearly, paid: USD 7.00 monthly");
    CHECK(money(wanted({{"plan", "TEAMS_STANDARD"}, {"components.users", 5}}), nullptr, prices) ==
          "free -> USD 35.00 monthly");
    // The list that has the old price alone is no help: its difference would be nobody's.
    const RatePlan quarterly[] = {{.id = "TEAMS_STANDARD",
                                   .currency = "USD",
                                   .frequency = "quarterly",
                                   .components = {{"users", std::nullopt, Amount::whole(20)}}}};
    CHECK(
        money(wanted({{"plan", "TEAMS_STANDARD"}, {"frequency", "quarterly"}}), &now, quarterly) ==
        "? (no monthly price of TEAMS_STANDARD) -> USD 200.00 quarterly, paid: USD 7.00 monthly");
}

TEST_CASE("a price of a change that is not known says what is missing") {
    const LiveObject now = *item(ten);
    CHECK(money(wanted({{"plan", "TEAMS_STANDARD"}, {"frequency", "quarterly"}}), &now, prices) ==
          "USD 70.00 monthly -> ? (no quarterly price of TEAMS_STANDARD), paid: USD 7.00 monthly");
    CHECK(money(wanted({{"plan", "TEAMS_STANDARD"}, {"components.seats", 5}}), &now, prices) ==
          "USD 70.00 monthly -> ? (no price of component seats of TEAMS_STANDARD), paid: USD 7.00 "
          "monthly");
    CHECK(money(wanted({{"plan", "TEAMS_ENT"}}), nullptr, prices) ==
          "free -> ? (no price of TEAMS_ENT)");
    CHECK(money(wanted({{"plan", "TEAMS_STANDARD"}}), nullptr, prices) ==
          "free -> ? (how many users of TEAMS_STANDARD is not told)");
}

TEST_CASE("a paid plan that the API has at 0 is not free, and a free one is") {
    const LiveObject zero = *item(R"({"id": "s1", "price": 0, "currency": "USD",
        "frequency": "monthly", "rate_plan": {"id": "PARTNERS_WORKERS_SS"},
        "component_values": [{"name": "requests", "value": 1, "default": 1}]})");
    const Resource more = wanted({{"plan", "PARTNERS_WORKERS_SS"}, {"components.requests", 5}});
    CHECK(money(more, &zero, prices) ==
          "? (no price of PARTNERS_WORKERS_SS, and the API says 0) -> "
          "? (no price of PARTNERS_WORKERS_SS)");
    const RatePlan known[] = {{.id = "PARTNERS_WORKERS_SS",
                               .currency = "USD",
                               .frequency = "monthly",
                               .flat = Amount::whole(5),
                               .components = {{"requests", 1, Amount::whole(2)}}}};
    CHECK(money(more, &zero, known) == "USD 5.00 monthly -> USD 13.00 monthly");
    CHECK(money(wanted({{"plan", "TEAMS_FREE"}}), nullptr, prices) == "free -> free");
}

TEST_CASE("what a live plan includes is not charged, and what a change cannot say is unknown") {
    const LiveObject balanced = *item(R"({"id": "s1", "price": 65, "currency": "USD",
        "frequency": "monthly", "rate_plan": {"id": "PARTNERS_LOAD_BALANCING"},
        "component_values": [{"name": "load_balancers", "value": 21, "default": 20}]})");
    const Resource more =
        wanted({{"plan", "PARTNERS_LOAD_BALANCING"}, {"components.load_balancers", 23}});
    CHECK(money(more, &balanced, prices) == "USD 65.00 monthly -> USD 95.00 monthly");
    CHECK(money(more, nullptr, prices) ==
          "free -> ? (how many load_balancers PARTNERS_LOAD_BALANCING includes is not told)");
}
