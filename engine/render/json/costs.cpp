#include "engine/render/json/members.hpp"
#include "engine/render/render.hpp"

namespace tenantry::render {
namespace {

Json price_or_null(const Quote& price) {
    if (!price) return {};
    return Json::object({{"amount", price->amount.text(decimals_of(price->currency))},
                         {"currency", price->currency},
                         {"frequency", price->frequency}});
}

Json cost_json(const Cost& cost) {
    Json components = Json::object();
    for (const auto& [name, count] : cost.components)
        components.set(name, count);
    const Quote price = cost.price();
    return Json::object({{"customer", cost.address.customer()},
                         {"address", cost.address.text()},
                         {"product", cost.product},
                         {"id", cost.id},
                         {"components", std::move(components)},
                         {"price", price_or_null(price)},
                         {"price_missing", price ? Json() : Json(price.error())},
                         {"price_from", text_or_null(cost.source())},
                         {"price_at_api", price_or_null(cost.told)},
                         {"price_in_prices", price_or_null(cost.listed)},
                         {"differs", cost.differs()},
                         {"in_manifests", cost.named},
                         {"unpaid_state", text_or_null(cost.unpaid_state)}});
}

Json yearly_json(const MoneySum& sum) {
    Json yearly = Json::object();
    for (const auto& [currency, amount] : sum.yearly)
        yearly.set(currency, amount.text(decimals_of(currency)));
    return yearly;
}

Json sums_json(const std::map<std::string, MoneySum>& sums, std::string_view by) {
    JsonArray list;
    for (const auto& [name, sum] : sums) {
        list.push_back(Json::object({{std::string(by), name},
                                     {"yearly", yearly_json(sum)},
                                     {"unknown", count_json(sum.unknown)}}));
    }
    return Json(std::move(list));
}

} // namespace

Json costs_json(const Costs& costs) {
    JsonArray list;
    for (const Cost& cost : costs.costs)
        list.push_back(cost_json(cost));
    JsonArray unjudged;
    for (const Unjudged& each : costs.unjudged) {
        unjudged.push_back(Json::object({{"customer", each.customer},
                                         {"in_part", each.partly},
                                         {"why", texts_json(each.why)}}));
    }
    const MoneySum all = costs.sum();
    return Json::object({{"subscriptions", Json(std::move(list))},
                         {"not_known", Json(std::move(unjudged))},
                         {"customers", sums_json(costs.by_customer(), "customer")},
                         {"products", sums_json(costs.by_product(), "product")},
                         {"in_all", Json::object({{"yearly", yearly_json(all)},
                                                  {"unknown", count_json(all.unknown)}})},
                         {"other_accounts", count_json(costs.other_accounts)}});
}

} // namespace tenantry::render
