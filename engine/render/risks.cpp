#include "engine/render/risks.hpp"

#include "engine/base/text.hpp"
#include "engine/render/paint.hpp"

namespace tenantry::render {
namespace {

// The steps themselves show the rest.
constexpr std::size_t most_named = 5;

std::string names_of(const Plan& plan, const RiskMark& mark) {
    std::vector<std::string> names;
    for (const std::size_t i : mark.steps) {
        if (names.size() < most_named) names.push_back(plan.steps[i].address().text());
    }
    std::string text = printable(join(names, ", "));
    if (mark.steps.size() > most_named) {
        text += " and " + std::to_string(mark.steps.size() - most_named) + " more";
    }
    return text;
}

void add(JsonArray& list, const Plan& plan, bool refused) {
    for (const RiskMark& mark : risk_marks(plan, refused)) {
        JsonArray addresses;
        for (const std::size_t i : mark.steps)
            addresses.emplace_back(plan.steps[i].address().text());
        list.push_back(Json::object({{"code", mark.code},
                                     {"what", mark.what},
                                     {"refused", refused},
                                     {"addresses", std::move(addresses)}}));
    }
}

} // namespace

std::string risks(const Plan& plan, Style style) {
    std::string text;
    for (const bool refused : {false, true}) {
        for (const RiskMark& mark : risk_marks(plan, refused)) {
            text += "  " + paint("!", refused ? Color::dim : Color::red, style) + " " + mark.what;
            if (!mark.steps.empty()) text += ": " + names_of(plan, mark);
            text += refused ? " (refused)\n" : "\n";
        }
    }
    return text.empty() ? text : "Look at first:\n" + text + "\n";
}

Json risks_json(const Plan& plan) {
    JsonArray list;
    add(list, plan, false);
    add(list, plan, true);
    return Json(std::move(list));
}

Json risks_json(const Step& step, const Sources& sources) {
    JsonArray list;
    for (const Risk& risk : step.risks) {
        list.push_back(Json::object({{"code", risk.code},
                                     {"what", risk.what},
                                     {"field", risk.field.empty() ? Json() : Json(risk.field)},
                                     {"position", position_json(risk.position, sources)}}));
    }
    return Json(std::move(list));
}

} // namespace tenantry::render
