// What things cost: prices as the API or the partner's own price list tells them, and what a change
// does to them. Amounts are exact; a price that is not known says what is missing.
#pragma once

#include "engine/model/amount.hpp"

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenantry {

/// An amount for each period. Free is zero without a currency.
struct Price {
    Amount amount = {};
    std::string currency = {};
    std::string frequency = {}; // weekly, monthly, quarterly, yearly; "" where nobody tells it

    /// What a year costs; nothing when the period is none of the four.
    std::optional<Amount> a_year() const;
    bool operator==(const Price&) const = default;
};

/// A price, or what is missing to know it: "no yearly price of seats".
using Quote = std::expected<Price, std::string>;

/// One plan of a price list: it costs `flat`, and for each of its components what is wanted above
/// `included` times `unit`.
struct RatePlan {
    struct Component {
        std::string name = {};
        std::optional<std::int64_t> included = {}; // nothing: the list does not say
        std::optional<Amount> unit = {};           // nothing: the list has no price for more
        // How few and how many of it can be ordered, where the list says so.
        std::optional<std::int64_t> least = {};
        std::optional<std::int64_t> most = {};
    };
    std::string id = {};
    std::string currency = {};
    std::string frequency = {};
    /// Nothing where the pieces are the price, or where the list tells none and is known only for
    /// what is included.
    std::optional<Amount> flat = {};
    std::vector<Component> components = {};
};

/// Prices of one source, told as `name`. A change is priced by one list on both of its sides.
struct PriceList {
    std::string_view name = {};
    std::span<const RatePlan> plans = {};
};

using Components = std::vector<std::pair<std::string, std::int64_t>>;

/// What one change does to what a customer pays.
struct Money {
    std::string old_plan = {}; // "" where there was none
    std::string new_plan = {};
    Quote old_price = std::unexpected("");
    Quote new_price = std::unexpected("");
    std::string_view source = {};   // name of the list that both prices come from; "" when none has
    std::optional<Price> paid = {}; // what the API says is paid now, if it does
    /// What stays as it is although nobody wrote it, and makes the new price another.
    Components kept = {};
    bool downgrade = false;  // less than before: a lower plan, or fewer of a component
    bool lower_plan = false; // or one of which nobody can tell
    /// Whether it may be a downgrade, which nobody can tell: no list of ours has the plan that is
    /// left.
    bool perhaps_downgrade = false;
};

/// What several changes do together in a year, by currency; none of them is zero.
struct MoneySum {
    std::map<std::string, Amount> yearly = {};
    std::size_t unknown = 0; // changes whose price is not known

    void add(const Money& money);
    void add(const MoneySum& other);
    bool empty() const { return yearly.empty() && unknown == 0; }
};

/// Whether a frequency is one of the four that a year can be counted in.
bool is_period(std::string_view frequency);
/// A currency as ISO 4217 spells it, USD for usd; "" for what cannot be one.
std::string known_currency(std::string_view text);
/// The places behind the point that a currency is counted in, as ISO 4217 has them.
int decimals_of(std::string_view currency);
/// What an amount of a year is in a month, rounded to the currency's coins where it must be.
Amount a_month(Amount yearly, std::string_view currency,
               Amount::Rounding rounding = Amount::Rounding::nearest);

/// "USD 1,234.50", "JPY 980", with the sign when `sign` is set. Never rounded.
std::string money_text(Amount amount, std::string_view currency, bool sign = false);
/// "USD 200.00 monthly", "free".
std::string price_text(const Price& price);
/// "+USD 200.00 a month, +USD 2,400.00 a year, and 1 change of unknown price".
std::string sum_text(const MoneySum& sum);

} // namespace tenantry
