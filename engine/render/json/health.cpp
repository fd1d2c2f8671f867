#include "engine/render/render.hpp"

namespace tenantry::render {
namespace {

std::string_view word_for(Health::Result result) {
    switch (result) {
    case Health::Result::usable: return "usable";
    case Health::Result::refused: return "refused";
    case Health::Result::without_rights: return "without_rights";
    case Health::Result::without_accounts: return "without_accounts";
    case Health::Result::unreachable: return "unreachable";
    }
    return "";
}

} // namespace

Json health_json(const Health& health) {
    const auto number = [](const auto& value) { return value ? Json(*value) : Json(); };
    JsonArray tenants;
    for (const SeenTenant& tenant : health.tenants) {
        JsonArray units;
        for (const CatalogueEntry& unit : tenant.units)
            units.push_back(Json::object({{"id", unit.id}, {"name", unit.name}}));
        tenants.push_back(
            Json::object({{"id", tenant.id}, {"name", tenant.name}, {"units", std::move(units)}}));
    }
    JsonArray checks;
    for (const Check& check : health.checks) {
        checks.push_back(Json::object({{"name", check.name},
                                       {"verdict", name_of(check.verdict)},
                                       {"says", check.says},
                                       {"hint", check.hint}}));
    }
    const Json clock =
        health.clock_ahead ? Json(static_cast<std::int64_t>(health.clock_ahead->count())) : Json();
    return Json::object({{"result", word_for(health.result)},
                         {"server", health.server},
                         {"credential", health.credential},
                         {"email", health.email},
                         {"tenants", std::move(tenants)},
                         {"accounts", number(health.accounts)},
                         {"zones", number(health.zones)},
                         {"calls_left", number(health.calls_left)},
                         {"clock_ahead", clock},
                         {"checks", std::move(checks)}});
}

} // namespace tenantry::render
