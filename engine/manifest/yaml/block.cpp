// Blocks of text, "|" and ">". A block goes on while its lines are indented; what stands behind the
// indentation counts to the last blank. The end of the file ends its last line as a line end does
// (YAML Test Suite, L24T and JEF9): a file means the same with and without one.
#include "engine/manifest/yaml/forms.hpp"
#include "engine/manifest/yaml/text.hpp"

#include <algorithm>
#include <vector>

namespace tenantry::manifest {
namespace {

struct Line {
    std::string_view text = {};
    std::size_t begin = 0;
    std::size_t next = 0; // where the next one begins

    std::size_t spaces() const { return std::min(text.find_first_not_of(' '), text.size()); }
    bool is_empty() const { return spaces() == text.size(); }
};

Line line_at(std::string_view text, std::size_t begin) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    Line line{.text = text.substr(begin, end - begin), .begin = begin, .next = end + 1};
    if (line.text.ends_with('\r')) line.text.remove_suffix(1);
    return line;
}

class Block {
public:
    Block(std::string_view text, std::size_t offset, std::size_t indent)
        : text_(text), offset_(offset), least_(indent), folds_(text[offset] == '>') {}

    FormedText read() {
        read_header();
        read_lines();
        std::size_t empty = 0;
        const Line* before = nullptr;
        for (const Line& line : lines_) {
            if (line.text.empty()) {
                ++empty;
                continue;
            }
            join(before, line, empty);
            before = &line;
            empty = 0;
        }
        if (before != nullptr && chomping_ != '-') result_.text += '\n';
        if (chomping_ == '+') result_.text.append(empty, '\n');
        return std::move(result_);
    }

private:
    void read_header() {
        std::size_t i = offset_ + 1;
        for (; i < text_.size() && std::string_view("+-123456789").contains(text_[i]); ++i) {
            const char c = text_[i];
            if (c == '+' || c == '-') {
                chomping_ = c;
            } else {
                // What the block stands in is one less; for a whole document it is nothing.
                indent_ = std::max<std::size_t>(least_, 1) - 1 + static_cast<std::size_t>(c - '0');
            }
        }
        result_.flaw = flaw_of_comment(text_, i);
    }

    /// The lines of the block, without what indents them. The first that says something tells how
    /// far that is.
    void read_lines() {
        Line line = line_at(text_, offset_);
        while (line.next < text_.size()) {
            line = line_at(text_, line.next);
            if (!line.is_empty()) {
                if (!indent_ && line.spaces() >= least_) begin_text(line.spaces());
                if (ends_before(line)) break;
            }
            lines_.push_back(line);
        }
        for (Line& read : lines_)
            read.text.remove_prefix(std::min(indent_.value_or(text_.size()), read.text.size()));
    }

    void begin_text(std::size_t spaces) {
        indent_ = spaces;
        for (const Line& empty : lines_) {
            if (empty.text.size() <= spaces) continue;
            refuse(Flaw{.code = "yaml.indentation",
                        .summary = "this empty line is longer than what indents the text below it",
                        .hint = "remove its blanks",
                        .offset = empty.begin + spaces});
        }
    }

    bool ends_before(const Line& line) {
        if (!indent_ || line.spaces() < *indent_) {
            const bool blank = line.text.find_first_not_of(" \t") == std::string_view::npos;
            if (blank)
                refuse(tab_in_indentation(text_, line.begin + line.spaces(),
                                          indent_.value_or(least_)));
            return true;
        }
        return least_ == 0 &&
               (marker_at(text_, line.begin, "---") || marker_at(text_, line.begin, "..."));
    }

    void join(const Line* before, const Line& line, std::size_t empty) {
        const auto stands_apart = [](const Line& one) {
            return one.text.starts_with(' ') || one.text.starts_with('\t');
        };
        const bool apart =
            before != nullptr && (!folds_ || stands_apart(*before) || stands_apart(line));
        if (apart) {
            result_.text.append(empty + 1, '\n');
        } else if (before != nullptr && empty == 0) {
            result_.text += ' ';
        } else {
            result_.text.append(empty, '\n');
        }
        result_.text += line.text;
    }

    void refuse(std::optional<Flaw> flaw) {
        if (!result_.flaw) result_.flaw = std::move(flaw);
    }

    std::string_view text_;
    std::size_t offset_;
    std::size_t least_; // that a line must be indented by
    bool folds_;
    char chomping_ = ' ';
    std::optional<std::size_t> indent_ = {}; // of the text
    std::vector<Line> lines_;
    FormedText result_;
};

} // namespace

FormedText read_block(std::string_view text, std::size_t offset, std::size_t indent) {
    return Block(text, offset, indent).read();
}

} // namespace tenantry::manifest
