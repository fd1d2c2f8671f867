#include "engine/kinds/shared/subscription.hpp"

#include "engine/model/canonical.hpp"

#include <algorithm>

namespace tenantry::kinds {
namespace {

constexpr std::string_view components_prefix = "components.";

/// Whole numbers, which some answers write as 5.0; what else stands there is not known.
std::optional<std::int64_t> whole_number(const Json* value) {
    if (value == nullptr) return std::nullopt;
    if (const std::int64_t* integer = value->integer()) return *integer;
    const double* real = value->real();
    constexpr double largest = 1e15;
    if (real == nullptr || !(*real >= -largest && *real <= largest)) return std::nullopt;
    const auto whole = static_cast<std::int64_t>(*real);
    if (static_cast<double>(whole) != *real) return std::nullopt;
    return whole;
}

std::int64_t number(const Json& value) {
    const std::int64_t* integer = value.integer();
    return integer == nullptr ? 0 : *integer;
}

/// Whether an offer tells what each component costs that shall be more: what it does not name is
/// not known to be free.
bool prices_what_is_raised(const RatePlan& offer, const Change& change) {
    return std::ranges::all_of(change.fields, [&](const FieldChange& field) {
        const std::string_view name = component_of(field.path);
        if (name.empty() || number(field.after) <= number(field.before)) return true;
        return std::ranges::find(offer.components, name, &RatePlan::Component::name) !=
               offer.components.end();
    });
}

bool has_default_value(const LiveObject& live, std::string_view name, const Json& value) {
    const Json* usual = live.field("component_defaults." + std::string(name));
    return usual != nullptr && *usual == value;
}

} // namespace

std::string_view component_of(std::string_view path) {
    return path.starts_with(components_prefix) ? path.substr(components_prefix.size())
                                               : std::string_view();
}

void read_subscription(const Json& item, LiveObject& object) {
    if (const Json* list = item.find("component_values"); list != nullptr && list->items()) {
        for (const Json& component : *list->items()) {
            const std::string name(component.text_of("name"));
            const auto value = whole_number(component.find("value"));
            const auto usual = whole_number(component.find("default"));
            // What is metered is no order, and the first of two of a name counts.
            const bool ordered = component.text_of("kind") != "usage" &&
                                 object.field("components." + name) == nullptr;
            if (name.empty() || name.contains('.') || !ordered) continue;
            if (value) object.fields.emplace_back("components." + name, *value);
            if (usual) object.fields.emplace_back("component_defaults." + name, *usual);
        }
    }
    for (const std::string_view name : {"frequency", "price", "currency", "state"}) {
        const Json* value = item.find(name);
        if (value != nullptr && !value->is_null()) object.fields.emplace_back(name, *value);
    }
}

bool is_over(const Json& item) {
    const std::string_view state = item.text_of("state");
    return state == "Cancelled" || state == "Expired";
}

std::string wanted_frequency(const Change& change) {
    const Json wanted = change.wanted("frequency");
    const std::string* text = wanted.text();
    if (text == nullptr || *text == "not-applicable") return {};
    return canonical_text(*text, Comparison::frequency);
}

Components wanted_components(const Change& change, bool another_plan) {
    Components components;
    const auto set = [&](std::string_view name, std::int64_t value) {
        const auto found = std::ranges::find(components, name, &Components::value_type::first);
        if (found != components.end()) {
            found->second = value;
        } else {
            components.emplace_back(name, value);
        }
    };
    if (change.live != nullptr) {
        for (const auto& [path, value] : change.live->fields) {
            const std::string_view name = component_of(path);
            if (name.empty()) continue;
            if (another_plan && has_default_value(*change.live, name, value)) continue;
            set(name, number(value));
        }
    }
    for (const Field& field : change.resource->fields) {
        const std::string_view name = component_of(field.path);
        if (!name.empty()) set(name, number(field.value));
    }
    return components;
}

Json subscription_body(const Change& change, std::string_view rate_plan, bool another_plan) {
    Json body;
    body.set_at("rate_plan.id", Json(rate_plan));
    const Components components = wanted_components(change, another_plan);
    if (!components.empty()) {
        Json list;
        for (const auto& [name, value] : components) {
            list.push(Json::object({{"name", name}, {"value", value}}));
        }
        body.set("component_values", std::move(list));
    }
    const std::string frequency = wanted_frequency(change);
    if (!frequency.empty()) body.set("frequency", frequency);
    return body;
}

std::optional<Price> live_price(const LiveObject& object) {
    const Json* amount = object.field("price");
    const auto value = amount == nullptr ? std::nullopt : cents(*amount);
    if (!value) return std::nullopt;
    if (*value == 0) return Price();
    return Price{.cents = *value,
                 .currency = std::string(object.text_of("currency")),
                 .frequency = canonical_text(object.text_of("frequency"), Comparison::frequency)};
}

std::optional<Price> offered_price(const Change& change, std::span<const RatePlan> offers,
                                   const std::function<bool(std::string_view id)>& is_plan,
                                   bool another_plan) {
    const Components components = wanted_components(change, another_plan);
    const std::string frequency = wanted_frequency(change);
    for (const RatePlan& offer : offers) {
        if (!is_plan(offer.id) || !prices_what_is_raised(offer, change)) continue;
        const auto price = price_of(offer, components, frequency);
        if (price) return price;
    }
    return std::nullopt;
}

bool lowers_component(const Change& change) {
    return std::ranges::any_of(change.fields, [](const FieldChange& field) {
        const std::int64_t* before = field.before.integer();
        const std::int64_t* after = field.after.integer();
        return !component_of(field.path).empty() && before != nullptr && after != nullptr &&
               *after < *before;
    });
}

} // namespace tenantry::kinds
