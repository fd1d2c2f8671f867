#include "engine/model/money.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace tenantry;

namespace {

Amount amount(std::string_view text) { return Amount::parse(text).value(); }

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

TEST_CASE("a sum of large amounts is whole") {
    MoneySum sum;
    for (int i = 0; i < 1000; ++i)
        sum.add({.old_price = Price(), .new_price = Price{amount("9999999999"), "USD", "weekly"}});
    CHECK(sum_text(sum) ==
          "+USD 43,333,333,329,000.00 a month, +USD 519,999,999,948,000.00 a year");
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

TEST_CASE("an amount of no known period says so, and a currency is three letters") {
    CHECK(price_text({amount("5000"), "USD", ""}) == "USD 5,000.00 for a period that nobody tells");
    CHECK(is_period("quarterly"));
    CHECK_FALSE(is_period("daily"));
    CHECK(known_currency("usd") == "USD");
    CHECK(known_currency("US").empty());
    CHECK(known_currency("U$D").empty());
}
