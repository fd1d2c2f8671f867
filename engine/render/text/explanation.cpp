#include "engine/model/explanation.hpp"
#include "engine/base/text.hpp"
#include "engine/render/render.hpp"
#include "engine/render/text/heading.hpp"
#include "engine/render/text/paint.hpp"
#include "engine/render/text/table.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry::render {
namespace {

/// "acme.yaml:8:24, profile "smb"".
std::string origin_of(const LayerValue& layer, const Sources& sources) {
    std::string place = printable(sources.describe(layer.position)) + ", ";
    switch (layer.origin) {
    case LayerValue::Origin::customer: return place + "the customer's own document";
    case LayerValue::Origin::profile: return place + "the profile " + in_quotes(layer.profile);
    case LayerValue::Origin::tenant: return place + "the Tenant document";
    }
    return place;
}

/// Of a value that is wanted, if it is known.
std::string_view word_for(const LayerValue& layer, const Json& wanted) {
    switch (layer.effect) {
    case LayerValue::Effect::in_force: return "wanted";
    case LayerValue::Effect::fills_in: return "filled in by";
    case LayerValue::Effect::overridden: return layer.value == wanted ? "also in" : "instead of";
    case LayerValue::Effect::kept_out: return "and not";
    }
    return "";
}

void add_layers(Lines& lines, const ExplainedField& field, const Sources& sources, Style style) {
    // A map that others fill in is shown as it came out first.
    std::size_t merged = 0;
    for (const LayerValue& layer : field.layers)
        if (layer.effect == LayerValue::Effect::fills_in) ++merged;
    if (merged > 0) lines.emplace_back("wanted", shown(field.wanted));
    for (const LayerValue& layer : field.layers) {
        const bool own_part = merged > 0 && layer.effect == LayerValue::Effect::in_force;
        std::string text = shown(layer.value) + "  " +
                           paint("(" + origin_of(layer, sources) + ")", Color::dim, style);
        if (layer.effect == LayerValue::Effect::kept_out) text += ": " + printable(field.kept_out);
        lines.emplace_back(own_part ? "from" : word_for(layer, field.wanted), std::move(text));
    }
    if (field.layers.empty() && !field.wanted.is_null())
        lines.emplace_back("wanted", shown(field.wanted));
    if (field.wanted.is_null() && field.begins_with) {
        lines.emplace_back("default", shown(*field.begins_with) +
                                          ", the schema's: what it has where nobody sets it");
    }
}

std::string live_words(const ExplainedField& field) {
    if (!field.live) return printable(field.live_why);
    // The whole may be hidden, or a part of a map.
    std::string text =
        field.live_hidden && field.live->is_null() ? "(not shown)" : shown(*field.live);
    if (field.live_hidden && !field.live->is_null()) text += ", with parts that are not shown";
    return field.live_why.empty() ? text : text + ", " + printable(field.live_why);
}

std::string verdict_words(const ExplainedField& field) {
    std::string why = printable(field.why);
    switch (field.verdict) {
    case FieldVerdict::changes: return "a step changes it: " + why;
    case FieldVerdict::refused: return "the step that would change it is " + why;
    case FieldVerdict::locked: return "no step, because the API has it locked: " + why;
    case FieldVerdict::barred: return "no step, because of an error: " + why;
    case FieldVerdict::as_wanted: return "no step, as wanted: " + why;
    case FieldVerdict::not_compared: return "no step, not compared: " + why;
    case FieldVerdict::not_known: return "no step, not known: " + why;
    case FieldVerdict::left_alone: return "no step, left alone: " + why;
    }
    return why;
}

Color color_of(FieldVerdict verdict) {
    switch (verdict) {
    case FieldVerdict::changes: return Color::yellow;
    case FieldVerdict::refused:
    case FieldVerdict::locked:
    case FieldVerdict::barred: return Color::red;
    default: return Color::none;
    }
}

std::string by_run(const FieldRecord& record) {
    std::string text = fmt::format("{} on {}", shown(record.value), time_in_words(record.at));
    if (!record.run.empty()) text += ", by the run " + printable(record.run);
    if (!record.by.empty()) text += " of " + printable(record.by);
    return text;
}

void add_past(Lines& lines, const ExplainedField& field, bool remembered) {
    if (field.applied) lines.emplace_back("applied", by_run(*field.applied));
    if (field.agreed) lines.emplace_back("agreed", by_run(*field.agreed) + ": live as wanted then");
    const bool compared =
        field.verdict != FieldVerdict::not_compared && field.verdict != FieldVerdict::left_alone;
    if (remembered && compared && !field.applied && !field.agreed)
        lines.emplace_back("ledger", "no run that it knows has applied it or found it as wanted");
}

std::string field_block(const ExplainedField& field, const Sources& sources, bool remembered,
                        Style style) {
    Lines lines;
    add_layers(lines, field, sources, style);
    lines.emplace_back("live", live_words(field));
    lines.emplace_back("plan", paint(verdict_words(field), color_of(field.verdict), style));
    add_past(lines, field, remembered);
    if (!field.hint.empty()) lines.emplace_back("hint", printable(field.hint));
    return fmt::format("\n  {}\n{}", paint(printable(field.path), Color::bold, style),
                       aligned(lines, style));
}

std::string head(const ExplainedResource& resource, const Sources& sources, Style style) {
    std::string_view symbol = "!";
    Color color = Color::red;
    if (resource.refused) {
        symbol = "!";
    } else if (!resource.managed) {
        symbol = " ";
    } else if (resource.as_wanted) {
        symbol = "=";
        color = Color::none;
    } else if (resource.action == "create") {
        symbol = "+";
        color = Color::green;
    } else if (resource.action == "update") {
        symbol = "~";
        color = Color::yellow;
    }
    const std::string title =
        resource.list ? fmt::format("list of {}", resource.kind->plural) : resource.kind->title();
    return heading(symbol, color, title, resource.address, resource.position, sources, style);
}

std::string resource_block(const ExplainedResource& resource, const Sources& sources,
                           bool remembered, Style style) {
    Lines lines;
    if (!resource.id.empty()) lines.emplace_back("live", "id " + printable(resource.id));
    const std::string action = resource.action.empty() ? "" : fmt::format("{}: ", resource.action);
    lines.emplace_back("plan", printable(action + resource.why));
    if (!resource.hint.empty()) lines.emplace_back("hint", printable(resource.hint));
    std::string text = head(resource, sources, style) + aligned(lines, style);
    for (const ExplainedField& field : resource.fields)
        text += field_block(field, sources, remembered, style);
    if (!resource.left_alone.empty()) {
        constexpr std::size_t most_named = 10;
        std::vector<std::string> names = resource.left_alone;
        const std::size_t more = names.size() - std::min(names.size(), most_named);
        names.resize(names.size() - more);
        text += fmt::format("\n  left alone, because no document speaks of them: {}{}\n",
                            printable(join(names, ", ")),
                            more == 0 ? "" : fmt::format(" and {} more", more));
    }
    return text;
}

} // namespace

std::string explanation(const Explanation& explanation, const Sources& sources, Style style) {
    std::string text;
    for (const ExplainedResource& resource : explanation.resources) {
        if (!text.empty()) text += "\n";
        text += resource_block(resource, sources, explanation.remembered, style);
    }
    if (explanation.resources.empty()) {
        text += fmt::format("{}  customer, {}\n",
                            paint(printable(explanation.customer), Color::bold, style),
                            printable(sources.describe(explanation.position)));
    }
    if (explanation.below.empty()) return text;
    text += "\nIn it:\n";
    for (const ExplainedResource& resource : explanation.below) {
        text += head(resource, sources, style);
        const bool plain =
            resource.as_wanted || resource.action == "create" || resource.action == "update";
        if (!plain || resource.refused) text += fmt::format("    {}\n", printable(resource.why));
    }
    return text;
}

} // namespace tenantry::render
