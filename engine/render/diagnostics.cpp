#include "engine/base/characters.hpp"
#include "engine/base/text.hpp"
#include "engine/model/address.hpp"
#include "engine/render/paint.hpp"

#include <algorithm>
#include <set>
#include <span>

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

bool is_error(const Diagnostic& diagnostic) { return diagnostic.severity == Severity::error; }

std::string one(const Diagnostic& diagnostic, const Sources& sources, Style style) {
    const bool error = is_error(diagnostic);
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

/// The first few of many names: "a, b and 7 more".
std::string first_of(const std::set<std::string>& names) {
    constexpr std::size_t most_named = 20;
    std::vector<std::string> named;
    for (const std::string& name : names)
        if (named.size() < most_named) named.push_back(printable(name));
    const std::size_t more = names.size() - named.size();
    return join(named, ", ") + (more == 0 ? "" : " and " + std::to_string(more) + " more");
}

/// Diagnostics that are not shown: how many, whom they concern, and where they stand.
std::string rest(std::span<const Diagnostic> left, const Sources& sources) {
    std::set<std::string> customers;
    std::set<std::string> files; // of mistakes that are nobody's
    const auto add = [&](const std::string& subject) {
        const Address address = Address::parse(subject);
        if (!address.of_nobody()) customers.emplace(address.customer());
    };
    for (const Diagnostic& diagnostic : left) {
        if (!diagnostic.subject.empty()) {
            add(diagnostic.subject);
            std::ranges::for_each(diagnostic.also, add);
        } else if (diagnostic.position.known()) {
            files.insert(sources[diagnostic.position.source].name);
        }
    }
    const auto errors = static_cast<std::size_t>(std::ranges::count_if(left, is_error));
    std::vector<std::string> counts;
    if (errors > 0) counts.push_back(counted(errors, "error"));
    if (errors < left.size()) counts.push_back(counted(left.size() - errors, "warning"));
    std::string text = "... and " + join(counts, " and ") + " more\n";
    if (!customers.empty()) text += "  of customers: " + first_of(customers) + "\n";
    if (!files.empty()) text += "  in files: " + first_of(files) + "\n";
    return text + "  hint: --output json=FILE writes all of them\n";
}

} // namespace

std::string diagnostics(const Diagnostics& diagnostics, const Sources& sources, Style style) {
    // More than this nobody reads; the JSON has them all.
    constexpr std::size_t most_shown = 100;
    std::vector<Diagnostic> told = diagnostics.told();
    // No warning keeps an error from being seen.
    if (told.size() > most_shown) std::ranges::stable_partition(told, is_error);
    const std::span<const Diagnostic> all(told);
    const auto shown = all.first(std::min(all.size(), most_shown));
    std::string text;
    for (const Diagnostic& diagnostic : shown) {
        if (!text.empty()) text += "\n";
        text += one(diagnostic, sources, style);
    }
    const auto left = all.subspan(shown.size());
    return left.empty() ? text : text + "\n" + rest(left, sources);
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
        list.push_back(Json::object({{"severity", is_error(diagnostic) ? "error" : "warning"},
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
