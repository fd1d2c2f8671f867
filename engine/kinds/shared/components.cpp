#include "engine/kinds/shared/components.hpp"

#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/kinds/shared/subscription.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <vector>

namespace tenantry::kinds {
namespace {

using ComponentNames = std::set<std::string, std::less<>>;

void add_names(const LiveObject& object, ComponentNames& names) {
    for (const auto& [path, value] : object.fields) {
        if (const std::string_view name = component_of(path); !name.empty()) names.emplace(name);
    }
}

/// What is live, on offer and published of the plan, in all accounts.
ComponentNames known_names(const Change& change, const Live& live, const OrderedPlan& plan) {
    ComponentNames names;
    for (const auto& [where, seen] : live.components) {
        const auto& [kind, id] = where;
        const bool other_kind = !kind.empty() && kind != change.resource->kind->name;
        if (!other_kind && plan.is_plan(id)) names.insert(seen.begin(), seen.end());
    }
    if (const RatePlan* published = live.published_plan(change.ordered_as)) {
        for (const RatePlan::Component& component : published->components)
            names.insert(component.name);
    }
    return names;
}

// Said of the plan alone: when the API drops a part of what was ordered, the rest has been sent.
constexpr std::string_view held_back = "nothing of this order is sent before that is mended";

Diagnostic lacking(const Change& change, const FieldChange& field, const OrderedPlan& plan,
                   const ComponentNames& names) {
    const std::string name(component_of(field.path));
    std::vector<std::string> known(names.begin(), names.end());
    for (const std::string_view documented : plan.documented) {
        if (!names.contains(documented)) known.emplace_back(documented);
    }
    std::string hint = suggest(name, known);
    if (hint.empty() && known.empty()) hint = "remove " + printable(name);
    if (hint.empty()) {
        hint = fmt::format("it has {}; write one that it has, or remove {}",
                           printable(join(known, ", ")), printable(name));
    }
    const Field* written = change.resource->field(field.path);
    const bool has_key = written != nullptr && written->key.known();
    return {.code = "plan.unknown-component",
            .summary = fmt::format("the API has no component {} for the plan {}", in_quotes(name),
                                   printable(plan.shown)),
            .hint = std::move(hint),
            .subject = change.resource->address.text(),
            .position = has_key ? written->key : field.position,
            .notes = {{std::string(held_back)}},
            .field = field.path};
}

/// A number that the published plan does not sell; `stays`: the plan is the one that is there.
/// Where it has one number alone, as partners' plans have, what can be had beside it is in the
/// contract (API reference, section 19).
void check_bounds(const Change& change, const FieldChange& field, const RatePlan& plan, bool stays,
                  Diagnostics& diagnostics) {
    const std::string_view name = component_of(field.path);
    const auto sold = std::ranges::find(plan.components, name, &RatePlan::Component::name);
    const std::int64_t* wanted = field.after.integer();
    if (sold == plan.components.end() || wanted == nullptr) return;
    const auto outside = [&](std::int64_t number) {
        return (sold->least && number < *sold->least) || (sold->most && number > *sold->most);
    };
    // Who has more of this plan than the list sells has an agreement that it does not tell of.
    const std::int64_t* now = field.before.integer();
    if (!outside(*wanted) || (stays && now != nullptr && outside(*now))) return;
    const bool fixed = sold->least && sold->least == sold->most;
    const std::string least = sold->least ? std::to_string(*sold->least) : "0";
    const std::string can = fixed        ? "exactly " + least
                            : sold->most ? least + " to " + std::to_string(*sold->most)
                                         : "at least " + least;
    Diagnostic diagnostic{
        .code = "plan.component-bounds",
        .summary = fmt::format("Cloudflare's list of rate plans has {} of {} for {}, not {}", can,
                               in_quotes(name), printable(plan.id), *wanted),
        .subject = change.resource->address.text(),
        .position = field.position};
    if (fixed) {
        diagnostic.severity = Severity::warning;
        diagnostic.hint = "it is ordered all the same, because your contract may have another";
    } else {
        diagnostic.hint = "write " + can;
        if (change.resource->field(field.path) == nullptr)
            diagnostic.hint = fmt::format("the zone's plan has {} now; write {}: {}", *wanted,
                                          printable(field.path), can);
        diagnostic.notes = {{std::string(held_back)}};
        diagnostic.field = field.path;
    }
    diagnostics.add(std::move(diagnostic));
}

/// What is ordered of the next plan without being a difference: what is kept of the last one, and
/// what is written and there already.
std::vector<FieldChange> carried_over(const Change& change, const OrderedPlan& plan) {
    std::vector<FieldChange> carried;
    for (const auto& [name, count] : wanted_components(change, true)) {
        const std::string path = "components." + std::string(name);
        if (change.changes(path)) continue;
        const Field* written = change.resource->field(path);
        const Field& by = written == nullptr ? *change.resource->field(plan.field) : *written;
        carried.push_back({.path = path, .after = count, .position = by.position});
    }
    return carried;
}

} // namespace

void check_components(const Change& change, const Live& live, const OrderedPlan& plan,
                      Diagnostics& diagnostics) {
    const auto is_component = [](const FieldChange& field) {
        return !component_of(field.path).empty();
    };
    // A subscription tells all that it has, also when that is nothing.
    const bool own = change.live != nullptr && plan.is_plan(change.live->text_of(plan.field));
    const RatePlan* published = live.published_plan(change.ordered_as);
    if (change.live != nullptr && !own && published != nullptr) {
        for (const FieldChange& field : carried_over(change, plan))
            check_bounds(change, field, *published, false, diagnostics);
    }
    if (std::ranges::none_of(change.fields, is_component)) return;
    ComponentNames names = known_names(change, live, plan);
    if (own) add_names(*change.live, names);
    for (const FieldChange& field : change.fields) {
        const std::string_view name = component_of(field.path);
        if (!name.empty() && published != nullptr) {
            check_bounds(change, field, *published, own, diagnostics);
        }
        if (name.empty() || names.contains(name)) continue;
        const auto& documented = plan.documented;
        if (std::ranges::find(documented, name) != documented.end()) continue;
        const bool told = own || !names.empty();
        if (!told && documented.empty()) continue;
        Diagnostic diagnostic = lacking(change, field, plan, names);
        if (!told) {
            diagnostic.severity = Severity::warning;
            diagnostic.notes.clear(); // the order goes on
            diagnostic.summary =
                fmt::format("Cloudflare's documents name no component {} of the plan {}",
                            in_quotes(name), printable(plan.shown));
        }
        diagnostics.add(std::move(diagnostic));
    }
}

} // namespace tenantry::kinds
