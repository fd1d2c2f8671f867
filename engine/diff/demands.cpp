#include "engine/diff/demands.hpp"

#include "engine/base/text.hpp"
#include "engine/diff/references.hpp"
#include "engine/model/natural_key.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry::diff {
namespace {

const std::vector<CatalogueEntry>& units_of(const Live& live) {
    static const std::vector<CatalogueEntry> none;
    const std::vector<CatalogueEntry>* units = live.catalogue("unit");
    return units == nullptr ? none : *units;
}

std::string name_of_tenant(const std::string& id, const Live& live) {
    if (id.empty()) return "the tenant";
    const std::vector<CatalogueEntry>& units = units_of(live);
    const auto found = std::ranges::find(units, id, &CatalogueEntry::group_id);
    const bool named = found != units.end() && !found->group.empty();
    return "tenant " + in_quotes(named ? found->group : id);
}

/// What is known of a demand: any one of its entitlements is enough.
enum class Entitled { allowed, refused, unknown };

Entitled answer_for(const Demand& demand, const std::string& tenant, const Live& live) {
    const auto held = live.entitlements.find(tenant);
    Entitled answer = Entitled::refused;
    for (const std::string_view name : demand.any_of) {
        if (held == live.entitlements.end()) return Entitled::unknown;
        const auto entitlement = held->second.find(name);
        if (entitlement == held->second.end()) {
            answer = Entitled::unknown;
        } else if (entitlement->second) {
            return Entitled::allowed;
        }
    }
    return answer;
}

} // namespace

std::vector<Demand> Demands::of(const Change& change) const {
    const Kind& kind = *change.resource->kind;
    if (kind.writing.demands == nullptr) return {};
    const ExistingNames& names = names_of(kind);
    return kind.writing.demands(change,
                                [&](const std::string& name) { return names.contains(name); });
}

const Demands::ExistingNames& Demands::names_of(const Kind& kind) const {
    const auto [found, is_new] = names_.try_emplace(&kind);
    if (!is_new) return found->second;
    const NaturalKey key(kinds_.schema_of(kind));
    for (const Resource& resource : desired_.resources) {
        if (resource.kind == &kind) found->second.insert(key.of(resource));
    }
    for (const LiveObject& object : live_.of(kind.name))
        found->second.insert(key.of(object));
    return found->second;
}

std::set<std::string> Demands::tenants_of(const Resource& resource) const {
    const Resource* root = &resource;
    while (root->parent != Resource::none)
        root = &desired_.resources[root->parent];
    const Schema& schema = kinds_.schema_of(*root->kind);
    const std::string_view scope = schema.field_with(IdentityRole::scope);
    std::set<std::string> tenants;
    const std::vector<CatalogueEntry>& units = units_of(live_);
    const auto add = [&](std::string_view unit) {
        const auto found = std::ranges::find(units, unit, &CatalogueEntry::id);
        if (found != units.end()) tenants.insert(found->group_id);
    };
    const auto index = static_cast<std::size_t>(root - desired_.resources.data());
    if (const LiveObject* live = matches_.of[index].live) add(live->text_of(scope));
    if (const std::string_view written = root->text_of(scope); !written.empty()) {
        add(look_up(written, kinds_.catalogue(schema.property(scope)->catalogue), "", live_).id);
    }
    if (!tenants.empty()) return tenants;
    // Not told and not written: there is no choice where there is one tenant.
    for (const CatalogueEntry& unit : units)
        tenants.insert(unit.group_id);
    return tenants.size() == 1 ? tenants : std::set<std::string>();
}

void Demands::check(const Change& change, Diagnostics& diagnostics) const {
    const std::vector<Demand> demands = of(change);
    if (demands.empty()) return;
    std::set<std::string> tenants = tenants_of(*change.resource);
    if (tenants.empty()) tenants.insert("");
    for (const Demand& demand : demands) {
        for (const std::string& tenant : tenants)
            check(demand, tenant, change, diagnostics);
    }
}

void Demands::check(const Demand& demand, const std::string& tenant, const Change& change,
                    Diagnostics& diagnostics) const {
    const Entitled answer = answer_for(demand, tenant, live_);
    if (answer == Entitled::allowed || (answer == Entitled::unknown && !demand.proved)) return;
    std::vector<std::string> names(demand.any_of.begin(), demand.any_of.end());
    const std::string entitlements =
        fmt::format("{} {} {}", join(names, " and "), names.size() == 1 ? "is" : "are",
                    answer == Entitled::refused ? "off" : "not told by the API, so it may be off");
    const Field* field = change.resource->field(demand.field);
    diagnostics.add({.code = "plan.not-entitled",
                     .summary = fmt::format("{} is not allowed in {}: {}", demand.what,
                                            name_of_tenant(tenant, live_), entitlements),
                     .hint = demand.otherwise,
                     .subject = change.resource->address.text(),
                     .position = field == nullptr ? change.resource->position : field->position});
}

} // namespace tenantry::diff
