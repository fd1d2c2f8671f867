#include "engine/planner/saved_live.hpp"

#include "engine/products/products.hpp"

namespace tenantry::planner {

Json texts_json(const std::vector<std::string>& texts) {
    JsonArray list;
    for (const std::string& text : texts)
        list.emplace_back(text);
    return Json(std::move(list));
}

namespace {

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
    if (!object.unset.empty()) json.set("unset", texts_json(object.unset));
    if (object.unused) json.set("unused", true);
    JsonArray doubts;
    for (const Doubt& doubt : object.doubts) {
        doubts.push_back(Json::object({{"member", doubt.member},
                                       {"what", doubt.what},
                                       {"field", doubt.field},
                                       {"call", doubt.call}}));
    }
    if (!doubts.empty()) json.set("doubts", std::move(doubts));
    if (object.unread.empty()) return json;
    Json unread = Json::object();
    for (const auto& [path, fault] : object.unread)
        unread.append(path, fault.summary());
    json.set("unread", std::move(unread));
    return json;
}

Json amount_json(const std::optional<Amount>& amount) {
    return amount ? Json(amount->text(0)) : Json();
}

Json offer_json(const RatePlan& plan) {
    JsonArray components;
    for (const RatePlan::Component& component : plan.components) {
        Json json =
            Json::object({{"name", component.name},
                          {"included", component.included ? Json(*component.included) : Json()},
                          {"unit", amount_json(component.unit)}});
        if (component.least) json.set("least", *component.least);
        if (component.most) json.set("most", *component.most);
        components.push_back(std::move(json));
    }
    return Json::object({{"id", plan.id},
                         {"currency", plan.currency},
                         {"frequency", plan.frequency},
                         {"flat", amount_json(plan.flat)},
                         {"components", std::move(components)}});
}

Json components_json(const SeenComponents& components) {
    JsonArray list;
    for (const auto& [where, names] : components) {
        list.push_back(Json::object({{"kind", where.first},
                                     {"plan", where.second},
                                     {"names", texts_json({names.begin(), names.end()})}}));
    }
    return Json(std::move(list));
}

Json objects_json(const Live& live) {
    Json objects = Json::object();
    for (const auto& [kind, list] : live.objects) {
        JsonArray items;
        for (const LiveObject& object : list)
            items.push_back(object_json(object));
        objects.set(kind, std::move(items));
    }
    return objects;
}

Json catalogues_json(const Live& live) {
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
    return Json(std::move(catalogues));
}

Json offers_json(const std::vector<RatePlan>& plans) {
    JsonArray items;
    for (const RatePlan& plan : plans)
        items.push_back(offer_json(plan));
    return Json(std::move(items));
}

Json entitlements_json(const Live& live) {
    JsonArray entitlements;
    for (const auto& [tenant, held] : live.entitlements) {
        for (const auto& [name, value] : held) {
            entitlements.push_back(
                Json::object({{"tenant", tenant}, {"name", name}, {"held", value}}));
        }
    }
    return Json(std::move(entitlements));
}

/// What was not read, or otherwise than usual; only where there is any of it.
void add_gaps(const Live& live, Json& json) {
    JsonArray unread;
    for (const Unread& each : live.unread) {
        unread.push_back(Json::object({{"kind", each.kind},
                                       {"parent", each.parent},
                                       {"call", each.fault.call},
                                       {"message", each.fault.message}}));
    }
    if (!unread.empty()) json.set("unread", std::move(unread));
    if (!live.unlisted.empty())
        json.set("unlisted", texts_json({live.unlisted.begin(), live.unlisted.end()}));
    if (!live.organizations.empty())
        json.set("organizations",
                 texts_json({live.organizations.begin(), live.organizations.end()}));
}

} // namespace

Json live_json(const Live& live) {
    JsonArray offers;
    for (const auto& [account, plans] : live.rate_plans)
        offers.push_back(Json::object({{"account", account}, {"plans", offers_json(plans)}}));
    Json json = Json::object({{"objects", objects_json(live)},
                              {"catalogues", catalogues_json(live)},
                              {"entitlements", entitlements_json(live)},
                              {"offers", std::move(offers)},
                              {"published", offers_json(live.published)},
                              {"components", components_json(live.components)},
                              {"self", live.self}});
    if (live.program) {
        json.set("program", Json::object({{"name", live.program->name},
                                          {"source", products::name_of(live.program->source)},
                                          {"by", live.program->by}}));
    }
    add_gaps(live, json);
    return json;
}

} // namespace tenantry::planner
