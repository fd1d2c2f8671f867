#include "tests/kinds/change.hpp"

#include "engine/model/compare.hpp"

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
    return {.action = live == nullptr ? Action::create : Action::update,
            .resource = &resource,
            .live = live,
            .fields = compare(resource, live, kinds.schema_of(*resource.kind))};
}

std::string calls(const Change& change) {
    std::string text;
    for (const Call& call : change.resource->kind->calls(change)) {
        text += call.describe() + " " + to_text(call.body) + (call.once ? " once" : "") + "\n";
    }
    return text;
}

std::string money(const Change& change, std::span<const RatePlan> offers) {
    const auto money = change.resource->kind->money(change, offers);
    const auto price = [](const std::optional<Price>& known) {
        return known ? price_text(*known) : std::string("?");
    };
    return price(money->old_price) + " -> " + price(money->new_price) +
           (money->downgrade ? ", less" : "");
}

} // namespace tenantry::test
