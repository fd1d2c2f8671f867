// What things cost: prices as the API or the partner's own price list tells them, and what a change
// does to them. Amounts are whole hundredths of a currency; what is not known stays unknown.
#pragma once

#include "engine/base/json.hpp"

#include <cstdint>
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
    std::int64_t cents = 0;
    std::string currency = {};
    std::string frequency = {}; // weekly, monthly, quarterly, yearly

    /// The same for a year; nothing when the period is none of the four.
    std::optional<std::int64_t> yearly_cents() const;
    bool operator==(const Price&) const = default;
};

/// Plan prices of one source. A plan costs `flat`, and for each of its components what is wanted
/// above `included` times `unit_cents`.
struct RatePlan {
    struct Component {
        std::string name = {};
        std::optional<std::int64_t> included = 0; // nothing: has to be said to know the price
        std::int64_t unit_cents = 0;
    };
    std::string id = {};
    std::string currency = {};
    std::string frequency = {};
    std::int64_t flat_cents = 0;
    std::vector<Component> components = {};
};

using Components = std::vector<std::pair<std::string, std::int64_t>>;

/// The price with these components; `frequency` may be "", which is monthly, as the API takes it.
/// Nothing when the plan is not sold with that frequency, or when its price hangs on a component
/// that is not among these.
std::optional<Price> price_of(const RatePlan& plan, const Components& components,
                              std::string_view frequency);

/// What one change does to what a customer pays.
struct Money {
    std::string old_plan = {}; // "" where there was none
    std::string new_plan = {};
    std::optional<Price> old_price = {}; // nothing: unknown
    std::optional<Price> new_price = {};
    bool downgrade = false; // less than before: a lower plan, or fewer of a component
};

/// What several changes do together, in cents of a year, by currency; none of them is zero.
struct MoneySum {
    std::map<std::string, std::int64_t> yearly = {};
    std::size_t unknown = 0; // changes whose price is not known

    void add(const Money& money);
    void add(const MoneySum& other);
    bool empty() const { return yearly.empty() && unknown == 0; }
};

/// Hundredths from a JSON number such as 20 or 5.5; nothing when it is none, or out of range.
std::optional<std::int64_t> cents(const Json& amount);

/// "USD 1,234.50", with the sign when `sign` is set.
std::string money_text(std::int64_t cents, std::string_view currency, bool sign = false);
/// "USD 200.00 monthly", "free".
std::string price_text(const Price& price);
/// "+USD 200.00 a month, +USD 2,400.00 a year, and 1 change of unknown price".
std::string sum_text(const MoneySum& sum);

} // namespace tenantry
