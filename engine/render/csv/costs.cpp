// What is paid as a table to bill from: a row for each subscription, and no sums, which a
// spreadsheet makes itself. Amounts are plain numbers, exact.
#include "engine/base/text.hpp"
#include "engine/render/cost_words.hpp"
#include "engine/render/csv/row.hpp"
#include "engine/render/render.hpp"

#include <string>
#include <vector>

namespace tenantry::render {
namespace {

std::string amount_of(const Quote& price) {
    return price ? price->amount.text(decimals_of(price->currency)) : std::string();
}

std::string yearly_of(const Quote& price) {
    const auto yearly = price ? price->a_year() : std::nullopt;
    return yearly ? yearly->text(decimals_of(price->currency)) : std::string();
}

} // namespace

std::string costs_csv(const Costs& costs) {
    std::string text = csv_row(std::vector<std::string>{
        "customer", "address", "product", "components", "amount", "currency", "frequency",
        "amount_a_year", "price_from", "price_missing", "amount_in_prices", "currency_in_prices",
        "frequency_in_prices", "differs", "in_manifests", "id", "unpaid_state"});
    for (const Cost& cost : costs.costs) {
        // What is summed up in a column is paid.
        const bool paid = cost.unpaid_state.empty();
        const Quote price =
            paid ? cost.price() : std::unexpected("not paid: its state is " + cost.unpaid_state);
        text += csv_row(std::vector<std::string>{
            printable(cost.address.customer()), printable(cost.address.text()),
            printable(cost.product), components_in_words(cost), amount_of(price),
            price ? price->currency : "", price ? printable(price->frequency) : "",
            yearly_of(price), paid ? std::string(cost.source()) : std::string(),
            price ? "" : printable(price.error()), amount_of(cost.listed),
            cost.listed ? cost.listed->currency : "",
            cost.listed ? printable(cost.listed->frequency) : "", cost.differs() ? "yes" : "no",
            cost.named ? "yes" : "no", printable(cost.id), printable(cost.unpaid_state)});
    }
    for (const Unjudged& each : costs.unjudged) {
        text += csv_row(std::vector<std::string>{
            printable(each.customer), "", "", "", "", "", "", "", "",
            "not all is known: " + printable(join(each.why, "; ")), "", "", "", "", "", "", ""});
    }
    return text;
}

} // namespace tenantry::render
