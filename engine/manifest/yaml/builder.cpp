// What yaml-cpp 0.7 accepts although it should not, and is caught here: duplicate keys, empty
// documents without end (after a "," outside of brackets), documents without "---", quotes that
// are never closed, keys without a colon, empty items between commas. What it takes within quotes,
// blocks and brackets, forms.hpp judges. The mark of an empty value is that of the next token.
#include "engine/manifest/yaml/builder.hpp"

#include "engine/base/text.hpp"
#include "engine/manifest/yaml/errors.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace tenantry::manifest {
namespace {

// The null that is written at an offset; "" when the value is empty, and the offset that of
// something else.
std::string_view written_null(std::string_view text, std::size_t offset) {
    const std::string_view rest = text.substr(offset);
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
        if (!rest.starts_with(word)) continue;
        const std::size_t next = rest.find_first_not_of(" \t\r", word.size());
        if (next == std::string_view::npos) return word;
        const bool comment = rest[next] == '#' && next > word.size();
        const bool ends = comment || std::string_view("\n,]}:").contains(rest[next]);
        return ends ? rest.substr(0, word.size()) : std::string_view();
    }
    return {};
}

} // namespace

void Builder::syntax_error(std::string_view message, std::optional<std::size_t> offset) {
    const std::size_t last = outermost_bracket();
    const std::size_t place = std::min(offset.value_or(last_), text_.size());
    Diagnostic mistake =
        explain(text_, places_, {.message = message, .offset = place, .last = last});
    mistakes_.drop_echoes(mistake.position, reads_block());
    keep_what_was_read(mistake.position);
    mistakes_.stop(std::move(mistake));
}

// Where reading began to go wrong at the earliest: within brackets, where they open.
std::size_t Builder::outermost_bracket() const {
    return tree_ ? tree_->outermost_bracket().value_or(last_) : last_;
}

void Builder::keep_what_was_read(Position broken_at) {
    if (!tree_) return;
    if (auto document = tree_->break_off(broken_at, line_around(text_, last_)))
        documents_.push_back(std::move(*document));
    tree_.reset();
}

// The text that goes on to the end may have swallowed entries of all that it lies in.
void Builder::note_swallowed(Position broken_at) {
    Document& document = documents_.back();
    document.sound = false;
    document.broken_at = broken_at;
    const auto size = static_cast<std::uint32_t>(document.tree->size());
    for (std::uint32_t node = 0; node < size; ++node)
        if (document.tree->after(node) >= size) document.tree->note_gap(node);
}

// Directives are the lines that begin with "%", before the first "---".
void Builder::begin_text() {
    bool directive = false;
    for (std::size_t begin = 0; begin < text_.size();) {
        const std::string_view line = line_around(text_, begin);
        if (line.starts_with('%')) {
            if (auto mistake = directive_mistake(line, places_.at(begin))) {
                mistakes_.stop(std::move(*mistake));
            }
            if (directive)
                mistakes_.stop("yaml.directive", "a second \"%\" line", "remove it", begin);
            directive = true;
        } else if (!words_before(line, line.size()).empty()) {
            return;
        }
        begin = std::min(text_.find('\n', begin), text_.size() - 1) + 1;
    }
}

void Builder::end_text() {
    // yaml-cpp takes the end of the text for the quote that is missing.
    if (quoted_ && end_of_quoted(text_, *quoted_) == std::string_view::npos) {
        const Position place = places_.at(*quoted_);
        mistakes_.drop_echoes(place, reads_block());
        note_swallowed(place);
        mistakes_.report(unclosed_quote(text_[*quoted_], place));
    } else if (const auto directive = directive_before(text_, text_.size())) {
        mistakes_.stop("yaml.directive",
                       "\"%\" at the beginning of a line, but no document follows",
                       "remove the line, or put the text in quotes", *directive);
    }
}

void Builder::begin_document(std::size_t offset) {
    last_ = offset;
    const bool marked = marker_at(text_, offset, "---");
    const auto directive = directive_before(text_, offset);
    if (directive && (document_ || !marked)) {
        mistakes_.stop("yaml.directive",
                       "\"%\" may begin a line only at the top of a file, before \"---\"",
                       "remove the line, or put the text in quotes", *directive);
    }
    if (document_ && (!marked || offset <= *document_)) {
        mistakes_.stop(stray(text_, offset, places_));
    }
    if (marker_at(text_, offset, "...")) {
        mistakes_.stop("yaml.document", "\"...\" ends a document, but none begins before it",
                       "remove the line", offset);
    }
    if (documents_.size() >= limits_.documents) {
        mistakes_.stop("yaml.too-large",
                       fmt::format("more than {} documents in one file", limits_.documents),
                       "split the file", offset);
    }
    document_ = offset;
    tree_.emplace(source_);
}

void Builder::end_document() {
    documents_.push_back(tree_->finish());
    tree_.reset();
}

std::vector<Document> Builder::finish(Diagnostics& diagnostics) {
    mistakes_.tell(diagnostics);
    return std::move(documents_);
}

void Builder::open(NodeType type, bool flow, std::size_t offset, std::string_view tag) {
    const Position position = begin_node(offset);
    check_tag(offset, tag);
    if (flow) check_indentation(offset, position);
    if (tree_->depth() >= limits_.depth) {
        mistakes_.drop_echoes(places_.at(outermost_bracket()), reads_block());
        mistakes_.stop("yaml.too-deep", fmt::format("nested deeper than {} levels", limits_.depth),
                       {}, offset);
    }
    if (tree_->reads_key()) {
        refuse_key("yaml.key", "a key must be text, not " + std::string(describe(type)),
                   "put it in quotes if it is text", offset);
    }
    count_node(position);
    tree_->open(type, flow, offset, position);
}

