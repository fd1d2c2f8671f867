#include "engine/render/orders.hpp"

#include "engine/base/text.hpp"

#include <algorithm>

namespace tenantry::render {
namespace {

/// "page_rules 40, which no manifest writes; the price is with it".
std::string kept_text(const Components& kept) {
    std::vector<std::string> parts;
    for (const auto& [name, count] : kept)
        parts.push_back(printable(name) + " " + std::to_string(count));
    return join(parts, ", ") + ", which no manifest writes; the price is with " +
           (kept.size() == 1 ? "it" : "them");
}

} // namespace

void add_order(Lines& lines, const Step& step) {
    const std::string& id = step.change.ordered_as;
    const auto says_it = [&](const Field& field) {
        return field.value.text() != nullptr && *field.value.text() == id;
    };
    if (id.empty() || std::ranges::any_of(step.change.resource->fields, says_it)) return;
    lines.emplace_back("ordered as", printable(id));
}

void add_kept(Lines& lines, const Step& step) {
    if (!step.money || step.money->kept.empty()) return;
    lines.emplace_back("kept", kept_text(step.money->kept));
}

Json kept_json(const Money& money) {
    Json kept = Json::object();
    for (const auto& [name, count] : money.kept)
        kept.set(name, count);
    return kept;
}

Json order_json(const Step& step) {
    return step.change.ordered_as.empty() ? Json() : Json(step.change.ordered_as);
}

std::string program_line(const Plan& plan) {
    if (!plan.program) return {};
    return "Program: " + std::string(name_of(plan.program->program)) + ", because " +
           printable(plan.program->reason()) + ".\n\n";
}

Json program_json(const Plan& plan) {
    if (!plan.program) return {};
    return Json::object({{"name", name_of(plan.program->program)},
                         {"source", name_of(plan.program->source)},
                         {"reason", plan.program->reason()}});
}

} // namespace tenantry::render
