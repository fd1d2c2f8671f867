#include "engine/kinds/shared/subscription.hpp"

#include "engine/base/text.hpp"
#include "engine/model/answer.hpp"
#include "engine/model/canonical.hpp"
#include "engine/products/products.hpp"

#include <algorithm>

namespace tenantry::kinds {
namespace {

constexpr std::string_view components_prefix = "components.";

/// One of "component_values". What is not told of it is not known, least of all that there is none.
void read_component(const Json& component, const std::string& place, LiveObject& object) {
    if (component.text_of("kind") == "usage") return; // what is metered is no order
    const Answer answer(component, object, place);
    const std::string name = answer.word("name", components_prefix);
    const std::string path = std::string(components_prefix) + name;
    // The first of two of a name counts.
    if (name.empty() || name.contains('.') || object.field(path) != nullptr) return;
    const auto value = answer.number("value", path);
    const auto usual = answer.number("default", path);
    if (value) object.fields.emplace_back(path, *value);
    if (!value) answer.missed("value", path);
    if (usual) object.fields.emplace_back("component_defaults." + name, *usual);
}

std::int64_t number(const Json& value) {
    const std::int64_t* integer = value.integer();
    return integer == nullptr ? 0 : *integer;
}

bool has_default_value(const LiveObject& live, std::string_view name, const Json& value) {
    const Json* usual = live.field("component_defaults." + std::string(name));
    return usual != nullptr && *usual == value;
}

/// A component of the plan that is left, as it goes over to another one; nothing for what the plan
/// had by itself, in place of which the next one has its own.
std::optional<std::int64_t> kept_of(const Change& change, std::string_view name,
                                    const Json& value) {
    if (has_default_value(*change.live, name, value)) return std::nullopt;
    const auto least = std::ranges::find(change.least, name, &Components::value_type::first);
    return least == change.least.end() ? number(value) : std::max(number(value), least->second);
}

void note_least(const RatePlan& plan, Components& least) {
    for (const RatePlan::Component& component : plan.components) {
        const std::int64_t has =
            std::max(component.included.value_or(0), component.least.value_or(0));
        const auto noted = std::ranges::find(least, component.name, &Components::value_type::first);
        if (noted == least.end()) {
            least.emplace_back(component.name, has);
        } else {
            noted->second = std::max(noted->second, has);
        }
    }
}

} // namespace

std::string_view component_of(std::string_view path) {
    return path.starts_with(components_prefix) ? path.substr(components_prefix.size())
                                               : std::string_view();
}

void read_subscription(const Json& item, LiveObject& object) {
    const Answer answer(item, object);
    const JsonArray* list = answer.list("component_values", components_prefix);
    // What was ordered is not known without; a PUT that leaves it out orders the defaults.
    const bool free = products::plan_class(item.text_of("rate_plan.id")) == "free";
    if (list == nullptr && !free) answer.missed("component_values", components_prefix);
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i)
        read_component((*list)[i], "component_values[" + std::to_string(i) + "].", object);
    answer.take_text("frequency", "frequency");
    for (const std::string_view name : {"price", "currency"}) {
        const Json* value = item.find(name);
        if (value != nullptr && !value->is_null()) object.fields.emplace_back(name, *value);
    }
    // Which decides whether there is one at all.
    const std::string* state = answer.text("state", "");
    if (state != nullptr && state->empty()) answer.doubt("state", "is empty", "");
    if (state != nullptr) object.fields.emplace_back("state", *state);
}

bool is_over(const Json& item) {
    const std::string_view state = item.text_of("state");
    return state == "Cancelled" || state == "Expired";
}

std::string_view unpaid_state(const LiveObject& live) {
    const std::string_view state = live.text_of("state");
    return state == "Trial" || state == "Failed" ? state : std::string_view();
}

std::string wanted_frequency(const Change& change) {
    const Json wanted = change.wanted("frequency");
    const std::string* text = wanted.text();
    if (text == nullptr || *text == "not-applicable") return {};
    return products::by_frequency.canonical(*text);
}

void raise_what_is_kept(Change& change, const Offer& offer) {
    for (const std::span<const RatePlan> plans : {offer.plans, offer.published}) {
        for (const RatePlan& plan : plans) {
            if (ascii_lower(plan.id) == ascii_lower(change.ordered_as))
                note_least(plan, change.least);
        }
    }
    if (change.live == nullptr) return;
    const Field& by = *change.resource->field("rate_plan");
    for (const auto& [path, value] : change.live->fields) {
        const std::string_view name = component_of(path);
        if (name.empty() || change.resource->field(path) != nullptr) continue;
        const auto kept = kept_of(change, name, value);
        if (!kept || *kept == number(value)) continue;
        change.fields.push_back({.path = path,
                                 .before = value,
                                 .after = *kept,
                                 .position = by.position,
                                 .inherited = by.inherited});
    }
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
            const auto kept = another_plan ? kept_of(change, name, value) : number(value);
            if (kept) set(name, *kept);
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

} // namespace tenantry::kinds
