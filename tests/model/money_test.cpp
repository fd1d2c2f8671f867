#include "engine/model/money.hpp"
#include "engine/model/plan_class.hpp"
#include "engine/model/program.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace tenantry;

namespace {

Amount amount(std::string_view text) { return Amount::parse(text).value(); }

RatePlan plan(std::string_view flat, std::string frequency = "monthly") {
    return {.id = "p",
            .currency = "USD",
            .frequency = std::move(frequency),
            .flat = amount(flat),
            .components = {{"seats", 5, amount("7")}, {"rules", 10, std::nullopt}}};
}

RatePlan by_the_piece(std::string_view unit) {
    return {.id = "p",
            .currency = "USD",
            .frequency = "monthly",
            .components = {{"seats", std::nullopt, amount(unit)}}};
}

std::string price(const RatePlan& plan, Components components,
                  std::string_view frequency = "monthly", Components included = {}) {
    const Quote quote = price_of({.plan = "p",
                                  .components = std::move(components),
                                  .included = std::move(included),
                                  .frequency = std::string(frequency)},
                                 std::span(&plan, 1));
    return quote ? price_text(*quote) : quote.error();
}

Price monthly(std::string_view units, std::string currency = "USD") {
    return {amount(units), std::move(currency), "monthly"};
}

std::string because(std::string_view text) {
    switch (Amount::parse(text).error()) {
    case NoAmount::no_number: return "no number";
    case NoAmount::too_fine: return "too fine";
    case NoAmount::too_large: return "too large";
    }
    return {};
}

} // namespace

