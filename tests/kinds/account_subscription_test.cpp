#include "tests/kinds/change.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

const KindTable& table() {
    static const KindTable kinds = kinds::all_kinds();
    return kinds;
}
const Kind& kind() { return *table().find("account_subscription"); }

std::optional<LiveObject> item(std::string_view json) { return kind().from_api(*parse_json(json)); }

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
    kind().check(test::change_of(table(), resource, now), {}, diagnostics);
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
    const Call look = kind().look(resource);
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

TEST_CASE("what a change of an account's product costs") {
    const RatePlan offers[] = {{.id = "teams_standard",
                                .currency = "USD",
                                .frequency = "monthly",
                                .components = {{"seats", 0, 701}}}};
    const LiveObject now = *item(seats);
    CHECK(money(wanted({{"plan", "TEAMS_STANDARD"}, {"components.seats", 80}}), &now, offers) ==
          "USD 350.50 monthly -> USD 560.80 monthly");
    CHECK(money(wanted({{"plan", "TEAMS_STANDARD"}, {"components.seats", 40}}), &now, offers) ==
          "USD 350.50 monthly -> USD 280.40 monthly, less");
    CHECK(money(wanted({{"plan", "TEAMS_STANDARD"}, {"frequency", "yearly"}}), &now, offers) ==
          "USD 350.50 monthly -> ?");
    CHECK(money(wanted({{"plan", "TEAMS_STANDARD"}, {"components.seats", 5}}), nullptr, offers) ==
          "free -> USD 35.05 monthly");
    CHECK(money(wanted({{"plan", "TEAMS_ENT"}}), nullptr, offers) == "free -> ?");
}
