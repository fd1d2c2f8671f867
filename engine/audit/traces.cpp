#include "engine/audit/traces.hpp"

#include "engine/model/natural_key.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

namespace tenantry::audit {
namespace {

constexpr auto without_ledger = std::chrono::days(30);
constexpr auto longest_run = std::chrono::hours(1); // between what it reads and what it notes
constexpr auto log_is_kept = std::chrono::days(547);

using Slots = std::map<std::string_view, std::string, std::less<>>;

/// The path with its ids; "" where one of them is not known.
std::string bound(std::string_view path, const Slots& slots) {
    std::string result;
    while (!path.empty()) {
        const auto open = path.find('{');
        result += path.substr(0, open);
        if (open == std::string_view::npos) break;
        const auto close = path.find('}', open);
        const auto slot = slots.find(path.substr(open + 1, close - open - 1));
        if (slot == slots.end() || slot->second.empty()) return {};
        result += slot->second;
        path.remove_prefix(close + 1);
    }
    return result;
}

/// Where one object of the kind is, also of one that is read in its list alone.
std::string path_of_one(const Kind& kind) {
    if (!kind.reading.object_path.empty() || kind.reading.list_calls.empty())
        return std::string(kind.reading.object_path);
    return std::string(kind.reading.list_calls.front().path) + "/{" + std::string(kind.name) + "}";
}

/// Where a field of an object is changed.
std::string path_of(const Kind& kind, const std::string& field) {
    const Part& part = kind.reading.part;
    if (part.is_each_field()) return std::string(part.path) + field;
    return part.has(field) ? std::string(part.path) : path_of_one(kind);
}

bool has(const Change& change, std::string_view field) {
    return std::ranges::find(change.fields, field, &FieldChange::path) != change.fields.end();
}

class TraceMaker {
public:
    TraceMaker(const Drift& drift, const Scene& scene) : scene_(scene) {
        const auto& resources = scene.desired.resources;
        for (std::size_t i = 0; i < resources.size(); ++i)
            resources_.emplace(resources[i].address.text(), i);
        for (const Step& step : scene.plan.steps)
            steps_.emplace(step.change.resource, &step);
        for (const Finding& finding : drift.findings) {
            if (!finding.was.empty()) ids_before_.emplace(finding.address.text(), finding.was);
            if (finding.finding_class == FindingClass::unmanaged) remember(*finding.kind);
        }
    }

    Trace make(const Finding& finding) const {
        Trace trace{.since = since(finding), .agreed = finding.agreed, .kind = finding.kind};
        if (!finding.address.of_nobody()) trace.customer = finding.address.customer();
        const auto resource = resources_.find(finding.address.text());
        if (finding.finding_class == FindingClass::unmanaged) {
            of_unmanaged(trace, finding);
        } else if (resource != resources_.end()) {
            of_wanted(trace, finding, resource->second);
        }
        if (trace.account.empty() && trace.why_nowhere.empty())
            trace.why_nowhere = "it is not known in which account that is";
        return trace;
    }

private:
    Time since(const Finding& finding) const {
        const Time found = std::min(finding.since.value_or(scene_.now), scene_.now);
        const Time back = finding.agreed ? *finding.agreed - longest_run : found - without_ledger;
        return std::max<Time>(back, scene_.now - log_is_kept);
    }

    /// Notes the objects of a kind, and those of what it lies in.
    void remember(const Kind& kind) {
        if (!objects_.try_emplace(&kind).second) return;
        for (const LiveObject& object : scene_.live.live.of(kind.name))
            objects_.at(&kind).emplace(object.id, &object);
        if (!kind.parent.empty()) remember(scene_.kinds.parent_of(kind));
    }

    void of_unmanaged(Trace& trace, const Finding& finding) const {
        Slots slots;
        std::string id = finding.id;
        for (const Kind* kind = finding.kind;; kind = &scene_.kinds.parent_of(*kind)) {
            slots.emplace(kind->name, id);
            const auto& objects = objects_.at(kind);
            const auto object = objects.find(id);
            if (kind->parent.empty()) trace.account = id;
            if (kind->parent.empty() || object == objects.end()) break;
            id = object->second->parent;
        }
        trace.made = true;
        trace.ids = {finding.id};
        trace.own = bound(path_of_one(*finding.kind), slots);
        trace.paths = {trace.own};
    }

    /// The ids of what a resource lies in, and its own where it is live.
    Slots slots_of(std::size_t index) const {
        Slots slots;
        for (std::size_t i = index; i != Resource::none; i = scene_.desired.resources[i].parent) {
            const LiveObject* const live = scene_.live.matches.of[i].live;
            if (live != nullptr) slots.emplace(scene_.desired.resources[i].kind->name, live->id);
        }
        return slots;
    }

