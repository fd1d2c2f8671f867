// Text in quotes. Its lines are folded: a line end becomes a blank, empty lines become line ends,
// and what indents a line is none of the text.
#include "engine/base/characters.hpp"
#include "engine/base/text.hpp"
#include "engine/manifest/yaml/forms.hpp"
#include "engine/manifest/yaml/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

namespace tenantry::manifest {
namespace {

struct Escape {
    char letter = 0;
    std::string_view text = {};
};

using namespace std::string_view_literals;

constexpr Escape escapes[] = {
    {'0', "\0"sv},
    {'a', "\a"},
    {'b', "\b"},
    {'t', "\t"},
    {'\t', "\t"},
    {'n', "\n"},
    {'v', "\v"},
    {'f', "\f"},
    {'r', "\r"},
    {'e', "\x1b"},
    {' ', " "},
    {'"', "\""},
    {'/', "/"},
    {'\\', "\\"},
    {'N', "\xc2\x85"},
    {'_', "\xc2\xa0"},
    {'L', "\xe2\x80\xa8"},
    {'P', "\xe2\x80\xa9"},
};

class Quoted {
public:
    Quoted(std::string_view text, std::size_t offset, std::size_t indent)
        : text_(text), at_(offset + 1), indent_(indent), quote_(text[offset]) {}

    FormedText read(std::size_t end) {
        while (at_ < end - 1) {
            const char c = text_[at_];
            if (c == '\n' || text_.substr(at_).starts_with("\r\n")) {
                fold(end, " ");
            } else if (c == ' ' || c == '\t') {
                blanks();
            } else if (c == '\\' && quote_ == '"') {
                escape(end);
            } else {
                result_.text += c;
                at_ += c == quote_ ? 2 : 1;
            }
        }
        refuse(flaw_of_comment(text_, end));
        return std::move(result_);
    }

private:
    /// Blanks count, unless the line ends behind them.
    void blanks() {
        const std::size_t end = text_.find_first_not_of(" \t", at_);
        const std::string_view rest = text_.substr(end);
        if (!rest.starts_with('\n') && !rest.starts_with("\r\n"))
            result_.text += text_.substr(at_, end - at_);
        at_ = end;
    }

    /// From a line end to what the next line that is not empty says.
    void fold(std::size_t end, std::string_view joint) {
        std::size_t line_ends = 0;
        for (; at_ < end && std::string_view(" \t\r\n").contains(text_[at_]); ++at_) {
            if (text_[at_] == '\n') ++line_ends;
            if (text_[at_] == '\t') refuse(tab_in_indentation(text_, at_, indent_));
        }
        result_.text += line_ends == 1 ? std::string(joint) : std::string(line_ends - 1, '\n');
        refuse(flaw_of_indentation(text_, at_, indent_));
    }

    void refuse(std::optional<Flaw> flaw) {
        if (!result_.flaw) result_.flaw = std::move(flaw);
    }

    void escape(std::size_t end) {
        const std::size_t begin = at_++;
        const char letter = text_[at_];
        if (letter == '\n' || letter == '\r') return fold(end, "");
        ++at_;
        const std::size_t digits = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
        if (digits > 0) return code_point(digits);
        const auto* const known = std::ranges::find(escapes, letter, &Escape::letter);
        if (known != std::end(escapes)) {
            result_.text += known->text;
        } else {
            refuse(Flaw{.code = "yaml.escape",
                        .summary = "this escape is unknown within double quotes",
                        .hint = letter == '\'' ? "write ' without a backslash"
                                               : "write \"\\\\\" for a backslash, or use "
                                                 "single quotes",
                        .offset = begin});
        }
    }

    // yaml-cpp has seen to it that the digits are there and stand for a character.
    void code_point(std::size_t digits) {
        std::uint32_t value = 0;
        const char* const begin = text_.data() + at_;
        std::from_chars(begin, begin + digits, value, 16);
        append_utf8(result_.text, value);
        at_ += digits;
    }

    std::string_view text_;
    std::size_t at_;
    std::size_t indent_;
    char quote_;
    FormedText result_;
};

} // namespace

std::optional<FormedText> read_quoted(std::string_view text, std::size_t offset,
                                      std::size_t indent) {
    const std::size_t end = end_of_quoted(text, offset);
    if (end == std::string_view::npos) return std::nullopt;
    return Quoted(text, offset, indent).read(end);
}

std::optional<Flaw> tab_in_indentation(std::string_view text, std::size_t offset,
                                       std::size_t indent) {
    const std::size_t begin = begin_of_line(text, offset);
    const std::size_t tab = text.find_first_not_of(' ', begin);
    const bool indents =
        tab <= offset && tab < begin + indent && text.substr(tab).starts_with('\t');
    if (!indents) return std::nullopt;
    const bool empty = words_before(line_around(text, offset), std::string_view::npos).empty();
    return Flaw{.code = "yaml.tab",
                .summary = "a tab cannot indent a line",
                .hint = empty ? "leave the line empty" : "indent with spaces, two for each level",
                .offset = tab};
}

std::optional<Flaw> flaw_of_indentation(std::string_view text, std::size_t offset,
                                        std::size_t indent) {
    if (auto tab = tab_in_indentation(text, offset, indent)) return tab;
    const std::size_t begin = begin_of_line(text, offset);
    const std::size_t end = std::min(text.find_first_not_of(' ', begin), text.size());
    if (end - begin >= indent) return std::nullopt;
    return Flaw{.code = "yaml.indentation",
                .summary = "this line goes on with what began above, but is not indented deeper",
                .hint =
                    fmt::format("indent it by {} or more, or close the quote or bracket before it",
                                counted(indent, "space")),
                .offset = offset};
}

std::optional<Flaw> flaw_of_comment(std::string_view text, std::size_t offset) {
    if (!text.substr(offset).starts_with('#')) return std::nullopt;
    return Flaw{.code = "yaml.comment",
                .summary = "a comment needs a blank before its \"#\"",
                .hint = "write \" #\" for a comment, or put all of the text in quotes",
                .offset = offset};
}

} // namespace tenantry::manifest
