#include "engine/products/products.hpp"
#include "engine/render/json/departed.hpp"
#include "engine/render/json/members.hpp"
#include "engine/render/json/money.hpp"
#include "engine/render/json/risks.hpp"
#include "engine/render/json/waiting.hpp"
#include "engine/render/render.hpp"

namespace tenantry::render {
namespace {

Json program_json(const Plan& plan) {
    if (!plan.program) return {};
    return Json::object({{"name", plan.program->name},
                         {"source", products::name_of(plan.program->source)},
                         {"reason", products::reason_of(*plan.program)}});
}

Json step_json(const Plan& plan, const Step& step, const Sources& sources) {
    JsonArray calls;
    for (const Call& call : step.calls)
        calls.emplace_back(call.describe());
    JsonArray waits;
    for (const std::size_t before : step.waits_for) {
        waits.emplace_back(plan.steps[before].address().text());
    }
    const std::vector<std::string_view> words = step.procedure.words();
    const LiveObject* live = step.change.live;
    return Json::object({{"address", step.address().text()},
                         {"customer", step.address().customer()},
                         {"kind", step.kind().name},
                         {"action", name_of(step.change.action)},
                         {"id", live == nullptr ? Json() : Json(live->id)},
                         {"reason", step.change.reason},
                         {"position", position_json(step.change.resource->position, sources)},
                         {"fields", fields_json(step.change.fields, sources)},
                         {"calls", std::move(calls)},
                         {"procedure", JsonArray(words.begin(), words.end())},
                         {"waits_for", std::move(waits)},
                         {"ordered_as", text_or_null(step.change.ordered_as)},
                         {"money", step.money ? money_json(*step.money) : Json()},
                         {"refused_by", text_or_null(step.refused_by)},
                         {"breach", text_or_null(step.breach)},
                         {"risks", risks_json(step, sources)}});
}

} // namespace

Json plan_json(const Plan& plan, const Sources& sources) {
    JsonArray steps;
    for (const Step& step : plan.steps)
        steps.push_back(step_json(plan, step, sources));
    MoneySum money_refused;
    for (const auto& [customer, sum] : plan.refused_money_by_customer())
        money_refused.add(sum);
    return Json::object({{"steps", std::move(steps)},
                         {"create", count_json(plan.count(Action::create))},
                         {"update", count_json(plan.count(Action::update))},
                         {"customers", count_json(plan.customers)},
                         {"customers_unchanged", count_json(plan.customers_unchanged)},
                         {"customers_refused", texts_json(plan.refused)},
                         {"customers_in_doubt", texts_json(plan.in_doubt)},
                         {"fields_left_out", count_json(plan.fields_left_out)},
                         {"customers_stale", texts_json(plan.stale)},
                         {"customers_carried_out", texts_json(plan.carried_out)},
                         {"resources", count_json(plan.resources)},
                         {"unmanaged", count_json(plan.unmanaged.size())},
                         {"refused_steps", count_json(plan.refused_steps())},
                         {"program", program_json(plan)},
                         {"money", sum_json(plan.money())},
                         {"money_refused", sum_json(money_refused)},
                         {"risks", risks_json(plan)},
                         {"waiting", waiting_json(plan)},
                         {"no_longer_managed", departed_json(plan)},
                         {"calls", count_json(plan.calls())}});
}

} // namespace tenantry::render
