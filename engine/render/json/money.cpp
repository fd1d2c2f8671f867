#include "engine/render/json/money.hpp"

#include "engine/render/json/members.hpp"

namespace tenantry::render {
namespace {

Json exact_json(Amount amount, std::string_view currency) {
    return Json(amount.text(decimals_of(currency)));
}

/// Hundredths, for readers of before amounts were exact; never 0 for what is not.
Json hundredths_json(Amount amount) {
    const auto cents = amount.in_units_of(2);
    return cents ? Json(*cents) : Json();
}

Json price_json(const Price& price) {
    return Json::object({{"cents", hundredths_json(price.amount)},
                         {"amount", exact_json(price.amount, price.currency)},
                         {"currency", price.currency},
                         {"frequency", price.frequency}});
}

Json price_json(const Quote& price) { return price ? price_json(*price) : Json(); }

Json missing_json(const Quote& price) { return price ? Json() : Json(price.error()); }

Json kept_json(const Money& money) {
    Json kept = Json::object();
    for (const auto& [name, count] : money.kept)
        kept.set(name, count);
    return kept;
}

} // namespace

Json money_json(const Money& money) {
    return Json::object({{"old_plan", text_or_null(money.old_plan)},
                         {"new_plan", money.new_plan},
                         {"old_price", price_json(money.old_price)},
                         {"new_price", price_json(money.new_price)},
                         {"old_price_missing", missing_json(money.old_price)},
                         {"new_price_missing", missing_json(money.new_price)},
                         {"price_source", text_or_null(money.source)},
                         {"paid_now", money.paid ? price_json(*money.paid) : Json()},
                         {"kept", kept_json(money)},
                         {"downgrade", money.downgrade}});
}

Json sum_json(const MoneySum& sum) {
    Json cents = Json::object();
    Json yearly = Json::object();
    for (const auto& [currency, amount] : sum.yearly) {
        cents.set(currency, hundredths_json(amount));
        yearly.set(currency, exact_json(amount, currency));
    }
    return Json::object({{"yearly_cents", std::move(cents)},
                         {"yearly", std::move(yearly)},
                         {"unknown", count_json(sum.unknown)}});
}

} // namespace tenantry::render
