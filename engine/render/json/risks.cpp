#include "engine/render/json/risks.hpp"

#include "engine/model/plan.hpp"
#include "engine/render/json/members.hpp"

namespace tenantry::render {
namespace {

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
                                     {"field", text_or_null(risk.field)},
                                     {"position", position_json(risk.position, sources)}}));
    }
    return Json(std::move(list));
}

} // namespace tenantry::render
