#include "engine/model/money.hpp"
#include "engine/model/plan_class.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

RatePlan plan(std::int64_t flat, std::string frequency = "monthly") {
    return {.id = "p",
            .currency = "USD",
            .frequency = std::move(frequency),
            .flat_cents = flat,
            .components = {{"seats", 5, 700}, {"free", 0, 0}}};
}

std::string price(const RatePlan& plan, const Components& components,
                  std::string_view frequency = "") {
    const auto price = price_of(plan, components, frequency);
    return price ? price_text(*price) : "?";
}

} // namespace

TEST_CASE("amounts are read in hundredths, and only numbers are amounts") {
    CHECK(cents(Json(20)) == 2000);
    CHECK(cents(Json(5.5)) == 550);
    CHECK(cents(Json(0.29)) == 29); // which binary fractions miss
    CHECK(cents(Json(-1.005)).has_value());
    CHECK(cents(Json(0)) == 0);
    for (const Json& none :
         {Json(), Json("20"), Json(true), Json::array(), Json(1e300), Json(1e10)})
        CHECK_FALSE(cents(none).has_value());
}

TEST_CASE("a plan costs its flat price and what is wanted above the included") {
    CHECK(price(plan(2000), {}) == "USD 20.00 monthly");
    CHECK(price(plan(2000), {{"seats", 5}}) == "USD 20.00 monthly");
    CHECK(price(plan(2000), {{"seats", 7}}) == "USD 34.00 monthly");
    CHECK(price(plan(2000), {{"seats", 0}}) == "USD 20.00 monthly"); // less is not paid back
    CHECK(price(plan(2000), {{"free", 9}, {"unknown", 9}}) == "USD 20.00 monthly");
    CHECK(price(plan(0), {}) == "free");
}

TEST_CASE("a price that hangs on a component nobody named is not known") {
    RatePlan by_seat = plan(0);
    by_seat.components = {{"seats", std::nullopt, 700}};
    CHECK(price(by_seat, {}) == "?");
    CHECK(price(by_seat, {{"extras", 1}}) == "?");
    CHECK(price(by_seat, {{"seats", 2}}) == "USD 14.00 monthly");
    RatePlan nameless = plan(2000);
    nameless.currency = "";
    CHECK(price(nameless, {}) == "?");
}

TEST_CASE("a price holds for the frequency it is sold with") {
    CHECK(price(plan(2000), {}, "monthly") == "USD 20.00 monthly");
    CHECK(price(plan(2000), {}, "yearly") == "?");
    CHECK(price(plan(2000, "yearly"), {}) == "?"); // the API takes it as monthly
    CHECK(price(plan(2000, "annual"), {}, "yearly") == "USD 20.00 yearly");
    CHECK(price(plan(2000, "yearly"), {}, "annual") == "USD 20.00 yearly");
}

TEST_CASE("amounts out of all range are not known, and never wrap round") {
    CHECK(price(plan(0), {{"seats", INT64_MAX}}) == "?");
    CHECK(price(plan(INT64_MAX), {{"seats", 6}}) == "?");
    CHECK(price(plan(INT64_MAX), {}) == "?");
    CHECK(price(plan(INT64_MIN), {}) == "?");
    RatePlan odd = plan(2000);
    odd.components = {{"seats", INT64_MIN, 700}};
    CHECK(price(odd, {{"seats", 1}}) == "?");
}

TEST_CASE("prices of every frequency are compared by the year") {
    CHECK(Price{100, "USD", "weekly"}.yearly_cents() == 5200);
    CHECK(Price{100, "USD", "monthly"}.yearly_cents() == 1200);
    CHECK(Price{100, "USD", "quarterly"}.yearly_cents() == 400);
    CHECK(Price{100, "USD", "yearly"}.yearly_cents() == 100);
    CHECK_FALSE(Price{100, "USD", "not-applicable"}.yearly_cents().has_value());
    CHECK(Price{}.yearly_cents() == 0); // free has no frequency
}

