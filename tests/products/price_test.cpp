#include "engine/products/products.hpp"

#include <doctest/doctest.h>

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
    const Quote quote = products::price_of({.plan = "p",
                                            .components = std::move(components),
                                            .included = std::move(included),
                                            .frequency = std::string(frequency)},
                                           std::span(&plan, 1));
    return quote ? price_text(*quote) : quote.error();
}

} // namespace

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
        const Quote quote = products::price_of(
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
    const Quote quote = products::price_of({.plan = "p", .frequency = "not-applicable"}, both);
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
}

TEST_CASE("a frequency is known in every spelling, and one that does not apply is none") {
    CHECK(products::known_frequency("not-applicable").empty());
    CHECK(products::known_frequency("Annual") == "yearly");
    CHECK(products::known_frequency("daily").empty());
}
