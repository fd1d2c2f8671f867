#include "engine/planner/saved.hpp"

#include "engine/model/match.hpp"

#include <algorithm>
#include <set>

namespace tenantry::planner {
namespace {

constexpr std::string_view format_version = "1.0";
// A plan of a large tenant, with its manifests.
constexpr JsonLimits limits{.bytes = 512U << 20U, .depth = 64, .members = 100'000};

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
                             const Live& live, const KindTable& kinds) {
    Diagnostics unused; // said when the plan was made
    const Matches matches = match(kinds, desired, live, unused);
    std::set<std::string> ids;
    for (std::size_t i = 0; i < desired.resources.size(); ++i) {
        const LiveObject* object = matches.of[i].live;
        const std::string customer(desired.resources[i].address.customer());
        if (object != nullptr && customers.contains(customer)) ids.insert(object->id);
    }
    for (const Kind* kind : kinds.kinds()) {
        for (const LiveObject& object : live.of(kind->name)) {
            if (ids.contains(object.parent)) ids.insert(object.id);
        }
    }
    return ids;
}

Json texts_json(const std::vector<std::string>& texts) {
    JsonArray list;
    for (const std::string& text : texts)
        list.emplace_back(text);
    return Json(std::move(list));
}

Json object_json(const LiveObject& object) {
    Json fields = Json::object();
    for (const auto& [path, value] : object.fields)
        fields.append(path, value);
    Json json = Json::object({{"id", object.id},
                              {"name", object.name},
                              {"parent", object.parent},
                              {"created_on", object.created_on},
                              {"fields", std::move(fields)}});
    if (!object.locked.empty()) json.set("locked", texts_json(object.locked));
    return json;
}

Json offer_json(const RatePlan& plan) {
    JsonArray components;
    for (const RatePlan::Component& component : plan.components) {
        components.push_back(
            Json::object({{"name", component.name},
                          {"included", component.included ? Json(*component.included) : Json()},
                          {"unit_cents", component.unit_cents}}));
    }
    return Json::object({{"id", plan.id},
                         {"currency", plan.currency},
                         {"frequency", plan.frequency},
                         {"flat_cents", plan.flat_cents},
                         {"components", std::move(components)}});
}

Json live_json(const Live& live) {
    Json objects = Json::object();
    for (const auto& [kind, list] : live.objects) {
        JsonArray items;
        for (const LiveObject& object : list)
            items.push_back(object_json(object));
        objects.set(kind, std::move(items));
    }
    JsonArray catalogues;
    for (const auto& [key, entries] : live.catalogues) {
        JsonArray items;
        for (const CatalogueEntry& entry : entries) {
            items.push_back(Json::object({{"id", entry.id},
                                          {"name", entry.name},
                                          {"group", entry.group},
                                          {"group_id", entry.group_id}}));
        }
        catalogues.push_back(Json::object(
            {{"name", key.first}, {"owner", key.second}, {"entries", std::move(items)}}));
    }
    JsonArray offers;
    for (const auto& [account, plans] : live.rate_plans) {
        JsonArray items;
        for (const RatePlan& plan : plans)
            items.push_back(offer_json(plan));
        offers.push_back(Json::object({{"account", account}, {"plans", std::move(items)}}));
    }
    JsonArray entitlements;
    for (const auto& [tenant, held] : live.entitlements) {
        for (const auto& [name, value] : held) {
            entitlements.push_back(
                Json::object({{"tenant", tenant}, {"name", name}, {"held", value}}));
        }
    }
    return Json::object({{"objects", std::move(objects)},
                         {"catalogues", std::move(catalogues)},
                         {"entitlements", std::move(entitlements)},
                         {"offers", std::move(offers)},
                         {"self", live.self}});
}

/// Reads what a stranger may have written: a member of another shape makes the whole file bad.
class Reading {
public:
    explicit Reading(const KindTable& kinds) : kinds_(kinds) {}

    std::expected<SavedPlan, std::string> read(const Json& file) {
        if (auto wrong = check_version(file)) return std::unexpected(*wrong);
        SavedPlan saved;
        saved.tenant.api = text(file, "tenant.api");
        saved.tenant.tenants = texts(file, "tenant.tenants");
        for (const Json& source : list(file, "sources"))
            saved.sources.push_back({text(source, "name"), text(source, "text")});
        saved.selection.customers = texts(file, "selection.customers");
        saved.selection.targets = texts(file, "selection.targets");
        saved.selection.excludes = texts(file, "selection.excludes");
        read_live(file, saved.live);
        saved.steps = Json(list(file, "steps"));
        if (!wrong_.empty()) return std::unexpected("it is damaged: " + wrong_);
        return saved;
    }

private:
    static std::optional<std::string> check_version(const Json& file) {
        const std::string version(file.text_of("tenantry_plan"));
        if (version.empty()) return "it is no plan of tenantry";
        const std::string_view major = std::string_view(version).substr(0, version.find('.'));
        if (major == format_version.substr(0, format_version.find('.'))) return std::nullopt;
        return "it has another format than this version of tenantry reads";
    }

    void damage(std::string_view where) {
        if (wrong_.empty()) wrong_ = std::string(where) + " is missing or has another form";
    }

    std::string text(const Json& in, std::string_view path) {
        const Json* value = in.at(path);
        if (value != nullptr && value->text() != nullptr) return *value->text();
        damage(path);
        return {};
    }

    std::int64_t number(const Json& in, std::string_view path) {
        const Json* value = in.at(path);
        if (value != nullptr && value->integer() != nullptr) return *value->integer();
        damage(path);
        return 0;
    }

