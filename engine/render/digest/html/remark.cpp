#include "engine/base/text.hpp"
#include "engine/render/digest/html/parts.hpp"
#include "engine/render/render.hpp"

#include <fmt/core.h>

namespace tenantry::render {
namespace {

std::string row_in_html(std::string_view label, std::string_view value) {
    return fmt::format("<dt>{}</dt><dd>{}</dd>\n", in_html(label), in_html(value));
}

/// Both sides beside each other, where there are both.
std::string field_in_html(const Detail& field, bool found) {
    std::string sides;
    if (!field.before.empty()) {
        sides = fmt::format("{}<del>{}</del> {} ", found ? "live " : "", in_html(field.before),
                            found ? "wanted" : "→");
    }
    return fmt::format(
        "<dt>{}</dt><dd class=\"diff\">{}<ins>{}</ins>{}</dd>\n", in_html(field.label), sides,
        in_html(field.after),
        field.place.empty() ? "" : fmt::format(" <small>{}</small>", in_html(field.place)));
}

/// The summary of a finding begins with its severity, which stands in front of it here.
std::string_view without_level(const Remark& remark) {
    std::string_view summary = remark.summary;
    const std::string level = std::string(level_of(remark)) + ": ";
    if (summary.starts_with(level)) summary.remove_prefix(level.size());
    return summary;
}

} // namespace

std::string in_html(std::string_view text) {
    std::string result;
    for (const char c : printable(text)) {
        switch (c) {
        case '&': result += "&amp;"; break;
        case '<': result += "&lt;"; break;
        case '>': result += "&gt;"; break;
        case '"': result += "&quot;"; break;
        case '\'': result += "&#39;"; break;
        default: result += c;
        }
    }
    return result;
}

std::string_view level_of(const Remark& remark) {
    return remark.severity ? name_of(*remark.severity) : name_of(remark.weight);
}

std::string level_words(std::size_t count, std::string_view level) {
    const bool noun = level == "error" || level == "warning" || level == "note";
    return counted(count, level, std::string(level) + (noun ? "s" : ""));
}

std::string moment_of(const Remark& remark) {
    constexpr std::size_t day = 10; // "2026-11-30" of "2026-11-30T03:10:00Z"
    if (remark.since) return time_in_words(*remark.since).substr(0, day);
    return remark.turn == 0 ? "" : std::to_string(remark.turn);
}

std::string remark_in_html(const Remark& remark, const Sources& sources) {
    std::string text = fmt::format(
        "<div class=\"remark {}{}\" data-level=\"{}\" data-rule=\"{}\" data-moment=\"{}\">\n"
        "<p tabindex=\"0\"><span class=\"level\">{}</span> ",
        name_of(remark.weight), remark.weight == Weight::note ? "" : " open", level_of(remark),
        in_html(remark.rule), moment_of(remark), level_of(remark));
    if (!remark.subject.empty())
        text += fmt::format("<b class=\"subject\">{}</b> ", in_html(remark.subject));
    text +=
        fmt::format("<span class=\"says\">{}</span></p>\n<dl>\n", in_html(without_level(remark)));
    for (const Detail& detail : remark.details) {
        text += detail.after.empty() ? row_in_html(detail.label, detail.value)
                                     : field_in_html(detail, remark.severity.has_value());
    }
    if (!remark.hint.empty()) text += row_in_html("hint", remark.hint);
    if (remark.position.known()) text += row_in_html("manifest", sources.describe(remark.position));
    text += row_in_html("rule", remark.rule);
    return text + "</dl>\n</div>\n";
}

} // namespace tenantry::render
