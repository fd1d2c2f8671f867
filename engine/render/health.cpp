#include "engine/base/text.hpp"
#include "engine/render/paint.hpp"

#include <algorithm>

namespace tenantry::render {
namespace {

Color color_of(Verdict verdict) {
    switch (verdict) {
    case Verdict::fine: return Color::green;
    case Verdict::warning: return Color::yellow;
    case Verdict::trouble: return Color::red;
    case Verdict::unknown: return Color::dim;
    }
    return Color::none;
}

std::string_view word_for(Verdict verdict) {
    switch (verdict) {
    case Verdict::fine: return "ok";
    case Verdict::warning: return "note";
    case Verdict::trouble: return "FAIL";
    case Verdict::unknown: return "?";
    }
    return "";
}

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

std::string padded(std::string_view text, std::size_t width) {
    return std::string(text) + std::string(width - std::min(width, code_points(text)), ' ');
}

} // namespace

std::string health_summary(const Health& health) {
    switch (health.result) {
    case Health::Result::refused: return "Not usable: the API lets this credential do nothing.";
    case Health::Result::without_rights:
        return "Not usable: the credential is accepted and lacks the right to list accounts.";
    case Health::Result::without_accounts:
        return "Not usable: the list of accounts, with which every run begins, could not be read.";
    case Health::Result::unreachable: return "Not usable: no answer of the API that says anything.";
    case Health::Result::usable: break;
    }
    const auto failed = std::ranges::count(health.checks, Verdict::trouble, &Check::verdict);
    return failed == 0 ? "Usable." : "Usable in part: see what failed above.";
}

std::string health(const Health& health, Style style) {
    std::size_t width = 0;
    for (const Check& check : health.checks)
        width = std::max(width, code_points(printable(check.name)));
    std::string text;
    for (const Check& check : health.checks) {
        text += paint(padded(word_for(check.verdict), 6), color_of(check.verdict), style) +
                padded(printable(check.name), width + 2) + printable(check.says) + "\n";
        if (!check.hint.empty())
            text += std::string(width + 8, ' ') + "hint: " + printable(check.hint) + "\n";
    }
    return text + "\n" + health_summary(health) + "\n";
}

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
