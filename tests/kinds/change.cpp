#include "tests/kinds/change.hpp"

#include "engine/diff/diff.hpp"

#include <array>

namespace tenantry::test {

std::string fields(const LiveObject& object) {
    std::string text;
    for (const auto& [path, value] : object.fields)
        text += (text.empty() ? "" : " ") + path + "=" + to_text(value);
    return text;
}

Resource wanted(const Kind& kind, std::vector<Field> fields) {
    return {.kind = &kind, .fields = std::move(fields)};
}

Change change_of(const KindTable& kinds, const Resource& resource, const LiveObject* live) {
    Diagnostics unused;
    return change_of(kinds, resource, live, {.program = {"reseller"}}, unused);
}

Change change_of(const KindTable& kinds, const Resource& resource, const LiveObject* live,
                 const Offer& offer, Diagnostics& diagnostics) {
    Change change{.action = live == nullptr ? Action::create : Action::update,
                  .resource = &resource,
                  .live = live,
                  .fields = diff::compare(resource, live, kinds.schema_of(*resource.kind))};
    resource.kind->order(change, offer, diagnostics);
    return change;
}

std::string calls(const Change& change) {
    std::string text;
    for (const Call& call : change.resource->kind->writing.calls(change)) {
        text += call.describe() + " " + to_text(call.body) + (call.once ? " once" : "") + "\n";
    }
    return text;
}

std::string money(const Change& change, std::span<const RatePlan> offers) {
    const std::array<PriceList, 1> lists = {{{"prices", offers}}};
    return money(change, lists);
}

std::string money(const Change& change, std::span<const PriceList> lists) {
    const auto money = change.resource->kind->money(change, lists);
    const auto price = [](const Quote& known) {
        return known ? price_text(*known) : "? (" + known.error() + ")";
    };
    std::string text = price(money->old_price) + " -> " + price(money->new_price);
    if (money->downgrade) text += ", less";
    if (money->paid && !(money->old_price == *money->paid)) {
        text += ", paid: " + price_text(*money->paid);
    }
    return text;
}

} // namespace tenantry::test
