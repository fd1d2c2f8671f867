// manifests and live.json in; plan.txt, drift.txt and diagnostics.txt out. live.json holds objects
// as the API sends them, so the kinds are under test here too.
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/planner/planner.hpp"
#include "engine/render/render.hpp"
#include "tests/golden/golden.hpp"
#include "tests/golden/manifests.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

/// What each parent has one of: as it answers, by the parent's id, else what the parent tells.
void add_singles(const Kind& kind, const Json& parsed, Live& live) {
    const Json* answers = parsed.find(kind.name);
    for (const LiveObject& parent : live.of(kind.parent)) {
        const Json* answer = answers == nullptr ? nullptr : answers->find(parent.id);
        LiveObject object = answer == nullptr ? kind.from_parent(parent) : *kind.from_api(*answer);
        object.id = object.parent = parent.id;
        live.objects[std::string(kind.name)].push_back(std::move(object));
    }
}

RatePlan offer_from(const Json& plan) {
    RatePlan offer{.id = std::string(plan.text_of("id")),
                   .currency = std::string(plan.text_of("currency")),
                   .frequency = std::string(plan.text_of("frequency")),
                   .flat_cents = *cents(*plan.find("price"))};
    const Json* components = plan.find("components");
    if (components == nullptr) return offer;
    for (const Json& component : *components->items()) {
        offer.components.push_back({std::string(component.text_of("name")),
                                    *component.find("default")->integer(),
                                    *cents(*component.find("unit_price"))});
    }
    return offer;
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
    const Json* offers = parsed.find("rate_plan");
    if (offers == nullptr) return;
    for (const auto& [account, plans] : *offers->members()) {
        for (const Json& plan : *plans.items())
            live.rate_plans[account].push_back(offer_from(plan));
    }
}

Live live_from(const std::string& path, const KindTable& kinds) {
    Live live;
    const auto parsed = parse_json(test::read(path));
    REQUIRE_MESSAGE(parsed.has_value(), path);
    for (const Kind* kind : kinds.kinds()) {
        const Json* items = parsed->find(kind->name);
        if (items == nullptr) continue;
        if (kind->single) continue;
        // As answers do: objects of the tenant in one list, else lists by what they lie in.
        const Json lists = items->items() ? Json::object({{"", *items}}) : *items;
        for (const auto& [parent, list] : *lists.members()) {
            for (const Json& item : *list.items()) {
                auto object = kind->from_api(item);
                if (!object) continue;
                if (object->parent.empty()) object->parent = parent;
                live.objects[std::string(kind->name)].push_back(std::move(*object));
            }
        }
    }
    for (const Kind* kind : kinds.kinds()) {
        if (kind->single) add_singles(*kind, *parsed, live);
    }
    add_catalogues(*parsed, live);
    live.self = parsed->text_of("self");
    if (const Json* units = parsed->find("unit")) {
        auto& catalogue = live.catalogues[{"unit", ""}];
        for (const Json& unit : *units->items()) {
            catalogue.push_back({std::string(unit.text_of("unit_tag")),
                                 std::string(unit.text_of("unit_name")),
                                 std::string(unit.text_of("tenant"))});
        }
    }
    return live;
}

std::vector<std::string> texts(const Json& value, std::string_view name) {
    std::vector<std::string> result;
    if (const Json* items = value.find(name)) {
        for (const Json& item : *items->items())
            result.push_back(*item.text());
    }
    return result;
}

Selection selection_from(const std::string& path) {
    const auto parsed = parse_json(test::read(path));
    if (!parsed) return {};
    Selection selection{.customers = texts(*parsed, "customer"),
                        .targets = texts(*parsed, "target"),
                        .excludes = texts(*parsed, "exclude")};
    for (const std::string& text : texts(*parsed, "selector"))
        selection.selectors.push_back(parse_selector(text).value());
    return selection;
}

planner::Overrides overrides_from(const std::string& path) {
    const auto parsed = parse_json(test::read(path));
    if (!parsed) return {};
    const Json* downgrade = parsed->find("allow_downgrade");
    return {.forced = texts(*parsed, "force"),
            .allow_downgrade = downgrade != nullptr && *downgrade == Json(true)};
}

} // namespace

TEST_CASE("what is wanted and what is live make the plan") {
    const KindTable kinds = kinds::all_kinds();
    for (const std::string& folder : test::cases_of("planner")) {
        CAPTURE(folder);
        const manifest::Loaded loaded = test::load_folder(folder, kinds);
        REQUIRE(render::diagnostics(loaded.diagnostics, loaded.sources, {}) == "");
        const Live live = live_from(folder + "/live.json", kinds);
        Diagnostics diagnostics;
        const Selection selection =
            resolve(selection_from(folder + "/selection.json"), loaded.desired, diagnostics);
        Plan plan = planner::plan(kinds, loaded.desired, live, selection, diagnostics);
        planner::guard(plan, loaded.desired, overrides_from(folder + "/overrides.json"),
                       diagnostics);
        test::check_golden(folder + "/plan.txt", render::plan(plan, loaded.sources, {}));
        test::check_golden(folder + "/diagnostics.txt",
                           render::diagnostics(diagnostics, loaded.sources, {}));
        const auto findings = planner::findings(plan);
        test::check_golden(folder + "/drift.txt",
                           render::drift(findings, plan, loaded.sources, {}));
    }
}
