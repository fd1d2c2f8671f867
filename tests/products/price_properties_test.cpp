// What holds for prices whatever they are. RapidCheck makes the cases, and of one that fails the
// smallest; RC_PARAMS="seed=... max_success=..." makes others.
#include "engine/products/products.hpp"
#include "tests/model/any_amount.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace tenantry;
using products::Order;
using test::amounts, test::holds;

namespace {

const std::vector<std::string> names = {"users", "page_rules", "seats"};
const std::vector<std::string> frequencies = {"weekly", "monthly", "quarterly", "yearly", "annual"};
const std::vector<std::string> currencies = {"USD", "EUR", "JPY", "KWD"};

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
    return products::price_of(order, std::span(&plan, 1));
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
