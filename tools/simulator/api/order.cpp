#include "tools/simulator/api/order.hpp"

#include "tools/simulator/text/json_value.hpp"

#include <fmt/core.h>

namespace tenantry::simulator {
namespace {

constexpr long long most_of_a_component = 1'000'000;

Reply not_decodable(std::string_view why, std::string pointer) {
    return failure(400, 1198, fmt::format("JSON decode error: {}", why), std::move(pointer));
}

std::optional<Reply> read_components(const Json& json, Order& order) {
    const Json& values = member(json, "component_values");
    if (values.is_null()) return std::nullopt;
    if (!values.is_array())
        return not_decodable("component_values must be an array", "/component_values");
    for (const Json& item : values) {
        const Json& name = member(item, "name");
        const Json& value = member(item, "value");
        if (!name.is_string() || !value.is_number_integer())
            return not_decodable("a component needs a name and a value", "/component_values");
        const auto number = value.get<long long>();
        if (number < 0 || number > most_of_a_component)
            return not_decodable("the value of a component is out of range", "/component_values");
        order.components[name.get<std::string>()] = number;
    }
    return std::nullopt;
}

} // namespace

std::expected<Order, Reply> read_order(const Request& request) {
    const auto body = read_object(request);
    if (!body) return std::unexpected(not_decodable("the body is no object", ""));
    const Json& plan = member(member(*body, "rate_plan"), "id");
    if (!plan.is_string())
        return std::unexpected(not_decodable("rate_plan.id is required", "/rate_plan/id"));
    Order order;
    order.plan = plan.get<std::string>();
    const Json& wanted = member(*body, "frequency");
    if (!wanted.is_null()) {
        const Frequency* frequency =
            wanted.is_string() ? frequency_named(wanted.get<std::string>()) : nullptr;
        if (frequency == nullptr)
            return std::unexpected(not_decodable("frequency must be weekly, monthly, quarterly "
                                                 "or yearly",
                                                 "/frequency"));
        order.frequency = frequency->name;
    }
    if (auto refusal = read_components(*body, order)) return std::unexpected(*refusal);
    return order;
}

std::expected<std::map<std::string, long long>, Reply>
unusual_components(const Order& order, const std::vector<PlanComponent>& components, bool closed) {
    std::map<std::string, long long> unusual = order.components;
    for (const auto& [name, value] : order.components) {
        const auto known = std::ranges::find(components, name, &PlanComponent::name);
        if (known == components.end() && closed)
            return std::unexpected(failure(
                400, 1205, fmt::format("the plan has no component {}", name), "/component_values"));
        // Elsewhere it is dropped without a word.
        if (known == components.end() || known->usual == value) unusual.erase(name);
    }
    return unusual;
}

Reply no_such_plan() {
    return failure(400, 1204, "failed to resolve provided rate plan", "/rate_plan/id");
}

void count_purchase(Purchases& purchases, bool is_post, bool changes_something) {
    ++(is_post ? purchases.posts : purchases.puts);
    ++(changes_something ? purchases.paid : purchases.without_effect);
}

} // namespace tenantry::simulator