void Builder::close() {
    const OpenTree::Frame closed = tree_->close();
    if (closed.is_flow && !tree_->outermost_bracket())
        refuse(flaw_in_brackets(text_, closed.begin, indentation()), closed.begin);
    tree_->doubt_closed(closed);
    tree_->end_node();
}

void Builder::scalar(std::size_t offset, std::string_view tag, std::string_view text) {
    const Position position = begin_node(offset);
    check_tag(offset, tag);
    check_indentation(offset, position);
    const bool plain = tag == "?";
    const std::string formed_text = plain ? std::string() : formed(offset, text);
    if (!plain) text = formed_text;
    const bool key = tree_->reads_key();
    if (key) check_key(offset, plain, text);
    add(plain && !key ? type_of_plain(text) : NodeType::text, plain, text, position);
    tree_->end_node();
}

std::string Builder::formed(std::size_t offset, std::string_view text) {
    const char first = offset < text_.size() ? text_[offset] : '\0';
    std::optional<FormedText> read;
    if (first == '"' || first == '\'') {
        quoted_ = offset;
        read = read_quoted(text_, offset, indentation());
    } else if (first == '|' || first == '>') {
        read = read_block(text_, offset, indentation());
    }
    if (!read) return std::string(text);
    refuse(read->flaw, offset);
    // yaml-cpp ended the block there, and reads its text for something else.
    if (read->flaw && first != '"' && first != '\'' && read->flaw->code == "yaml.indentation")
        throw Stop();
    return std::move(read->text);
}

std::size_t Builder::indentation() const {
    const OpenTree::Frame* const block = tree_->innermost_block();
    if (block == nullptr) return 0;
    return block->begin - begin_of_line(text_, block->begin) + 1;
}

void Builder::refuse(const std::optional<Flaw>& flaw, std::size_t begin) {
    if (!flaw) return;
    tree_->doubt_next();
    Diagnostic mistake{.code = std::string(flaw->code),
                       .summary = flaw->summary,
                       .hint = flaw->hint,
                       .position = places_.at(flaw->offset)};
    const Position opened = places_.at(begin);
    if (opened.line != mistake.position.line) mistake.notes = {{"it began here", opened}};
    mistakes_.report(std::move(mistake));
}

// YAML wants a value deeper than its key, by spaces; yaml-cpp takes quotes and brackets anywhere.
void Builder::check_indentation(std::size_t offset, Position position) {
    if (tree_->is_at_top() || tree_->is_in_flow() || tree_->reads_key()) return;
    const OpenTree::Frame& frame = tree_->innermost();
    if (!frame.is_map || position.column > tree_->node(frame.node).position().column)
        return refuse(tab_in_indentation(text_, offset, indentation()), offset);
    tree_->mark_unsound();
    mistakes_.report({.code = "yaml.indentation",
                      .summary = "a value must be indented deeper than its key",
                      .hint = "indent it, or write it on the line of the key",
                      .position = position});
}

void Builder::null(std::size_t offset) {
    const Position position = begin_node(offset);
    if (text_.substr(last_).starts_with('!') && property_ != last_) check_tag(offset, "!");
    // Without a value the mark is that of the key.
    const bool absent = !tree_->reads_key() && !tree_->is_at_top() && tree_->innermost().is_map &&
                        last_ <= tree_->innermost().key_offset;
    const std::string_view word = absent ? std::string_view() : written_null(text_, last_);
    if (tree_->reads_key()) {
        null_key(offset, word);
    } else if (word.empty()) {
        empty_value(offset);
    } else {
        add(NodeType::null, true, word, position);
    }
    tree_->end_node();
}

void Builder::anchor(std::size_t offset) {
    last_ = offset;
    property_ = offset;
    tree_->mark_unsound();
    if (!anchored_) mistakes_.report(unsupported(text_, offset, places_));
    anchored_ = true;
}

void Builder::alias(std::size_t offset) {
    const Position position = begin_node(offset);
    tree_->doubt_next();
    if (tree_->reads_key()) {
        tree_->lose_entry();
    }
    if (!anchored_) mistakes_.report(unsupported(text_, offset, places_));
    add(NodeType::null, true, {}, position);
    tree_->end_node();
}

void Builder::check_tag(std::size_t offset, std::string_view tag) {
    const bool implied = tag == "?" || tag == "!";
    const bool written = offset < text_.size() && text_[offset] == '!';
    if ((implied && !written) || property_ == offset) return;
    property_ = offset;
    tree_->doubt_next();
    mistakes_.report(unsupported(text_, offset, places_));
}

void Builder::count_node(Position position) {
    if (++nodes_ <= limits_.nodes) return;
    mistakes_.stop({.code = "yaml.too-large",
                    .summary = fmt::format("more than {} values in one file", limits_.nodes),
                    .hint = "split the file",
                    .position = position});
}

void Builder::add(NodeType type, bool plain, std::string_view text, Position position) {
    count_node(position);
    tree_->add(type, plain, text, position);
}

Position Builder::begin_node(std::size_t offset) {
    last_ = std::min(offset, text_.size());
    tree_->begin_node(last_);
    return places_.at(last_);
}

} // namespace tenantry::manifest
