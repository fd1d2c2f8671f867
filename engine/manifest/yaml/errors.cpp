#include "engine/manifest/yaml/errors.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace tenantry::manifest {
namespace {

constexpr std::string_view spaces = " \t";

Diagnostic syntax(std::string summary, std::string hint, Position position) {
    return {.code = "yaml.syntax",
            .summary = std::move(summary),
            .hint = std::move(hint),
            .position = position};
}

// A few words as they stand in the text, in quotes.
std::string shown(std::string_view text) {
    constexpr std::size_t most = 40;
    text = text.substr(0, text.find_first_of("\r\n"));
    if (code_points(text) <= most) return in_quotes(text);
    std::size_t end = most;
    while ((static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
        --end;
    return in_quotes(std::string(text.substr(0, end)) + "...");
}

std::string_view rest_of_line(std::string_view text, std::size_t offset) {
    const std::string_view line = text.substr(offset, text.find('\n', offset) - offset);
    return words_before(line, line.size());
}

bool same_line(std::string_view text, std::size_t a, std::size_t b) {
    return begin_of_line(text, a) == begin_of_line(text, b);
}

// Whether only blanks and "- " stand before an offset in its line.
bool begins_line(std::string_view text, std::size_t offset) {
    const std::size_t begin = begin_of_line(text, offset);
    return text.substr(begin, offset - begin).find_first_not_of("- \t") == std::string_view::npos;
}

bool has_key(std::string_view words) {
    return words.ends_with(':') || words.contains(": ") || words.contains(":\t");
}

// "-name: x", which is no list item.
bool is_glued_dash(std::string_view words) {
    return words.size() > 1 && words.front() == '-' && words[1] != '-' && words[1] != ' ';
}

Diagnostic glued_dash(std::string_view words, Position position) {
    return {.code = "yaml.syntax",
            .summary = "a space is missing after the dash in " + shown(words),
            .hint = "write " + shown("- " + std::string(words.substr(1))),
            .position = position};
}

std::string_view without_dashes(std::string_view words) {
    while (words.starts_with("- "))
        words.remove_prefix(words.find_first_not_of(' ', 1));
    return words;
}

// Finds what is open at an offset: brackets and quotes. It reads the text as YAML does from a place
// on where a token begins, and forgives itself mistakes in block scalars.
class Opener {
public:
    explicit Opener(std::string_view text) : text_(text) {}

    struct Unclosed {
        std::optional<std::size_t> quote = {};   // open, or closed in the last line
        std::optional<std::size_t> bracket = {}; // the innermost that is open
    };

    Unclosed read(std::size_t from, std::size_t to) {
        std::vector<std::size_t> brackets;
        Unclosed found;
        for (std::size_t i = from; i < to;) {
            const char c = text_[i];
            if ((c == '"' || c == '\'') && begins_token(i, !brackets.empty())) {
                const std::size_t end = end_of_quoted(text_, i);
                if (end > to || suspicious(i, end, to)) found.quote = i;
                if (end > to) return found;
                i = end;
                continue;
            }
            if (c == '#' && (i == 0 || std::string_view(" \t\n").contains(text_[i - 1]))) {
                i = std::min(text_.find('\n', i), to);
                continue;
            }
            if ((c == '[' || c == '{') && begins_token(i, !brackets.empty())) brackets.push_back(i);
            if ((c == ']' || c == '}') && !brackets.empty()) brackets.pop_back();
            ++i;
        }
        if (!brackets.empty()) found.bracket = brackets.back();
        return found;
    }

private:
    // A quoted text over several lines that ends in the line where reading stopped.
    bool suspicious(std::size_t begin, std::size_t end, std::size_t to) const {
        return text_.substr(begin, end - begin).contains('\n') && text_.find('\n', end) >= to;
    }

    bool begins_token(std::size_t offset, bool in_brackets) const {
        const std::size_t before =
            offset == 0 ? std::string_view::npos : text_.find_last_not_of(spaces, offset - 1);
        if (before == std::string_view::npos) return true;
        const char c = text_[before];
        if (c == '\n' || c == '[' || c == '{') return true;
        if (c == ',') return in_brackets;
        return before + 1 < offset && (c == ':' || c == '-' || c == '?');
    }

    std::string_view text_;
};

std::optional<Diagnostic> tab_indentation(std::string_view text, Places& places,
                                          std::size_t offset) {
    const std::string_view line = line_around(text, offset);
    const std::size_t tab = line.substr(0, line.find_first_not_of("- \t")).find('\t');
    if (tab == std::string_view::npos) return std::nullopt;
    return Diagnostic{.code = "yaml.tab",
                      .summary = "a tab cannot indent a line",
                      .hint = words_before(line, line.size()).empty()
                                  ? "leave the line empty"
                                  : "indent with spaces, two for each level",
                      .position = places.at(begin_of_line(text, offset) + tab)};
}

Diagnostic unclosed_bracket(std::string_view text, Places& places, std::size_t bracket) {
    const bool list = text[bracket] == '[';
    return {.code = "yaml.unclosed-bracket",
            .summary = fmt::format("the {} here is not closed", in_quotes(text.substr(bracket, 1))),
            .hint = fmt::format("write \"{}\" at the end of the {}", list ? ']' : '}',
                                list ? "list" : "map"),
            .position = places.at(bracket)};
}

// The parser met the ":" of a second key where no key may be.
Diagnostic misplaced_key(std::string_view text, Places& places, std::size_t offset) {
    const std::size_t begin = begin_of_line(text, offset);
    const std::string_view key = words_before(text.substr(begin, offset - begin), offset - begin);
    const std::string_view above = words_before(text, begin);
    const auto first_key = static_cast<std::size_t>(key.data() - text.data());
    if (!key.contains(": ") && !above.empty() && !key.empty()) {
        if (!has_key(above)) {
            const std::string_view lonely = without_dashes(above);
            return missing_colon(lonely,
                                 places.at(static_cast<std::size_t>(lonely.data() - text.data())));
        }
        if (is_glued_dash(above))
            return glued_dash(above,
                              places.at(static_cast<std::size_t>(above.data() - text.data())));
        return {.code = "yaml.indentation",
                .summary = shown(without_dashes(key)) + " is indented deeper than the line above",
                .hint = "indent it like the other keys of its map",
                .position = places.at(first_key)};
    }
    if (key.size() > 1024) {
        return syntax("a key longer than 1024 characters", "is a quote or a bracket too many?",
                      places.at(first_key));
    }
    return syntax("a second \":\" in one line", "put the text that contains \": \" in quotes",
                  places.at(offset));
}

// yaml-cpp ends plain text within brackets at a "?".
std::optional<Diagnostic> question_mark(std::string_view text, Places& places, std::size_t offset) {
    if (!text.substr(offset).starts_with('?')) return std::nullopt;
    return syntax("text with \"?\" within brackets needs quotes", "put the text in quotes",
                  places.at(offset));
}

Diagnostic cannot_begin(std::string_view text, Places& places, std::size_t offset) {
    if (auto mistake = question_mark(text, places, offset)) return std::move(*mistake);
    const std::size_t length = std::max<std::size_t>(code_point_at(text, offset).length, 1);
    return syntax("text cannot begin with " + in_quotes(text.substr(offset, length)),
                  "put the text in quotes", places.at(offset));
}

Diagnostic leftover(std::string_view text, Places& places, std::size_t offset) {
    const bool apostrophe = offset > 0 && text[offset - 1] == '\'';
    return syntax(shown(rest_of_line(text, offset)) + " follows a value that was complete",
                  apostrophe ? "write '' for a ' within the text, or put it in double quotes"
                             : "put all of the text in one pair of quotes, or remove the rest",
                  places.at(offset));
}

std::string_view key_of(std::string_view words) { return words.substr(0, words.find(':')); }

// A map goes on with something that is no key.
Diagnostic no_entry(std::string_view text, Places& places, std::size_t offset) {
    const std::string_view rest = rest_of_line(text, offset);
    if (!begins_line(text, offset)) return leftover(text, places, offset);
    if (!rest.empty() && std::string_view(",]}%@`|>").contains(rest.front())) {
        return cannot_begin(text, places, offset);
    }
    if (rest.starts_with("- ") || rest == "-") {
        return {.code = "yaml.indentation",
                .summary = "a list item among the keys of a map",
                .hint = "indent the list below its key",
                .position = places.at(offset)};
    }
    if (is_glued_dash(rest)) return glued_dash(rest, places.at(offset));
    if (!has_key(rest)) return missing_colon(rest, places.at(offset));
    return {.code = "yaml.indentation",
            .summary = shown(key_of(rest)) + " is indented like none of the keys above it",
            .hint = "indent it like the other keys of its map",
            .position = places.at(offset)};
}

// A list goes on with something that is no item.
Diagnostic no_item(std::string_view text, Places& places, std::size_t offset) {
    const std::string_view rest = rest_of_line(text, offset);
    if (!begins_line(text, offset)) return leftover(text, places, offset);
    if (is_glued_dash(rest)) return glued_dash(rest, places.at(offset));
    return {.code = "yaml.indentation",
            .summary =
                shown(key_of(rest)) + " stands among list items, but does not begin with \"- \"",
            .hint = "begin it with \"- \", or indent it like the key that it follows",
            .position = places.at(offset)};
}

Diagnostic no_separator(std::string_view text, Places& places, std::size_t offset, bool list) {
    if (auto mistake = question_mark(text, places, offset)) return std::move(*mistake);
    const std::string_view before = words_before(text, offset);
    if (!list && (before.ends_with(',') || before.ends_with('{'))) {
        const std::string_view rest = rest_of_line(text, offset);
        return missing_colon(rest.substr(0, rest.find_first_of(",}")), places.at(offset));
    }
    const std::string close = list ? "\"]\"" : "\"}\"";
    return syntax(
        fmt::format("\",\" or {} is missing before {}", close, shown(rest_of_line(text, offset))),
        "put text that contains \",\", \": \" or brackets in quotes", places.at(offset));
}

bool is_escape(std::string_view message) {
    return message.contains("escape") || message.contains("unicode") || message.contains("hex");
}

struct KnownError {
    std::string_view message = {}; // of yaml-cpp, its beginning
    std::string_view code = {};
    std::string_view summary = {};
    std::string_view hint = {};
};

// The messages that need no look at the text around them.
constexpr std::array<KnownError, 9> explanations = {{
    {"illegal tab", "yaml.tab", "a tab cannot indent a line",
     "indent with spaces, two for each level"},
    {"illegal flow end", "yaml.syntax", "a closing bracket that closes nothing",
     "remove it, or put the text in quotes"},
    {"illegal block entry", "yaml.syntax", "a list item cannot begin here",
     "begin the list on a new line, below its key"},
    {"illegal map key", "yaml.syntax", "\"? \" cannot stand here", "put the text in quotes"},
    {"unexpected character in block scalar", "yaml.syntax",
     "the text of a block must begin on the line after \"|\" or \">\"",
     "begin a new line, or put the text in quotes"},
    {"cannot set zero indentation", "yaml.syntax", "a block cannot be indented by 0",
     "leave the number away"},
    {"unknown escape character", "yaml.escape", "this escape is unknown within double quotes",
     "write \"\\\\\" for a backslash, or use single quotes"},
    {"bad character found while scanning hex", "yaml.escape",
     "\"\\x\", \"\\u\" and \"\\U\" need 2, 4 and 8 hexadecimal digits",
     "write \"\\\\\" for a backslash, or use single quotes"},
    {"invalid unicode", "yaml.escape", "this escape stands for no character",
     "write the character itself"},
}};

// Errors in aliases, anchors and tags, which would be refused anyway. The mark may be within.
std::optional<Diagnostic> explain_property(std::string_view text, Places& places,
                                           const Mishap& mishap) {
    const bool concerned = mishap.message.contains("anchor") || mishap.message.contains("alias") ||
                           mishap.message.contains("tag");
    if (!concerned || text.empty()) return std::nullopt;
    const std::size_t begin = text.find_last_of("&*!", std::min(mishap.offset, text.size() - 1));
    if (begin == std::string_view::npos) return std::nullopt;
    return unsupported(text, begin, places);
}

Diagnostic explain_message(std::string_view text, Places& places, const Mishap& mishap) {
    const std::string_view message = mishap.message;
    if (message.starts_with("illegal map value")) return misplaced_key(text, places, mishap.offset);
    if (message.starts_with("unknown token")) return cannot_begin(text, places, mishap.offset);
    if (message.starts_with("end of map flow") || message.starts_with("end of sequence flow")) {
        return no_separator(text, places, mishap.offset, message.contains("sequence"));
    }
    if (message.starts_with("end of map")) return no_entry(text, places, mishap.offset);
    if (message.starts_with("end of sequence")) return no_item(text, places, mishap.offset);
    if (auto property = explain_property(text, places, mishap)) return std::move(*property);
    for (const KnownError& known : explanations) {
        if (!message.starts_with(known.message)) continue;
        return {.code = std::string(known.code),
                .summary = std::string(known.summary),
                .hint = std::string(known.hint),
                .position = places.at(mishap.offset)};
    }
    return syntax("this is not YAML", {}, places.at(mishap.offset));
}

} // namespace

Diagnostic explain(std::string_view text, Places& places, const Mishap& mishap) {
    if (is_escape(mishap.message)) {
        const std::size_t backslash = text.rfind('\\', mishap.offset);
        const std::size_t place =
            std::max(backslash == std::string_view::npos ? 0 : backslash, mishap.last);
        return explain_message(text, places, {.message = mishap.message, .offset = place});
    }
    const Opener::Unclosed open = Opener(text).read(mishap.last, mishap.offset);
    if (open.quote) return unclosed_quote(text[*open.quote], places.at(*open.quote));
    const bool in_brackets = open.bracket.has_value();
    if (in_brackets && !same_line(text, *open.bracket, mishap.offset)) {
        return unclosed_bracket(text, places, *open.bracket);
    }
    if (!in_brackets) {
        if (const auto tab = tab_indentation(text, places, mishap.offset)) return *tab;
    } else if (mishap.offset >= text.size()) {
        return unclosed_bracket(text, places, *open.bracket);
    }
    return explain_message(text, places, mishap);
}

Diagnostic unsupported(std::string_view text, std::size_t offset, Places& places) {
    const std::size_t end = text.find_first_of(" \t\r\n,[]{}", offset);
    const char first = text[offset];
    const bool tag = first == '!';
    const std::string_view what = tag ? "a tag" : first == '&' ? "an anchor" : "an alias";
    return {.code = tag ? "yaml.tag" : "yaml.alias",
            .summary = fmt::format("{} is read as {}, which is not supported",
                                   shown(text.substr(offset, end - offset)), what),
            .hint = first == '*'   ? "put the text in quotes, or write the value out"
                    : first == '&' ? "what several share goes into a Profile that they name under "
                                     "spec.profiles; text that begins with \"&\" needs quotes"
                                   : "put the text in quotes, or remove it",
            .position = places.at(offset)};
}

Diagnostic stray(std::string_view text, std::size_t offset, Places& places) {
    if (!begins_line(text, offset)) return leftover(text, places, offset);
    const bool special = std::string_view(",]}").contains(text[offset]);
    if (special) return cannot_begin(text, places, offset);
    return {.code = "yaml.document",
            .summary = shown(rest_of_line(text, offset)) +
                       " does not belong to the document above, and a new one begins with \"---\"",
            .hint = "check the indentation, or write \"---\" on a line before it",
            .position = places.at(offset)};
}

std::optional<Diagnostic> directive_mistake(std::string_view line, Position position) {
    const std::string_view words = words_before(line, line.size());
    if (words == "%YAML 1.2" || words == "%YAML 1.1") return std::nullopt;
    const bool version = words.starts_with("%YAML");
    return Diagnostic{.code = "yaml.directive",
                      .summary = version ? "only YAML 1.2 is supported, not " + shown(words)
                                         : shown(words) + " is not supported",
                      .hint = version ? "write \"%YAML 1.2\", or remove the line"
                                      : "remove the line, or put the text in quotes",
                      .position = position};
}

Diagnostic unclosed_quote(char quote, Position position) {
    const bool twice = quote == '"';
    return {.code = "yaml.unclosed-quote",
            .summary = "the quote here is not closed",
            .hint = fmt::format("write {}within the text, and close it with {}",
                                twice ? "\\\" for a \" " : "'' for a ' ", quote),
            .position = position};
}

Diagnostic missing_colon(std::string_view key, Position position) {
    if (key.contains(':')) {
        return {.code = "yaml.missing-colon",
                .summary = "a space is missing after the colon in " + shown(key),
                .hint = "write " + shown(fmt::format("{}: {}", key.substr(0, key.find(':')),
                                                     key.substr(key.find(':') + 1))),
                .position = position};
    }
    return {.code = "yaml.missing-colon",
            .summary = "missing \":\" after " + shown(key),
            .hint = "write \"key: value\", or indent the line if it continues the text above",
            .position = position};
}

} // namespace tenantry::manifest