TEST_CASE("amounts are read as they are written, to the millionth") {
    CHECK(amount("20") == Amount::whole(20));
    CHECK(amount("0.0049") == Amount::of_millionths(4900));
    CHECK(amount("-5.5") == Amount::of_millionths(-5'500'000));
    CHECK(amount("+1.50") == Amount::of_millionths(1'500'000));
    CHECK(amount(".5") == amount("5e-1"));
    CHECK(amount("5.") == amount("0.0005e4"));
    CHECK(amount("1e9") == Amount::whole(1'000'000'000));
    CHECK(amount("0.000001") == Amount::of_millionths(1));
    CHECK(amount("9999999999.999999") == Amount::of_millionths(9'999'999'999'999'999));
    CHECK(amount("0.00000000000000000000000") == Amount());
    CHECK(amount("0e999999999999") == Amount());
    CHECK(amount("100000000000000000000e-20") == Amount::whole(1));
}

TEST_CASE("what does not fit is refused, never rounded") {
    for (const std::string_view text : {"", "-", ".", ".nan", ".inf", "nan", "x", "1x", "1e", "1e+",
                                        "1e1.5", "0x10", "1_000", "1,5", " 1", "--1"}) {
        CAPTURE(text);
        CHECK(because(text) == "no number");
    }
    CHECK(because("0.0000001") == "too fine");
    CHECK(because("20.0000001") == "too fine");
    CHECK(because("1e-7") == "too fine");
    CHECK(because("1e-99999999999999999999") == "too fine");
    CHECK(because("10000000000") == "too large");
    CHECK(because("1e400") == "too large");
    CHECK(because("-1e99999999999999999999") == "too large");
    CHECK(because(std::string(100'000, '9')) == "too large");
    CHECK(because("0." + std::string(100'000, '9')) == "too fine");
}

TEST_CASE("numbers of JSON are amounts, by the digits that binary keeps") {
    CHECK(Amount::from_json(Json(20)) == amount("20"));
    CHECK(Amount::from_json(Json(0.29)) == amount("0.29"));
    CHECK(Amount::from_json(Json(1.005)) == amount("1.005"));
    CHECK(Amount::from_json(Json(0.1 + 0.2)) == amount("0.3")); // 0.30000000000000004
    CHECK(Amount::from_json(Json(999999999.999999)) == amount("999999999.999999"));
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (const Json& none : {Json(), Json("20"), Json(true), Json::array(), Json(1e300), Json(1e10),
                             Json(infinity), Json(-infinity), Json(infinity - infinity), Json(1e-7),
                             Json(INT64_MAX), Json(INT64_MIN)}) {
        CHECK_FALSE(Amount::from_json(none).has_value());
    }
}

TEST_CASE("a part of an amount is exact, or rounded to coins, and never nothing") {
    using enum Amount::Rounding;
    CHECK(amount("0.06").divided_by(12, 2, nearest) == amount("0.005"));
    CHECK(amount("10").divided_by(12, 2, nearest) == amount("0.83"));
    CHECK(amount("10").divided_by(12, 2, away_from_zero) == amount("0.84"));
    CHECK(amount("-10").divided_by(12, 2, away_from_zero) == amount("-0.84"));
    CHECK(amount("0.05").divided_by(12, 2, nearest) == amount("0.01"));
    CHECK(amount("-0.000001").divided_by(12, 2, nearest) == amount("-0.01"));
    CHECK(amount("100").divided_by(12, 0, nearest) == amount("8"));
    CHECK(amount("0").divided_by(12, 2, away_from_zero) == Amount());
}

TEST_CASE("hundredths never show nothing for something, and never wrap round") {
    CHECK(amount("20.5").in_units_of(2) == 2050);
    CHECK(amount("0.0049").in_units_of(2) == 1);
    CHECK(amount("-0.0049").in_units_of(2) == -1);
    CHECK_FALSE((amount("9999999999") * INT64_MAX).in_units_of(2).has_value());
}

TEST_CASE("a plan costs its flat price and what is wanted above the included") {
    CHECK(price(plan("20"), {}) == "USD 20.00 monthly");
    CHECK(price(plan("20"), {{"seats", 5}}) == "USD 20.00 monthly");
    CHECK(price(plan("20"), {{"seats", 7}}) == "USD 34.00 monthly");
    CHECK(price(plan("20"), {{"seats", 0}}) == "USD 20.00 monthly"); // less is not paid back
    CHECK(price(plan("20"), {{"rules", 10}, {"zones", 1}}) == "USD 20.00 monthly");
    CHECK(price(plan("0"), {{"seats", 5}}) == "free");
}

TEST_CASE(
    "what is included is told by the list, else by the live plan, else the price is unknown") {
    RatePlan unsaid = plan("20");
    unsaid.components = {{"seats", std::nullopt, amount("7")}};
    CHECK(price(unsaid, {{"seats", 22}}) == "how many seats p includes is not told");
    CHECK(price(unsaid, {}) == "USD 20.00 monthly");
    CHECK(price(unsaid, {{"seats", 0}}) == "USD 20.00 monthly");
    CHECK(price(unsaid, {{"seats", 22}}, "monthly", {{"seats", 20}}) == "USD 34.00 monthly");
    CHECK(price(plan("20"), {{"seats", 7}}, "monthly", {{"seats", 20}}) == "USD 34.00 monthly");
    // What is paid by the piece alone has none included: a default is its smallest order.
    CHECK(price(by_the_piece("7"), {{"seats", 10}}, "monthly", {{"seats", 1}}) ==
          "USD 70.00 monthly");
    // What is included, is included in something that has a price.
    RatePlan some = by_the_piece("7");
    some.components.front().included = 4;
    CHECK(price(some, {{"seats", 10}}) == "no monthly price of p");
    some.components.front().included = 0;
    CHECK(price(some, {{"seats", 10}}) == "USD 70.00 monthly");
}

TEST_CASE("the pieces are not all of the price where another frequency has one of the plan") {
    const RatePlan yearly{
        .id = "p", .currency = "USD", .frequency = "yearly", .flat = amount("240")};
    const RatePlan sold[] = {yearly, by_the_piece("1")};
    const auto told = [&](Components components, std::string_view frequency) {
        const Quote quote = price_of(
            {.plan = "p", .components = std::move(components), .frequency = std::string(frequency)},
            sold);
        return quote ? price_text(*quote) : quote.error();
    };
    CHECK(told({{"seats", 30}}, "monthly") == "no monthly price of p");
    CHECK(told({}, "monthly") == "no monthly price of p");
    CHECK(told({}, "yearly") == "USD 240.00 yearly");
    CHECK(told({{"seats", 30}}, "yearly") == "no yearly price of component seats of p");
}

TEST_CASE("small prices add up before anything is rounded, and are never free") {
    CHECK(price(by_the_piece("0.0049"), {{"seats", 100'000}}) == "USD 490.00 monthly");
    CHECK(price(by_the_piece("0.0049"), {{"seats", 1}}) == "USD 0.0049 monthly");
    CHECK(price(by_the_piece("0.000001"), {{"seats", 1}}) == "USD 0.000001 monthly");
    // One zone is what a plan of a zone has without a word; where zones are what is sold, it costs.
    RatePlan by_zone = by_the_piece("10");
    by_zone.components[0].name = "zones";
    CHECK(price(by_zone, {{"zones", 1}}) == "USD 10.00 monthly");
    CHECK(price(plan("0.0049"), {}) == "USD 0.0049 monthly");
}

TEST_CASE("a price that is not known says what is missing") {
    CHECK(price(by_the_piece("7"), {}) == "how many seats of p is not told");
    CHECK(price(by_the_piece("7"), {{"extras", 1}}) == "how many seats of p is not told");
    CHECK(price(by_the_piece("7"), {{"seats", 2}, {"extras", 1}}) ==
          "no price of component extras of p");
    CHECK(price(by_the_piece("7"), {{"seats", 2}, {"extras", 1}}, "monthly", {{"extras", 1}}) ==
          "USD 14.00 monthly");
    CHECK(price(plan("20"), {{"rules", 11}}) == "no price of component rules of p");
    CHECK(price(plan("20"), {{"rules", 11}}, "monthly", {{"rules", 20}}) ==
          "no price of component rules of p"); // the list's own word counts
    CHECK(price(plan("20"), {}, "yearly") == "no yearly price of p");
    RatePlan nameless = plan("20");
    nameless.currency = "";
    CHECK(price(nameless, {}) == "no price of p");
    RatePlan other = plan("20");
    other.id = "q";
    CHECK(price(other, {}) == "no price of p");
    RatePlan unpriced = plan("20");
    unpriced.flat.reset();
    unpriced.components.front().unit.reset();
    CHECK(price(unpriced, {{"seats", 5}}) == "no price of p");
}

TEST_CASE("a price holds for the frequency it is sold with") {
    CHECK(price(plan("20", "yearly"), {}) == "no monthly price of p");
    CHECK(price(plan("20", "annual"), {}, "yearly") == "USD 20.00 yearly");
    CHECK(price(plan("20", "Yearly"), {}, "annual") == "USD 20.00 yearly");
    CHECK(price(plan("20", "not-applicable"), {}) == "no price of p");
    // Where nobody tells how often it is paid, the only price there is holds.
    CHECK(price(plan("20", "yearly"), {}, "") == "USD 20.00 yearly");
    CHECK(price(plan("20", "yearly"), {}, "not-applicable") == "USD 20.00 yearly");
    const RatePlan both[] = {plan("20"), plan("200", "yearly")};
    const Quote quote = price_of({.plan = "p", .frequency = "not-applicable"}, both);
    CHECK(quote.error() == "how often p is paid is not told");
}

TEST_CASE("amounts out of all range are not known, and never wrap round") {
    const std::string unknown = "the price of p is out of all range";
    CHECK(price(plan("0"), {{"seats", INT64_MAX}}) == unknown);
    CHECK(price(plan("9999999999"), {{"seats", 6}}) == unknown);
    CHECK(price(by_the_piece("9999999999.999999"), {{"seats", INT64_MAX}}) == unknown);
    RatePlan odd = plan("20");
    odd.components = {{"seats", INT64_MIN, amount("7")}};
    CHECK(price(odd, {{"seats", 1}}) == "USD 27.00 monthly");
    CHECK(price(plan("20"), {{"seats", INT64_MIN}}) == "USD 20.00 monthly");
    MoneySum sum;
    for (int i = 0; i < 1000; ++i)
        sum.add({.old_price = Price(), .new_price = Price{amount("9999999999"), "USD", "weekly"}});
    CHECK(sum_text(sum) ==
          "+USD 43,333,333,329,000.00 a month, +USD 519,999,999,948,000.00 a year");
}

TEST_CASE("prices of every frequency are compared by the year") {
    CHECK(Price{amount("1"), "USD", "weekly"}.a_year() == amount("52"));
    CHECK(monthly("1").a_year() == amount("12"));
    CHECK(Price{amount("1"), "USD", "quarterly"}.a_year() == amount("4"));
    CHECK(Price{amount("1"), "USD", "yearly"}.a_year() == amount("1"));
    CHECK_FALSE(Price{amount("1"), "USD", "not-applicable"}.a_year().has_value());
    CHECK(Price{}.a_year() == Amount()); // free has no frequency
}

TEST_CASE("sums are kept by currency, and what is unknown is counted") {
    const Price euros{amount("10"), "EUR", "yearly"};
    const Quote unknown = std::unexpected("no price of pro");
    MoneySum sum;
    CHECK(sum.empty());
    sum.add({.old_price = Price(), .new_price = monthly("20")});
    CHECK(sum_text(sum) == "+USD 20.00 a month, +USD 240.00 a year");
    sum.add({.old_price = euros, .new_price = Price()});
    CHECK(sum_text(sum) ==
          "-EUR 0.83 a month, -EUR 10.00 a year; +USD 20.00 a month, +USD 240.00 a year");
    sum.add({.old_price = monthly("20"), .new_price = unknown});
    sum.add({.old_price = unknown, .new_price = monthly("20")});
    sum.add({.old_price = Price(), .new_price = Price{amount("5"), "USD", ""}});
    sum.add(Money());
    CHECK(sum.unknown == 4);
    CHECK(sum_text(sum).ends_with(", and 4 changes of unknown price"));
}

TEST_CASE("what comes to nothing is no change") {
    MoneySum sum;
    sum.add({.old_price = monthly("20"), .new_price = monthly("20")});
    CHECK(sum.empty());
    MoneySum other;
    other.add({.old_price = Price(), .new_price = monthly("20")});
    sum.add({.old_price = monthly("20"), .new_price = Price()});
    sum.add(other);
    CHECK(sum.empty());
}

TEST_CASE("amounts are written for people, in the coins of the currency, and whole") {
    CHECK(money_text(amount("1234567.89"), "USD") == "USD 1,234,567.89");
    CHECK(money_text(amount("0.05"), "USD") == "USD 0.05");
    CHECK(money_text(amount("0.0049"), "USD") == "USD 0.0049");
    CHECK(money_text(amount("-1000"), "USD") == "-USD 1,000.00");
    CHECK(money_text(amount("1"), "USD", true) == "+USD 1.00");
    CHECK(money_text(amount("1"), "") == "1.00");
    CHECK(money_text(amount("1234567"), "JPY") == "JPY 1,234,567");
    CHECK(money_text(amount("0.5"), "JPY") == "JPY 0.5");
    CHECK(money_text(amount("1.5"), "KWD") == "KWD 1.500");
    CHECK(money_text(amount("1.5"), "CLF") == "CLF 1.5000");
    CHECK(money_text(amount("980"), "KRW") == "KRW 980");
    CHECK(money_text(amount("1"), "\x1b[31m").find('\x1b') == std::string::npos);
    MoneySum sum;
    sum.add({.old_price = Price(), .new_price = Price{amount("100000"), "JPY", "yearly"}});
    CHECK(sum_text(sum) == "+JPY 8,333 a month, +JPY 100,000 a year");
}

TEST_CASE("a period that does not apply is none, and an amount without one says so") {
    CHECK(price_text({amount("5000"), "USD", known_frequency("not-applicable")}) ==
          "USD 5,000.00 for a period that nobody tells");
    CHECK(known_frequency("Annual") == "yearly");
    CHECK(known_frequency("daily").empty());
    CHECK(known_currency("usd") == "USD");
    CHECK(known_currency("US").empty());
    CHECK(known_currency("U$D").empty());
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
                        {"cf_pro_20_5", "pro", "PARTNERS_PRO"},
                        {"CF_PRO_FREE", "pro", "PARTNERS_PRO"},
                        {"cf_biz_emp", "business", "PARTNERS_BIZ"},
                        {"cf_biz_free", "business", "PARTNERS_BIZ"},
                        {"cf_biz_galileo", "business", "PARTNERS_BIZ"},
                        {"cf_biz_plus", "business", "PARTNERS_BIZ"},
                        {"cf_ent_trial", "enterprise", "PARTNERS_ENT"},
                        {"CF_BIZ", "business", "PARTNERS_BIZ"},
                        {"PARTNERS_ENT", "enterprise", "PARTNERS_ENT"},
                        {"partners_enterprise", "enterprise", "PARTNERS_ENT"},
                        {"CF_ENT", "enterprise", "PARTNERS_ENT"},
                        {"TEAMS_ENT", "teams_ent", ""}};
    for (const Row& row : rows) {
        CAPTURE(row.spelling);
        CHECK(plan_class(row.spelling) == row.plan_class);
        CHECK(plan_id(Program::reseller, row.plan_class).value_or("") == row.partner);
    }
    int below = -1;
    for (const std::string_view name :
         {"free", "lite", "pro", "pro_plus", "business", "enterprise"}) {
        CHECK(plan_rank(name).value() > below);
        below = plan_rank(name).value();
    }
    CHECK_FALSE(plan_rank("teams_ent").has_value());
}
