// What holds for prices whatever they are. RapidCheck makes the cases, and of one that fails the
// smallest; RC_PARAMS="seed=... max_success=..." makes others.
#include "engine/model/money.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

using namespace tenantry;

namespace {

const std::vector<std::string> names = {"users", "page_rules", "seats"};
const std::vector<std::string> frequencies = {"weekly", "monthly", "quarterly", "yearly", "annual"};
const std::vector<std::string> currencies = {"USD", "EUR", "JPY", "KWD"};

template<typename Property>
void holds(const std::string& what, const Property& property) {
    CHECK_MESSAGE(rc::check(what, property), what);
}

/// From parts of a cent to as much as may be written, and often something round.
rc::Gen<Amount> amounts() {
    return rc::gen::map(
        rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 20'000),
                       rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000'000),
                       rc::gen::map(rc::gen::inRange<std::int64_t>(0, 100'000),
                                    [](std::int64_t units) { return units * 10'000; })),
        Amount::of_millionths);
}

rc::Gen<std::int64_t> counts() {
    return rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 100),
                          rc::gen::inRange<std::int64_t>(0, 100'000'000));
}

template<typename T>
rc::Gen<std::optional<T>> perhaps(rc::Gen<T> gen) {
    return rc::gen::oneOf(
        rc::gen::just(std::optional<T>()),
        rc::gen::map(std::move(gen), [](T value) { return std::optional<T>(value); }));
}

RatePlan any_plan() {
    RatePlan plan{.id = "p",
                  .currency = *rc::gen::elementOf(currencies),
                  .frequency = *rc::gen::elementOf(frequencies),
                  .flat = *perhaps(amounts())};
    for (const std::string& name : names) {
        if (*rc::gen::arbitrary<bool>()) continue;
        plan.components.push_back({name, *perhaps(counts()), *perhaps(amounts())});
    }
    return plan;
}

Components any_counts() {
    Components counted;
    for (const std::string& name : names) {
        if (*rc::gen::arbitrary<bool>()) counted.emplace_back(name, *counts());
    }
    return counted;
}

Order any_order(const RatePlan& plan) {
    return {.plan = "p",
            .components = any_counts(),
            .included = any_counts(),
            .frequency = plan.frequency};
}

Quote quote(const Order& order, const RatePlan& plan) {
    return price_of(order, std::span(&plan, 1));
}

Quote any_price() {
    if (*rc::gen::inRange(0, 10) == 0) return std::unexpected("no price");
    const Amount amount = *amounts();
    if (amount.is_zero()) return Price();
    return Price{amount, *rc::gen::elementOf(currencies),
                 known_frequency(*rc::gen::elementOf(frequencies))};
}

std::vector<Money> any_changes() {
    std::vector<Money> changes(static_cast<std::size_t>(*rc::gen::inRange(0, 20)));
    for (Money& change : changes)
        change = {.old_price = any_price(), .new_price = any_price()};
    return changes;
}

MoneySum sum_of(std::span<const Money> changes) {
    MoneySum sum;
    for (const Money& change : changes)
        sum.add(change);
    return sum;
}

bool shows_something(std::string_view text) {
    return text.find_first_of("123456789") != std::string_view::npos;
}

} // namespace

TEST_CASE("properties of prices") {
    holds("fewer of a component never cost more", [] {
        const RatePlan plan = any_plan();
        Order order = any_order(plan);
        RC_PRE(!order.components.empty());
        const Quote more = quote(order, plan);
        auto& count = order.components[*rc::gen::inRange<std::size_t>(0, order.components.size())];
        count.second = *rc::gen::inRange<std::int64_t>(0, count.second + 1);
        const Quote less = quote(order, plan);
        RC_PRE(more.has_value());
        RC_ASSERT(less.has_value());
        RC_ASSERT(less->amount <= more->amount);
    });
    holds("a price is the sum of its parts, to the millionth", [] {
        const Amount flat = *amounts();
        const Amount unit = *amounts();
        const std::int64_t count = *counts();
        const RatePlan plan{.id = "p",
                            .currency = "USD",
                            .frequency = "monthly",
                            .flat = flat,
                            .components = {{"users", 0, unit}}};
        const Quote price =
            quote({.plan = "p", .components = {{"users", count}}, .frequency = "monthly"}, plan);
        RC_PRE(price.has_value());
        RC_ASSERT(price->amount == flat + unit * count);
    });
    holds("nothing that costs something is free, or shown as nothing", [] {
        const RatePlan plan = any_plan();
        const Order order = any_order(plan);
        const Quote price = quote(order, plan);
        RC_PRE(price.has_value());
        RC_PRE(price->amount > Amount());
        RC_ASSERT(price_text(*price) != "free");
        RC_ASSERT(shows_something(price_text(*price)));
        RC_ASSERT(price->amount.in_units_of(2).value() > 0);
        MoneySum sum;
        sum.add({.old_price = Price(), .new_price = price});
        RC_ASSERT(sum.yearly.size() == 1U);
        const Amount yearly = sum.yearly.begin()->second;
        for (const auto rounding : {Amount::Rounding::nearest, Amount::Rounding::away_from_zero})
            RC_ASSERT(a_month(yearly, price->currency, rounding) > Amount());
        RC_ASSERT(a_month(yearly, price->currency, Amount::Rounding::away_from_zero) * 12 >=
                  yearly);
    });
}

TEST_CASE("properties of sums") {
    holds("a change there and back sums to nothing", [] {
        const Quote a = any_price();
        const Quote b = any_price();
        MoneySum sum;
        sum.add({.old_price = a, .new_price = b});
        sum.add({.old_price = b, .new_price = a});
        RC_ASSERT(sum.yearly.empty());
        RC_ASSERT(sum.unknown == (a && b ? 0U : 2U));
    });
    holds("the order of a sum, and how it is cut in parts, makes no difference", [] {
        std::vector<Money> changes = any_changes();
        const MoneySum sum = sum_of(changes);
        std::ranges::reverse(changes);
        const auto cut = *rc::gen::inRange<std::size_t>(0, changes.size() + 1);
        MoneySum parts = sum_of(std::span(changes).subspan(cut));
        parts.add(sum_of(std::span(changes).first(cut)));
        RC_ASSERT(parts.yearly == sum.yearly);
        RC_ASSERT(parts.unknown == sum.unknown);
    });
}

TEST_CASE("properties of amounts") {
    holds("what is written is read again as it was", [] {
        const Amount amount = *amounts();
        const int decimals = *rc::gen::inRange(0, 7);
        RC_ASSERT(Amount::parse(amount.text(decimals)).value() == amount);
        RC_ASSERT(Amount::parse((-amount).text(decimals)).value() == -amount);
    });
    holds("of fifteen digits binary loses none", [] {
        const Amount amount = Amount::of_millionths(
            *rc::gen::inRange<std::int64_t>(-999'999'999'999'999, 999'999'999'999'999));
        const Json read = parse_json(amount.text(1)).value();
        RC_ASSERT(Amount::from_json(read).value() == amount);
    });
    holds("a part is less than a coin away, and an even one is exact", [] {
        const Amount amount = *amounts();
        const int decimals = *rc::gen::inRange(0, 5);
        const Amount coin = Amount::parse("1e-" + std::to_string(decimals)).value();
        const Amount up = amount.divided_by(12, decimals, Amount::Rounding::away_from_zero);
        RC_ASSERT(up * 12 >= amount);
        RC_ASSERT((up - coin) * 12 < amount);
        RC_ASSERT((amount * 12).divided_by(12, decimals, Amount::Rounding::nearest) == amount);
    });
}