TEST_CASE("sums are kept by currency, and what is unknown is counted") {
    const Price twenty{2000, "USD", "monthly"};
    const Price euros{1000, "EUR", "yearly"};
    MoneySum sum;
    CHECK(sum.empty());
    sum.add({.old_price = Price(), .new_price = twenty});
    CHECK(sum_text(sum) == "+USD 20.00 a month, +USD 240.00 a year");
    sum.add({.old_price = euros, .new_price = Price()});
    CHECK(sum_text(sum) ==
          "-EUR 0.83 a month, -EUR 10.00 a year; +USD 20.00 a month, +USD 240.00 a year");
    sum.add({.old_price = twenty});
    sum.add({.new_price = twenty});
    sum.add({.old_price = Price(), .new_price = Price{5, "USD", "never"}});
    CHECK(sum.unknown == 3);
    CHECK(sum_text(sum).ends_with(", and 3 changes of unknown price"));
}

TEST_CASE("what comes to nothing is no change") {
    const Price twenty{2000, "USD", "monthly"};
    MoneySum sum;
    sum.add({.old_price = twenty, .new_price = twenty});
    CHECK(sum.empty());
    MoneySum other;
    other.add({.old_price = Price(), .new_price = twenty});
    sum.add({.old_price = twenty, .new_price = Price()});
    sum.add(other);
    CHECK(sum.empty());
}

TEST_CASE("amounts are written for people") {
    CHECK(money_text(123456789, "USD") == "USD 1,234,567.89");
    CHECK(money_text(5, "USD") == "USD 0.05");
    CHECK(money_text(-100000, "USD") == "-USD 1,000.00");
    CHECK(money_text(100, "USD", true) == "+USD 1.00");
    CHECK(money_text(100, "") == "1.00");
    CHECK(money_text(100, "\x1b[31m").find('\x1b') == std::string::npos);
}

TEST_CASE("every spelling of a zone plan has its class, and each class its rank") {
    // API reference, section 7, "Plan identifiers".
    struct Row {
        std::string_view spelling;
        std::string_view plan_class;
        std::string_view partner;
    };
    const Row rows[] = {{"PARTNERS_FREE", "free", "PARTNERS_FREE"},
                        {"CF_FREE", "free", "PARTNERS_FREE"},
                        {"Free", "free", "PARTNERS_FREE"},
                        {"CF_LITE", "lite", ""},
                        {"CF_PRO_20_20", "pro", "PARTNERS_PRO"},
                        {"cf_pro", "pro", "PARTNERS_PRO"},
                        {"partners_pro", "pro", "PARTNERS_PRO"},
                        {"CF_PRO_PLUS", "pro_plus", ""},
                        {"PARTNERS_BIZ", "business", "PARTNERS_BIZ"},
                        {"partners_business", "business", "PARTNERS_BIZ"},
                        {"msp_biz", "business", "PARTNERS_BIZ"},
                        {"CF_BIZ", "business", "PARTNERS_BIZ"},
                        {"PARTNERS_ENT", "enterprise", "PARTNERS_ENT"},
                        {"partners_enterprise", "enterprise", "PARTNERS_ENT"},
                        {"CF_ENT", "enterprise", "PARTNERS_ENT"},
                        {"TEAMS_ENT", "teams_ent", ""}};
    for (const Row& row : rows) {
        CAPTURE(row.spelling);
        CHECK(plan_class(row.spelling) == row.plan_class);
        CHECK(partner_plan(row.plan_class).value_or("") == row.partner);
    }
    int below = -1;
    for (const std::string_view name :
         {"free", "lite", "pro", "pro_plus", "business", "enterprise"}) {
        CHECK(plan_rank(name).value() > below);
        below = plan_rank(name).value();
    }
    CHECK_FALSE(plan_rank("teams_ent").has_value());
}
