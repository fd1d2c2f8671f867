#include "engine/base/characters.hpp"
#include "engine/base/text.hpp"
#include "engine/model/address.hpp"
#include "engine/render/render.hpp"
#include "engine/render/text/paint.hpp"
#include "engine/render/text/wrap.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <span>
#include <utility>

namespace tenantry::render {
namespace {

/// The most that is shown of a line of `number` digits before it, with dots at both of its ends.
std::size_t longest_line(std::size_t number, Style style) {
    constexpr std::size_t longest = 160;
    constexpr std::size_t shortest = 20;
    const std::size_t beside = number + 3 + 6;
    if (style.width == 0) return longest;
    return std::clamp(style.width - std::min(style.width, beside), shortest, longest);
}

/// The source line, made printable, with the caret's place in what is shown.
struct Snippet {
    std::string line = {};
    std::size_t caret = 0;
};

/// The part of a line around a column. Lines of a stranger may be megabytes long.
Snippet snippet(std::string_view line, std::uint32_t column, std::size_t longest) {
    std::string before;
    std::size_t offset = 0;
    const auto next = [&] {
        const std::size_t length = std::max<std::size_t>(1, code_point_at(line, offset).length);
        const std::string_view point = line.substr(std::exchange(offset, offset + length), length);
        return point == "\t" ? std::string(" ") : printable(point);
    };
    for (std::uint32_t at = 1; at < column && offset < line.size(); ++at)
        before += next();
    // Half of the room is for what stands behind it.
    Snippet result{.line = display_width(before) < longest ? before : end_of(before, longest / 2)};
    std::size_t width = display_width(result.line);
    result.caret = width;
    while (offset < line.size() && width <= longest) {
        const std::string point = next();
        result.line += point;
        width += display_width(point);
    }
    if (offset < line.size()) result.line += "...";
    return result;
}

std::string place(Position position, const Sources& sources, Style style) {
    const std::string_view line = sources.line(position);
    const std::string number = std::to_string(position.line);
    const std::string margin(number.size(), ' ');
    std::string text = fmt::format("{}{}{}\n", margin, paint("--> ", Color::cyan, style),
                                   printable(sources.describe(position)));
    if (position.line == 0 || line.empty()) return text;
    const Snippet shown = snippet(line, position.column, longest_line(number.size(), style));
    const std::string bar = paint(" |", Color::cyan, style);
    text += fmt::format("{}{}\n", margin, bar);
    text += fmt::format("{} {}\n", paint(number + " |", Color::cyan, style), shown.line);
    return text + fmt::format("{}{} {:{}}{}\n", margin, bar, "", shown.caret,
                              paint("^", Color::red, style));
}

bool is_error(const Diagnostic& diagnostic) { return diagnostic.severity == Severity::error; }

/// " and 7 more", or "".
std::string and_more(std::size_t count) {
    return count == 0 ? "" : fmt::format(" and {} more", count);
}

std::string one(const Diagnostic& diagnostic, const Sources& sources, Style style) {
    const bool error = is_error(diagnostic);
    const std::string head = fmt::format(
        "{}: {}", paint(error ? "error" : "warning", error ? Color::red : Color::yellow, style),
        paint(printable(diagnostic.summary), Color::bold, style));
    std::string text = wrapped(head, 0, 4, style) + "\n";
    const auto add = [&](const std::string& line) { text += wrapped(line, 0, 8, style) + "\n"; };
    if (!diagnostic.subject.empty()) {
        add(fmt::format("  in {}{}", printable(diagnostic.subject),
                        and_more(diagnostic.also.size())));
    }
    if (diagnostic.position.known()) text += place(diagnostic.position, sources, style);
    for (const Note& note : diagnostic.notes) {
        std::string line = "  note: " + printable(note.text);
        if (note.position.known()) line += ": " + printable(sources.describe(note.position));
        add(line);
    }
    if (!diagnostic.hint.empty()) add("  hint: " + printable(diagnostic.hint));
    return text;
}

/// The first few of many names: "a, b and 7 more".
std::string first_of(const std::set<std::string>& names) {
    constexpr std::size_t most_named = 20;
    std::vector<std::string> named;
    for (const std::string& name : names)
        if (named.size() < most_named) named.push_back(printable(name));
    const std::size_t more = names.size() - named.size();
    return join(named, ", ") + and_more(more);
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
    std::string text = fmt::format("... and {} more\n", join(counts, " and "));
    if (!customers.empty()) text += fmt::format("  of customers: {}\n", first_of(customers));
    if (!files.empty()) text += fmt::format("  in files: {}\n", first_of(files));
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
    return left.empty() ? text : fmt::format("{}\n{}", text, fitted(rest(left, sources), style));
}

} // namespace tenantry::render
