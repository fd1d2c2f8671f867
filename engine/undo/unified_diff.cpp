#include "engine/undo/unified_diff.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

namespace tenantry::undo {
namespace {

constexpr std::size_t around = 3; // lines of context

/// Each with its end, which the last one may lack.
std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return lines;
}

std::string marked(char mark, std::string_view line) {
    std::string text = mark + std::string(line);
    if (!line.ends_with('\n')) text += "\n\\ No newline at end of file\n";
    return text;
}

/// As git writes a path: in quotes, with octal escapes, where it holds more than plain characters.
std::string path_in_patch(char side, std::string_view file) {
    const std::string path = std::string(1, side) + "/" + std::string(file);
    const bool plain = std::ranges::all_of(
        path, [](char c) { return c >= ' ' && c < 0x7f && c != '"' && c != '\\'; });
    // A tab behind a name that has blanks says where it ends.
    if (plain) return path.contains(' ') ? path + "\t" : path;
    std::string quoted = "\"";
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < ' ' || byte >= 0x7f)
            quoted += fmt::format("\\{:03o}", byte);
        else
            quoted += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    }
    return quoted + "\"";
}

/// The lines from `from` to before `to`, of which those in between are the same or not.
std::string hunk(const std::vector<std::string_view>& before,
                 const std::vector<std::string_view>& after, std::size_t from, std::size_t to) {
    std::string text = fmt::format("@@ -{0},{1} +{0},{1} @@\n", from + 1, to - from);
    for (std::size_t i = from; i < to;) {
        if (before[i] == after[i]) {
            text += marked(' ', before[i++]);
            continue;
        }
        std::size_t end = i;
        while (end < to && before[end] != after[end])
            ++end;
        for (std::size_t k = i; k < end; ++k)
            text += marked('-', before[k]);
        for (std::size_t k = i; k < end; ++k)
            text += marked('+', after[k]);
        i = end;
    }
    return text;
}

} // namespace

std::string unified_diff(std::string_view file, std::string_view before, std::string_view after) {
    const std::vector<std::string_view> old_lines = lines_of(before);
    const std::vector<std::string_view> new_lines = lines_of(after);
    if (old_lines.size() != new_lines.size())
        bug("a patch changes lines, and adds or removes none");
    std::vector<std::size_t> changed;
    for (std::size_t i = 0; i < old_lines.size(); ++i)
        if (old_lines[i] != new_lines[i]) changed.push_back(i);
    if (changed.empty()) return "";
    std::string text =
        fmt::format("--- {}\n+++ {}\n", path_in_patch('a', file), path_in_patch('b', file));
    for (std::size_t i = 0; i < changed.size();) {
        std::size_t last = i;
        while (last + 1 < changed.size() && changed[last + 1] - changed[last] <= 2 * around)
            ++last;
        const std::size_t from = changed[i] - std::min(changed[i], around);
        const std::size_t to = std::min(changed[last] + around + 1, old_lines.size());
        text += hunk(old_lines, new_lines, from, to);
        i = last + 1;
    }
    return text;
}

} // namespace tenantry::undo
