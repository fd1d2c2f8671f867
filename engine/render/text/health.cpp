#include "engine/base/text.hpp"
#include "engine/render/render.hpp"
#include "engine/render/text/table.hpp"

#include <fmt/core.h>

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
    // Wide enough for a failure, so that two reports are alike.
    Table table{.least = {word_for(Verdict::trouble).size()}};
    for (const Check& check : health.checks) {
        table.rows.push_back(
            {.cells = {{std::string(word_for(check.verdict)), color_of(check.verdict)},
                       {printable(check.name)},
                       {printable(check.says)}}});
        if (!check.hint.empty())
            table.rows.push_back({.cells = {{}, {}, {"hint: " + printable(check.hint)}}});
    }
    return fmt::format("{}\n{}\n", in_columns(table, style), health_summary(health));
}

} // namespace tenantry::render
