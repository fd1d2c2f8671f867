#include "engine/model/live.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

namespace tenantry {

bool is_id(std::string_view text) {
    constexpr std::size_t longest = 64; // ids have 32 characters, Access users 36
    return !text.empty() && text.size() <= longest && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '-' || c == '_';
    });
}

std::string Doubt::describe() const {
    return fmt::format("{}{}the answer cannot be understood: {} {}", call, call.empty() ? "" : ": ",
                       printable(member), what);
}

const std::vector<LiveObject>& Live::of(std::string_view kind) const {
    static const std::vector<LiveObject> nothing;
    const auto found = objects.find(kind);
    return found == objects.end() ? nothing : found->second;
}

const std::vector<CatalogueEntry>* Live::catalogue(std::string_view name,
                                                   std::string_view owner) const {
    const auto found = catalogues.find({std::string(name), std::string(owner)});
    return found == catalogues.end() ? nullptr : &found->second;
}

std::span<const RatePlan> Live::sold_to(std::string_view account) const {
    const auto found = rate_plans.find(account);
    return found == rate_plans.end() ? std::span<const RatePlan>() : found->second;
}

void Live::note_components() {
    constexpr std::string_view prefix = "components.";
    for (const auto& [kind, list] : objects) {
        for (const LiveObject& object : list) {
            std::string_view plan;
            for (const std::string_view path : {"plan_id", "rate_plan", "plan"})
                if (plan.empty()) plan = object.text_of(path);
            for (const auto& [path, value] : object.fields) {
                if (!path.starts_with(prefix)) continue;
                components[{kind, std::string(plan)}].insert(path.substr(prefix.size()));
            }
        }
    }
    for (const auto& [account, plans] : rate_plans) {
        for (const RatePlan& plan : plans) {
            for (const RatePlan::Component& component : plan.components)
                components[{"", plan.id}].insert(component.name);
        }
    }
}

const RatePlan* Live::published_plan(std::string_view id) const {
    const auto found = std::ranges::find_if(
        published, [&](const RatePlan& plan) { return ascii_lower(plan.id) == ascii_lower(id); });
    return found == published.end() ? nullptr : &*found;
}

} // namespace tenantry
