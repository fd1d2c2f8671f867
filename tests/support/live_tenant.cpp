#include "tests/support/live_tenant.hpp"

#include "engine/model/money.hpp"
#include "engine/products/products.hpp"

namespace tenantry::test {
namespace {

/// What each parent has one of: as it answers, by the parent's id, else what the parent tells.
void add_singles(const Kind& kind, const Json& parsed, Live& live) {
    const Json* answers = parsed.find(kind.name);
    for (const LiveObject& parent : live.of(kind.parent)) {
        const Json* answer = answers == nullptr ? nullptr : answers->find(parent.id);
        if (answer == nullptr && kind.one_per_parent->from_parent == nullptr) continue; // not read
        LiveObject object = answer == nullptr ? kind.one_per_parent->from_parent(parent)
                                              : *kind.reading.from_api(*answer);
        object.id = object.parent = parent.id;
        live.objects[std::string(kind.name)].push_back(std::move(object));
    }
}

RatePlan offer_from(const Json& plan) {
    RatePlan offer{.id = std::string(plan.text_of("id")),
                   .currency = std::string(plan.text_of("currency")),
                   .frequency = std::string(plan.text_of("frequency")),
                   .flat = Amount::from_json(*plan.find("price"))};
    const Json* components = plan.find("components");
    if (components == nullptr) return offer;
    for (const Json& component : *components->items()) {
        offer.components.push_back({std::string(component.text_of("name")),
                                    *component.find("default")->integer(),
                                    Amount::from_json(*component.find("unit_price"))});
    }
    return offer;
}

/// As offers are written, with the bounds of components.
RatePlan published_from(const Json& plan) {
    RatePlan published{.id = std::string(plan.text_of("id"))};
    for (const Json& component : *plan.find("components")->items()) {
        published.components.push_back({.name = std::string(component.text_of("name")),
                                        .included = *component.find("default")->integer(),
                                        .least = *component.find("least")->integer(),
                                        .most = *component.find("most")->integer()});
    }
    return published;
}

/// What lists do not tell, by the object's id: "account_profile".
void add_details(const Kind& kind, const Json& parsed, Live& live) {
    const Json* answers =
        parsed.find(std::string(kind.name) + "_" + std::string(kind.reading.part.word));
    if (answers == nullptr) return;
    for (LiveObject& object : live.objects[std::string(kind.name)]) {
        if (const Json* answer = answers->find(object.id)) kind.reading.part.add(*answer, object);
    }
}

void add_catalogues(const Json& parsed, Live& live) {
    for (const std::string name : {"role", "permission_group", "resource_group"}) {
        const Json* owners = parsed.find(name);
        if (owners == nullptr) continue;
        for (const auto& [owner, entries] : *owners->members()) {
            auto& catalogue = live.catalogues[{name, owner}];
            for (const Json& entry : *entries.items()) {
                catalogue.push_back(
                    {std::string(entry.text_of("id")), std::string(entry.text_of("name"))});
            }
        }
    }
    if (const Json* published = parsed.find("published")) {
        for (const Json& plan : *published->items())
            live.published.push_back(published_from(plan));
    }
    const Json* offers = parsed.find("rate_plan");
    if (offers == nullptr) return;
    for (const auto& [account, plans] : *offers->members()) {
        for (const Json& plan : *plans.items())
            live.rate_plans[account].push_back(offer_from(plan));
    }
}

} // namespace

Live live_from(const Json& written, const KindTable& kinds) {
    Live live;
    for (const Kind* kind : kinds.kinds()) {
        const Json* items = written.find(kind->name);
        if (items == nullptr) continue;
        if (kind->one_per_parent) continue;
        // As answers do: objects of the tenant in one list, else lists by what they lie in.
        const Json lists = items->items() ? Json::object({{"", *items}}) : *items;
        for (const auto& [parent, list] : *lists.members()) {
            for (const Json& item : *list.items()) {
                auto object = kind->reading.from_api(item);
                if (!object) continue;
                if (object->parent.empty()) object->parent = parent;
                if (kinds.service_users()->is_user(*kind)) live.service_users.insert(object->name);
                live.objects[std::string(kind->name)].push_back(std::move(*object));
            }
        }
    }
    for (const Kind* kind : kinds.kinds()) {
        if (kind->one_per_parent) add_singles(*kind, written, live);
        add_details(*kind, written, live);
    }
    add_catalogues(written, live);
    live.note_components();
    if (const Json* tenants = written.find("entitlements")) {
        for (const auto& [tenant, held] : *tenants->members()) {
            for (const auto& [name, value] : *held.members())
                live.entitlements[tenant][name] = *value.boolean();
        }
    }
    live.self = written.text_of("self");
    if (const std::string_view why = written.text_of("rate_plan_unread"); !why.empty()) {
        live.program = products::guessed_program(std::string(why));
    }
    if (const Json* units = written.find("unit")) {
        auto& catalogue = live.catalogues[{"unit", ""}];
        for (const Json& unit : *units->items()) {
            catalogue.push_back(
                {std::string(unit.text_of("unit_tag")), std::string(unit.text_of("unit_name")),
                 std::string(unit.text_of("tenant")), std::string(unit.text_of("tenant"))});
        }
    }
    return live;
}

} // namespace tenantry::test