    void of_wanted(Trace& trace, const Finding& finding, std::size_t index) const {
        const auto& resources = scene_.desired.resources;
        const auto is_live = [&](std::size_t i) {
            return scene_.live.matches.of[i].live != nullptr;
        };
        const auto parent = [&](std::size_t i) { return resources[i].parent; };
        const bool missing = finding.finding_class == FindingClass::missing;
        // What lies in something that is not there went with it.
        while (missing && parent(index) != Resource::none && !is_live(parent(index)))
            index = parent(index);
        const Resource& resource = resources[index];
        trace.kind = resource.kind;
        if (missing && resource.parent == Resource::none) {
            of_lost_account(trace, resource);
            return;
        }
        trace.account = scene_.live.matches.root_id(scene_.desired, index);
        Slots slots = slots_of(index);
        if (missing && !resource.kind->comes_with_parent()) {
            of_removed(trace, resource, std::move(slots));
        } else {
            of_changed(trace, finding, resource, slots);
        }
    }

    /// Nobody finds it by its name: where it goes by another one now, its log tells since when.
    void of_lost_account(Trace& trace, const Resource& resource) const {
        const std::string id = id_before(resource);
        const auto& accounts = scene_.live.live.of(resource.kind->name);
        if (id.empty() || std::ranges::find(accounts, id, &LiveObject::id) == accounts.end()) {
            trace.why_nowhere = "there is no such account, and so no log of it";
            return;
        }
        trace.account = id;
        trace.own = bound(path_of_one(*resource.kind), {{resource.kind->name, id}});
        trace.paths = {trace.own};
    }

    std::string id_before(const Resource& resource) const {
        const auto known = ids_before_.find(resource.address.text());
        return known == ids_before_.end() ? std::string() : std::string(known->second);
    }

    void of_removed(Trace& trace, const Resource& resource, Slots slots) const {
        const Kind& kind = *resource.kind;
        const std::string path = path_of_one(kind);
        const std::string own_slot = "{" + std::string(kind.name) + "}";
        const NaturalKey key(scene_.kinds.schema_of(kind));
        trace.removed = true;
        if (key.exists()) trace.name = key.of(resource);
        if (path.ends_with(own_slot))
            trace.above = bound(path.substr(0, path.size() - own_slot.size()), slots);
        const std::string id = id_before(resource);
        if (id.empty()) return;
        slots.insert_or_assign(kind.name, id);
        trace.ids = {id};
        trace.own = bound(path, slots);
        trace.paths = {trace.own};
    }

    void of_changed(Trace& trace, const Finding& finding, const Resource& resource,
                    const Slots& slots) const {
        const Kind& kind = *resource.kind;
        const Part& part = kind.reading.part;
        trace.own = bound(path_of_one(kind), slots);
        if (!kind.comes_with_parent()) trace.ids = {finding.id};
        // The calls that would take it back; of what an error keeps out of the plan, where it is.
        const auto step = steps_.find(&resource);
        if (step != steps_.end()) {
            for (const Call& call : step->second->calls)
                trace.paths.push_back(bound(call.path, slots));
        }
        const bool each = part.is_each_field();
        for (const FieldChange& field : finding.fields) {
            if (each) trace.fields.push_back(field.path);
            const bool planned = step != steps_.end() && has(step->second->change, field.path);
            if (!planned) trace.paths.push_back(bound(path_of(kind, field.path), slots));
        }
        // All fields at once, or what nobody can tell the fields of.
        if (each || finding.fields.empty()) trace.paths.push_back(trace.own);
        if (each) trace.zone = scene_.live.matches.of[resource.parent].live->id;
    }

    const Scene& scene_;
    std::unordered_map<std::string_view, std::size_t> resources_;
    std::unordered_map<const Resource*, const Step*> steps_;
    std::unordered_map<std::string_view, std::string_view> ids_before_;
    using Objects = std::unordered_map<std::string_view, const LiveObject*>;
    std::unordered_map<const Kind*, Objects> objects_;
};

} // namespace

std::vector<Trace> traces_of(const Drift& drift, const Scene& scene) {
    const TraceMaker maker(drift, scene);
    std::vector<Trace> traces;
    traces.reserve(drift.findings.size());
    for (const Finding& finding : drift.findings)
        traces.push_back(maker.make(finding));
    return traces;
}

} // namespace tenantry::audit
