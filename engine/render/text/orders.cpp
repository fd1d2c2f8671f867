#include "engine/render/text/orders.hpp"

#include "engine/base/text.hpp"
#include "engine/products/products.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry::render {
namespace {

/// "page_rules 40, which no manifest writes; the price is with it".
std::string kept_text(const Components& kept) {
    std::vector<std::string> parts;
    for (const auto& [name, count] : kept)
        parts.push_back(fmt::format("{} {}", printable(name), count));
    return fmt::format("{}, which no manifest writes; the price is with {}", join(parts, ", "),
                       kept.size() == 1 ? "it" : "them");
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

std::string program_line(const Plan& plan) {
    if (!plan.program) return {};
    return fmt::format("Program: {}, because {}.\n\n", plan.program->name,
                       printable(products::reason_of(*plan.program)));
}

} // namespace tenantry::render
