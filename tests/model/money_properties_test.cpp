// What holds for prices whatever they are. RapidCheck makes the cases, and of one that fails the
// smallest; RC_PARAMS="seed=... max_success=..." makes others.
#include "engine/model/money.hpp"
#include "tests/model/any_amount.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

using namespace tenantry;
using test::amounts, test::holds;

namespace {

const std::vector<std::string> frequencies = {"weekly", "monthly", "quarterly", "yearly"};
const std::vector<std::string> currencies = {"USD", "EUR", "JPY", "KWD"};

Quote any_price() {
    if (*rc::gen::inRange(0, 10) == 0) return std::unexpected("no price");
    const Amount amount = *amounts();
    if (amount.is_zero()) return Price();
    return Price{amount, *rc::gen::elementOf(currencies), *rc::gen::elementOf(frequencies)};
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

} // namespace

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
