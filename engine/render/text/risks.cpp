#include "engine/base/natural_order.hpp"
#include "engine/base/text.hpp"
#include "engine/render/render.hpp"
#include "engine/render/text/paint.hpp"
#include "engine/render/text/wrap.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry::render {
namespace {

// The steps themselves show the rest.
constexpr std::size_t most_named = 5;

std::string names_of(const Plan& plan, const RiskMark& mark) {
    std::vector<std::string> names;
    names.reserve(mark.steps.size());
    for (const std::size_t i : mark.steps)
        names.push_back(plan.steps[i].address().text());
    std::ranges::sort(names, stands_before);
    names.resize(std::min(names.size(), most_named));
    std::string text = printable(join(names, ", "));
    if (mark.steps.size() > most_named) {
        text += fmt::format(" and {} more", mark.steps.size() - most_named);
    }
    return text;
}

} // namespace

std::string risks(const Plan& plan, Style style) {
    std::string text;
    for (const bool refused : {false, true}) {
        for (const RiskMark& mark : risk_marks(plan, refused)) {
            std::string line = fmt::format(
                "  {} {}", paint("!", refused ? Color::dim : Color::red, style), mark.what);
            if (!mark.steps.empty()) line += ": " + names_of(plan, mark);
            if (refused) line += " (refused)";
            text += wrapped(line, 0, 6, style) + "\n";
        }
    }
    return text.empty() ? text : fmt::format("Look at first:\n{}\n", text);
}

} // namespace tenantry::render
