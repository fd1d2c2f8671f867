#include "engine/base/characters.hpp"
#include "engine/base/text.hpp"
#include "engine/render/paint.hpp"

#include <algorithm>

namespace tenantry::render {
namespace {

constexpr std::size_t longest_line = 160;

/// The source line, made printable, with the caret's place in what is shown.
struct Snippet {
    std::string line = {};
    std::size_t caret = 0;
};

/// The part of a line around a column. Lines of a stranger may be megabytes long.
Snippet snippet(std::string_view line, std::uint32_t column) {
    Snippet result;
    std::size_t offset = 0;
    const std::size_t skip = column > longest_line ? column - longest_line / 2 : 0;
    if (skip > 0) result.line = "...";
    for (std::size_t at = 1; offset < line.size(); ++at) {
        const std::size_t length = std::max<std::size_t>(1, code_point_at(line, offset).length);
        if (at == column) result.caret = display_width(result.line);
        if (at > skip) {
            const std::string_view point = line.substr(offset, length);
            result.line += point == "\t" ? " " : printable(point);
        }
        offset += length;
        if (code_points(result.line) > longest_line) {
            result.line += "...";
            break;
        }
    }
    if (column > code_points(line)) result.caret = display_width(result.line);
    return result;
}

std::string place(Position position, const Sources& sources, Style style) {
    const std::string_view line = sources.line(position);
    const std::string number = std::to_string(position.line);
    const std::string margin(number.size(), ' ');
    std::string text =
        margin + paint("--> ", Color::cyan, style) + printable(sources.describe(position)) + "\n";
    if (position.line == 0 || line.empty()) return text;
    const Snippet shown = snippet(line, position.column);
    const std::string bar = paint(" |", Color::cyan, style);
    text += margin + bar + "\n";
    text += paint(number + " |", Color::cyan, style) + " " + shown.line + "\n";
    text +=
        margin + bar + " " + std::string(shown.caret, ' ') + paint("^", Color::red, style) + "\n";
    return text;
}

std::string one(const Diagnostic& diagnostic, const Sources& sources, Style style) {
    const bool error = diagnostic.severity == Severity::error;
    std::string text =
        paint(error ? "error" : "warning", error ? Color::red : Color::yellow, style);
    text += ": " + paint(printable(diagnostic.summary), Color::bold, style) + "\n";
    if (!diagnostic.subject.empty()) {
        const std::size_t more = diagnostic.also.size();
        text += "  in " + printable(diagnostic.subject) +
                (more == 0 ? "" : " and " + std::to_string(more) + " more") + "\n";
    }
    if (diagnostic.position.known()) text += place(diagnostic.position, sources, style);
    for (const Note& note : diagnostic.notes) {
        text += "  note: " + printable(note.text);
        if (note.position.known()) text += ": " + printable(sources.describe(note.position));
        text += "\n";
    }
    if (!diagnostic.hint.empty()) text += "  hint: " + printable(diagnostic.hint) + "\n";
    return text;
}

} // namespace

std::string diagnostics(const Diagnostics& diagnostics, const Sources& sources, Style style) {
    // More than this nobody reads; the JSON has them all.
    constexpr std::size_t most_shown = 100;
    std::string text;
    std::size_t shown = 0;
    const std::vector<Diagnostic> told = diagnostics.told();
    for (const Diagnostic& diagnostic : told) {
        if (++shown > most_shown) break;
        if (!text.empty()) text += "\n";
        text += one(diagnostic, sources, style);
    }
    const std::size_t all = told.size();
    if (all > most_shown) text += "\n... and " + std::to_string(all - most_shown) + " more\n";
    return text;
}

Json diagnostics_json(const Diagnostics& diagnostics, const Sources& sources) {
    JsonArray list;
    for (const Diagnostic& diagnostic : diagnostics.told()) {
        JsonArray notes;
        for (const Note& note : diagnostic.notes) {
            notes.push_back(Json::object(
                {{"text", note.text}, {"position", position_json(note.position, sources)}}));
        }
        JsonArray addresses;
        if (!diagnostic.subject.empty()) addresses.emplace_back(diagnostic.subject);
        for (const std::string& other : diagnostic.also)
            addresses.emplace_back(other);
        const bool error = diagnostic.severity == Severity::error;
        list.push_back(Json::object({{"severity", error ? "error" : "warning"},
                                     {"code", diagnostic.code},
                                     {"summary", diagnostic.summary},
                                     {"hint", diagnostic.hint},
                                     {"address", diagnostic.subject},
                                     {"addresses", std::move(addresses)},
                                     {"position", position_json(diagnostic.position, sources)},
                                     {"notes", std::move(notes)}}));
    }
    return Json(std::move(list));
}

} // namespace tenantry::render
