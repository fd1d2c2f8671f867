#include "engine/planner/saved.hpp"

#include "engine/diff/diff.hpp"
#include "engine/planner/hidden.hpp"
#include "engine/planner/planner.hpp"
#include "engine/planner/saved_live.hpp"
#include "engine/products/products.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace tenantry::planner {
namespace {

std::set<std::uint32_t> sources_of(const Plan& plan, const Desired& desired,
                                   const std::vector<std::uint32_t>& shared) {
    std::set<std::string_view> customers;
    for (const Step& step : plan.steps)
        customers.insert(step.address().customer());
    std::set<std::uint32_t> sources(shared.begin(), shared.end());
    for (const Customer& customer : desired.customers) {
        if (customers.contains(customer.name)) sources.insert(customer.position.source);
    }
    return sources;
}

/// Ids of what the customers with steps have, whether or not a step changes it, and of all that
/// lies in it: what can have a say in their plan.
std::set<std::string> ids_of(const std::set<std::string>& customers, const Desired& desired,
                             const Matched& live, const KindTable& kinds) {
    std::set<std::string> ids;
    for (std::size_t i = 0; i < desired.resources.size(); ++i) {
        const LiveObject* object = live.matches.of[i].live;
        const std::string customer(desired.resources[i].address.customer());
        if (object != nullptr && customers.contains(customer)) ids.insert(object->id);
    }
    for (const Kind* kind : kinds.kinds()) {
        for (const LiveObject& object : live.live.of(kind->name)) {
            if (ids.contains(object.parent)) ids.insert(object.id);
        }
    }
    return ids;
}

/// What is known of the plans that these customers want, also from what others have: as an order
/// was judged when the plan was made it is judged again.
SeenComponents components_of(const std::set<std::string>& customers, const Desired& desired,
                             const SeenComponents& seen) {
    std::set<std::string> plans;
    for (const Resource& resource : desired.resources) {
        const bool here = customers.contains(std::string(resource.address.customer()));
        if (!here || !resource.kind->buys()) continue;
        for (const std::string_view path : {"rate_plan", "plan"})
            plans.insert(products::plan_class(resource.text_of(path)));
    }
    SeenComponents kept;
    for (const auto& [where, names] : seen) {
        if (plans.contains(products::plan_class(where.second))) kept.emplace(where, names);
    }
    return kept;
}

Json verdicts_json(const std::vector<Ruling>& verdicts) {
    JsonArray list;
    for (const Ruling& verdict : verdicts) {
        list.push_back(Json::object({{"address", verdict.address},
                                     {"refused_by", verdict.refused_by},
                                     {"breach", verdict.breach}}));
    }
    return Json(std::move(list));
}

} // namespace

SavedPlan to_save(const Plan& plan, const KindTable& kinds, const Desired& desired,
                  const Matched& matched, const Selection& selection, const Sources& sources,
                  const std::vector<std::uint32_t>& shared, TenantIdentity tenant) {
    SavedPlan saved{.tenant = std::move(tenant)};
    for (const std::uint32_t source : sources_of(plan, desired, shared))
        saved.sources.push_back(sources[source]);
    std::set<std::string> customers;
    for (const Step& step : plan.steps)
        customers.emplace(step.address().customer());
    saved.selection.customers.assign(customers.begin(), customers.end());
    saved.selection.targets = selection.targets;
    saved.selection.excludes = selection.excludes;
    const Live& live = matched.live;
    const std::set<std::string> ids = ids_of(customers, desired, matched, kinds);
    for (const auto& [kind, objects] : live.objects) {
        for (const LiveObject& object : objects) {
            if (!ids.contains(object.id)) continue;
            LiveObject& kept = saved.live.objects[kind].emplace_back(object);
            const auto wanted = matched.matches.taken.find(&object);
            if (wanted != matched.matches.taken.end())
                hide_values(kinds, desired, desired.resources[wanted->second], kept);
        }
    }
    for (const auto& [key, entries] : live.catalogues) {
        if (key.second.empty() || ids.contains(key.second)) saved.live.catalogues[key] = entries;
    }
    // What names for new accounts were held against.
    for (const auto& [key, entries] : live.catalogues) {
        const bool kept = std::ranges::any_of(saved.live.catalogues, [&](const auto& other) {
            return other.first.first == key.first;
        });
        if (!kept) saved.live.catalogues[key] = entries;
    }
    for (const auto& [account, plans] : live.rate_plans) {
        if (ids.contains(account)) saved.live.rate_plans[account] = plans;
    }
    saved.live.entitlements = live.entitlements;
    saved.live.published = live.published;
    saved.live.components = components_of(customers, desired, live.components);
    saved.live.program = products::program_of(desired, live);
    saved.live.self = live.self;
    saved.live.unlisted = live.unlisted;
    saved.live.organizations = live.organizations;
    std::ranges::copy_if(live.unread, std::back_inserter(saved.live.unread),
                         [&](const Unread& unread) {
                             return unread.fault.lacks_right() && ids.contains(unread.parent);
                         });
    saved.steps = steps_to_save(plan);
    for (const Step& step : plan.steps) {
        if (step.refused_by.empty()) continue;
        saved.verdicts.push_back({step.address().text(), step.refused_by, step.breach});
    }
    return saved;
}

Matched live_then(const SavedPlan& saved, const KindTable& kinds, const Desired& desired) {
    Matched then = diff::match(kinds, desired, saved.live);
    // What an object is known by is no secret: none of this makes it another.
    for (auto& [kind, objects] : then.live.objects) {
        for (LiveObject& object : objects) {
            const auto wanted = then.matches.taken.find(&object);
            if (wanted != then.matches.taken.end())
                reveal_wanted(kinds, desired, desired.resources[wanted->second], object);
        }
    }
    // What stood there as a fingerprint differed from anything.
    diff::compare_all(kinds, desired, then);
    return then;
}

std::string to_text(const SavedPlan& saved, std::string_view version) {
    JsonArray sources;
    for (const Source& source : saved.sources)
        sources.push_back(Json::object({{"name", source.name}, {"text", source.text}}));
    const Json file = Json::object(
        {{"tenantry_plan", plan_file_format},
         {"tenantry_version", version},
         {"tenant",
          Json::object({{"api", saved.tenant.api}, {"tenants", texts_json(saved.tenant.tenants)}})},
         {"selection", Json::object({{"customers", texts_json(saved.selection.customers)},
                                     {"targets", texts_json(saved.selection.targets)},
                                     {"excludes", texts_json(saved.selection.excludes)}})},
         {"steps", saved.steps},
         {"verdicts", verdicts_json(saved.verdicts)},
         {"sources", std::move(sources)},
         {"live", live_json(saved.live)}});
    return tenantry::to_text(file, 1) + "\n";
}

bool apply_verdicts(const std::vector<Ruling>& verdicts, Plan& plan) {
    std::map<std::string_view, Step*> steps;
    for (Step& step : plan.steps)
        steps.emplace(step.address().text(), &step);
    for (const Ruling& verdict : verdicts) {
        const auto found = steps.find(verdict.address);
        if (found == steps.end()) return false;
        found->second->refused_by = verdict.refused_by;
        found->second->breach = verdict.breach;
    }
    return true;
}

} // namespace tenantry::planner
