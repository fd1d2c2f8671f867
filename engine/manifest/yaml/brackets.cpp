// Lists and maps in brackets. Here their text is read as far as it takes to know which lines belong
// to them, what is a comment, and which "-" stands alone.
#include "engine/manifest/yaml/forms.hpp"
#include "engine/manifest/yaml/text.hpp"

#include <algorithm>

namespace tenantry::manifest {
namespace {

constexpr std::string_view blanks_and_breaks = " \t\r\n";
constexpr std::string_view indicators = ",[]{}";

class Brackets {
public:
    Brackets(std::string_view text, std::size_t offset, std::size_t indent)
        : text_(text), at_(offset), indent_(indent) {}

    std::optional<Flaw> read() {
        while (at_ < text_.size() && !flaw_) {
            const char c = text_[at_];
            if (c == '\n') {
                begin_line();
            } else if (blanks_and_breaks.contains(c)) {
                ++at_;
            } else if (c == '#') {
                comment();
            } else if (indicators.contains(c)) {
                plain_ = false;
                ++at_;
                if (c == '[' || c == '{') ++depth_;
                if ((c == ']' || c == '}') && --depth_ == 0) return flaw_of_comment(text_, at_);
            } else if (!plain_ && (c == '"' || c == '\'')) {
                at_ = end_of_quoted(text_, at_);
                // That is told where the quotes are read.
                if (at_ < text_.size() && text_[at_] == '#') return std::nullopt;
            } else {
                word();
            }
        }
        return std::move(flaw_);
    }

private:
    /// From a line end to the first line that says something.
    void begin_line() {
        at_ = std::min(text_.find_first_not_of(blanks_and_breaks, at_), text_.size());
        const bool says_something = at_ < text_.size() && text_[at_] != '#';
        if (says_something) flaw_ = flaw_of_indentation(text_, at_, indent_);
    }

    void comment() {
        if (!blanks_and_breaks.contains(text_[at_ - 1])) {
            flaw_ = flaw_of_comment(text_, at_);
            return;
        }
        plain_ = false;
        at_ = std::min(text_.find('\n', at_), text_.size());
    }

    /// Plain text up to the next blank, or the ":" behind a key. It may go on behind the blank, and
    /// on the next line.
    void word() {
        const std::size_t begin = at_;
        const auto ends = [&](std::size_t i) {
            return i >= text_.size() || blanks_and_breaks.contains(text_[i]) ||
                   indicators.contains(text_[i]);
        };
        if (text_[at_] == ':' && (ends(at_ + 1) || !plain_)) {
            plain_ = false;
            ++at_;
            return;
        }
        while (!ends(at_) && !(text_[at_] == ':' && ends(at_ + 1)))
            ++at_;
        if (!plain_ && text_.substr(begin, at_ - begin) == "-") {
            flaw_ = {.code = "yaml.syntax",
                     .summary = "\"-\" alone cannot be text within brackets",
                     .hint = "put it in quotes; items are separated by commas",
                     .offset = begin};
        }
        plain_ = true;
    }

    std::string_view text_;
    std::size_t at_;
    std::size_t indent_;
    std::size_t depth_ = 0;
    bool plain_ = false; // what comes next may go on with plain text
    std::optional<Flaw> flaw_;
};

} // namespace

std::optional<Flaw> flaw_in_brackets(std::string_view text, std::size_t offset,
                                     std::size_t indent) {
    return Brackets(text, offset, indent).read();
}

} // namespace tenantry::manifest