    const JsonArray& list(const Json& in, std::string_view path) {
        static const JsonArray none;
        const Json* value = in.at(path);
        if (value != nullptr && value->items() != nullptr) return *value->items();
        damage(path);
        return none;
    }

    std::vector<std::string> texts(const Json& in, std::string_view path) {
        std::vector<std::string> result;
        for (const Json& item : list(in, path)) {
            if (item.text() == nullptr) {
                damage(path);
            } else {
                result.push_back(*item.text());
            }
        }
        return result;
    }

    /// Whether it is one that the API could have answered with: what it goes by stands in its
    /// fields too, and what its parent has one of goes by nothing.
    bool is_sound(const LiveObject& object, const Kind& kind) const {
        if (kind.single) return object.name.empty() && object.id == object.parent;
        return object.text_of(kinds_.schema_of(kind).field_with(IdentityRole::name)) == object.name;
    }

    LiveObject read_object(const Json& item, const Kind& kind) {
        LiveObject object{.id = text(item, "id"),
                          .name = text(item, "name"),
                          .parent = text(item, "parent"),
                          .created_on = text(item, "created_on")};
        const Json* fields = item.find("fields");
        const bool usable = is_id(object.id) && (object.parent.empty() || is_id(object.parent)) &&
                            fields != nullptr && fields->members() != nullptr;
        if (!usable) {
            damage("live.objects");
            return object;
        }
        for (const auto& [path, value] : *fields->members())
            object.fields.emplace_back(path, value);
        if (item.find("locked") != nullptr) object.locked = texts(item, "locked");
        if (!is_sound(object, kind)) damage("live.objects." + std::string(kind.name));
        return object;
    }

    void read_live(const Json& file, Live& live) {
        live.self = text(file, "live.self");
        const Json* objects = file.at("live.objects");
        if (objects == nullptr || objects->members() == nullptr) return damage("live.objects");
        for (const auto& [name, items] : *objects->members()) {
            const Kind* kind = kinds_.find(name);
            if (kind == nullptr || items.items() == nullptr) return damage("live.objects." + name);
            for (const Json& item : *items.items())
                live.objects[name].push_back(read_object(item, *kind));
        }
        for (const Json& catalogue : list(file, "live.catalogues")) {
            auto& entries = live.catalogues[{text(catalogue, "name"), text(catalogue, "owner")}];
            for (const Json& entry : list(catalogue, "entries"))
                entries.push_back({text(entry, "id"), text(entry, "name"), text(entry, "group"),
                                   text(entry, "group_id")});
        }
        for (const Json& item : list(file, "live.entitlements")) {
            const Json* held = item.find("held");
            if (held == nullptr || held->boolean() == nullptr) return damage("live.entitlements");
            live.entitlements[text(item, "tenant")][text(item, "name")] = *held->boolean();
        }
        for (const Json& offers : list(file, "live.offers")) {
            std::vector<RatePlan>& plans = live.rate_plans[text(offers, "account")];
            for (const Json& plan : list(offers, "plans"))
                plans.push_back(read_offer(plan));
        }
    }

    RatePlan read_offer(const Json& item) {
        RatePlan plan{.id = text(item, "id"),
                      .currency = text(item, "currency"),
                      .frequency = text(item, "frequency"),
                      .flat_cents = number(item, "flat_cents")};
        for (const Json& component : list(item, "components")) {
            RatePlan::Component read{.name = text(component, "name"),
                                     .included = std::nullopt,
                                     .unit_cents = number(component, "unit_cents")};
            const Json* included = component.find("included");
            if (included == nullptr || !included->is_null()) {
                read.included = number(component, "included");
            }
            plan.components.push_back(std::move(read));
        }
        return plan;
    }

    const KindTable& kinds_;
    std::string wrong_;
};

} // namespace

SavedPlan to_save(const Plan& plan, const KindTable& kinds, const Desired& desired,
                  const Live& live, const Selection& selection, const Sources& sources,
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
    const std::set<std::string> ids = ids_of(customers, desired, live, kinds);
    for (const auto& [kind, objects] : live.objects) {
        for (const LiveObject& object : objects) {
            if (ids.contains(object.id)) saved.live.objects[kind].push_back(object);
        }
    }
    for (const auto& [key, entries] : live.catalogues) {
        if (key.second.empty() || ids.contains(key.second)) saved.live.catalogues[key] = entries;
    }
    for (const auto& [account, plans] : live.rate_plans) {
        if (ids.contains(account)) saved.live.rate_plans[account] = plans;
    }
    saved.live.entitlements = live.entitlements;
    saved.live.self = live.self;
    saved.steps = steps_to_save(plan);
    return saved;
}

std::string to_text(const SavedPlan& saved, std::string_view version) {
    JsonArray sources;
    for (const Source& source : saved.sources)
        sources.push_back(Json::object({{"name", source.name}, {"text", source.text}}));
    const Json file = Json::object(
        {{"tenantry_plan", format_version},
         {"tenantry_version", version},
         {"tenant",
          Json::object({{"api", saved.tenant.api}, {"tenants", texts_json(saved.tenant.tenants)}})},
         {"selection", Json::object({{"customers", texts_json(saved.selection.customers)},
                                     {"targets", texts_json(saved.selection.targets)},
                                     {"excludes", texts_json(saved.selection.excludes)}})},
         {"steps", saved.steps},
         {"sources", std::move(sources)},
         {"live", live_json(saved.live)}});
    return tenantry::to_text(file, 1) + "\n";
}

std::expected<SavedPlan, std::string> parse_saved(std::string_view text, const KindTable& kinds) {
    const auto file = parse_json(text, limits);
    if (!file) return std::unexpected("it is no plan of tenantry: " + file.error().message);
    return Reading(kinds).read(*file);
}

} // namespace tenantry::planner
