// What yaml-cpp 0.7 accepts although it should not, and is caught here: duplicate keys, empty
// documents without end (after a "," outside of brackets), documents without "---", quotes that
// are never closed, keys without a colon, empty items between commas. What it takes within quotes,
// blocks and brackets, yaml_forms.hpp judges. The mark of an empty value is that of the next token.
#include "engine/manifest/yaml_builder.hpp"

#include "engine/base/text.hpp"
#include "engine/manifest/yaml_errors.hpp"

#include <algorithm>
#include <utility>

namespace tenantry::manifest {
namespace {

constexpr std::size_t most_mistakes = 100; // of one text; more do not help anyone

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

std::vector<Document> Builder::finish(Diagnostics& diagnostics) {
    for (Diagnostic& mistake : mistakes_)
        diagnostics.add(std::move(mistake));
    mistakes_.clear();
    return std::move(documents_);
}

void Builder::report(Diagnostic diagnostic) {
    mistakes_.push_back(std::move(diagnostic));
    if (mistakes_.size() >= most_mistakes) throw Stop();
}

void Builder::report(std::string code, std::string summary, std::string hint, std::size_t offset) {
    report({.code = std::move(code),
            .summary = std::move(summary),
            .hint = std::move(hint),
            .position = places_.at(offset)});
}

void Builder::stop(std::string code, std::string summary, std::string hint, std::size_t offset) {
    report(std::move(code), std::move(summary), std::move(hint), offset);
    throw Stop();
}

void Builder::syntax_error(std::string_view message, std::optional<std::size_t> offset) {
    const std::size_t last = outermost_bracket();
    const std::size_t place = std::min(offset.value_or(last_), text_.size());
    Diagnostic mistake =
        explain(text_, places_, {.message = message, .offset = place, .last = last});
    drop_echoes(mistake.position);
    keep_what_was_read(mistake.position);
    report(std::move(mistake));
    throw Stop();
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

// Everything that is open now ends here, without the entry that was being read.
void Builder::keep_what_was_read(Position broken_at) {
    if (tree_ == nullptr || tree_->size() == 0) return;
    doubt_emptiness(tree_->size());
    // The last text may have swallowed what is wrong: "kind: count: 25", or a line that goes on.
    const Node last(*tree_, static_cast<std::uint32_t>(tree_->size() - 1));
    const bool same_line = last.position().line == broken_at.line;
    const bool goes_on = last.plain() && !line_around(text_, last_).contains(last.text());
    if (last.is_scalar() && (same_line || goes_on)) tree_->note_gap(last.index());
    for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame) {
        // The entry of an outer one is what has just been closed.
        const bool outer = frame != frames_.rbegin();
        const bool whole = outer && (!frame->is_map || (frame->wants_value && !frame->dropped));
        if (whole) ++frame->count;
        if (!whole && frame->is_map && (outer || frame->wants_value)) tree_->truncate(frame->key);
        tree_->note_gap(frame->node);
        tree_->close(frame->node, frame->count);
    }
    frames_.clear();
    documents_.push_back({.tree = std::move(tree_), .sound = false, .broken_at = broken_at});
}

// What is being read lacks an entry.
void Builder::note_gap() {
    sound_ = false;
    if (frames_.empty()) return;
    tree_->note_gap(frames_.back().node);
    doubt_emptiness(frames_.back().key);
}

// A value that seems to be empty right before a mistake: what is wrong may be that value.
void Builder::doubt_emptiness(std::size_t behind) {
    if (behind == 0 || behind > tree_->size()) return;
    const auto last = static_cast<std::uint32_t>(behind - 1);
    if (Node(*tree_, last).is_null()) tree_->note_gap(last);
}

// Where reading began to go wrong at the earliest: within brackets, where they open.
std::size_t Builder::outermost_bracket() const {
    const auto flow = std::ranges::find(frames_, true, &Frame::is_flow);
    return flow == frames_.end() ? last_ : flow->begin;
}

// What follows an unclosed quote or bracket is misread until the parser notices, and a line that
// makes no sense looks like a key without a colon.
void Builder::drop_echoes(Position begin) {
    const bool in_block = !frames_.empty() && !frames_.back().is_flow;
    std::erase_if(mistakes_, [&](const Diagnostic& mistake) {
        const bool same_line = mistake.position.line == begin.line;
        return mistake.position >= begin ||
               (in_block && same_line && mistake.code == "yaml.missing-colon");
    });
}

// Directives are the lines that begin with "%", before the first "---".
void Builder::begin_text() {
    bool directive = false;
    for (std::size_t begin = 0; begin < text_.size();) {
        const std::string_view line = line_around(text_, begin);
        if (line.starts_with('%')) {
            if (auto mistake = directive_mistake(line, places_.at(begin))) {
                report(std::move(*mistake));
                throw Stop();
            }
            if (directive) stop("yaml.directive", "a second \"%\" line", "remove it", begin);
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
        drop_echoes(place);
        note_swallowed(place);
        report(unclosed_quote(text_[*quoted_], place));
    } else if (const auto directive = directive_before(text_, text_.size())) {
        stop("yaml.directive", "\"%\" at the beginning of a line, but no document follows",
             "remove the line, or put the text in quotes", *directive);
    }
}

void Builder::begin_document(std::size_t offset) {
    last_ = offset;
    const bool marked = marker_at(text_, offset, "---");
    const auto directive = directive_before(text_, offset);
    if (directive && (document_ || !marked)) {
        stop("yaml.directive", "\"%\" may begin a line only at the top of a file, before \"---\"",
             "remove the line, or put the text in quotes", *directive);
    }
    if (document_ && (!marked || offset <= *document_)) {
        report(stray(text_, offset, places_));
        throw Stop();
    }
    if (marker_at(text_, offset, "...")) {
        stop("yaml.document", "\"...\" ends a document, but none begins before it",
             "remove the line", offset);
    }
    if (documents_.size() >= limits_.documents) {
        stop("yaml.too-large",
             "more than " + std::to_string(limits_.documents) + " documents in one file",
             "split the file", offset);
    }
    document_ = offset;
    tree_ = std::make_unique<Tree>(source_);
    sound_ = true;
}

void Builder::end_document() {
    tree_->shrink();
    documents_.push_back({.tree = std::move(tree_), .sound = sound_});
}

void Builder::abandon() {
    tree_.reset();
    frames_.clear();
}

void Builder::open(NodeType type, bool flow, std::size_t offset, std::string_view tag) {
    const Position position = begin_node(offset);
    check_tag(offset, tag);
    if (flow) check_indentation(offset, position);
    if (frames_.size() >= limits_.depth) {
        drop_echoes(places_.at(outermost_bracket()));
        stop("yaml.too-deep", "nested deeper than " + std::to_string(limits_.depth) + " levels", {},
             offset);
    }
    if (reading_key()) {
        refuse_key("yaml.key", "a key must be text, not " + std::string(describe(type)),
                   "put it in quotes if it is text", offset);
    }
    const std::uint32_t node = add(type, false, {}, position);
    frames_.push_back(
        {.is_map = type == NodeType::map, .is_flow = flow, .node = node, .begin = offset});
}

void Builder::close() {
    const Frame closed = std::move(frames_.back());
    frames_.pop_back();
    tree_->close(closed.node, closed.count);
    const bool outermost = std::ranges::none_of(frames_, &Frame::is_flow);
    if (closed.is_flow && outermost)
        refuse(flaw_in_brackets(text_, closed.begin, indentation()), closed.begin);
    if (std::exchange(doubtful_, false)) tree_->note_gap(closed.node);
    end_node();
}

void Builder::scalar(std::size_t offset, std::string_view tag, std::string_view text) {
    const Position position = begin_node(offset);
    check_tag(offset, tag);
    check_indentation(offset, position);
    const bool plain = tag == "?";
    const std::string formed_text = plain ? std::string() : formed(offset, text);
    if (!plain) text = formed_text;
    const bool key = reading_key();
    if (key) check_key(offset, plain, text);
    add(plain && !key ? type_of_plain(text) : NodeType::text, plain, text, position);
    end_node();
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
    const auto block = std::ranges::find(frames_.rbegin(), frames_.rend(), false, &Frame::is_flow);
    if (block == frames_.rend()) return 0;
    return block->begin - begin_of_line(text_, block->begin) + 1;
}

void Builder::refuse(const std::optional<Flaw>& flaw, std::size_t begin) {
    if (!flaw) return;
    sound_ = false;
    doubtful_ = true;
    Diagnostic mistake{.code = std::string(flaw->code),
                       .summary = flaw->summary,
                       .hint = flaw->hint,
                       .position = places_.at(flaw->offset)};
    const Position opened = places_.at(begin);
    if (opened.line != mistake.position.line) mistake.notes = {{"it began here", opened}};
    report(std::move(mistake));
}

// YAML wants a value deeper than its key, by spaces; yaml-cpp takes quotes and brackets anywhere.
void Builder::check_indentation(std::size_t offset, Position position) {
    if (frames_.empty() || frames_.back().is_flow || reading_key()) return;
    const Frame& frame = frames_.back();
    if (!frame.is_map || position.column > Node(*tree_, frame.node).position().column)
        return refuse(tab_in_indentation(text_, offset, indentation()), offset);
    sound_ = false;
    report({.code = "yaml.indentation",
            .summary = "a value must be indented deeper than its key",
            .hint = "indent it, or write it on the line of the key",
            .position = position});
}

void Builder::null(std::size_t offset) {
    const Position position = begin_node(offset);
    if (text_.substr(last_).starts_with('!') && property_ != last_) check_tag(offset, "!");
    // Without a value the mark is that of the key.
    const bool absent = !reading_key() && !frames_.empty() && frames_.back().is_map &&
                        last_ <= frames_.back().key_offset;
    const std::string_view word = absent ? std::string_view() : written_null(text_, last_);
    if (reading_key()) {
        null_key(offset, word);
    } else if (word.empty()) {
        empty_value(offset);
    } else {
        add(NodeType::null, true, word, position);
    }
    end_node();
}

void Builder::anchor(std::size_t offset) {
    last_ = offset;
    property_ = offset;
    sound_ = false;
    if (!anchored_) report(unsupported(text_, offset, places_));
    anchored_ = true;
}

void Builder::alias(std::size_t offset) {
    const Position position = begin_node(offset);
    sound_ = false;
    doubtful_ = true;
    if (reading_key()) {
        frames_.back().dropped = true;
        note_gap();
    }
    if (!anchored_) report(unsupported(text_, offset, places_));
    add(NodeType::null, true, {}, position);
    end_node();
}

void Builder::check_tag(std::size_t offset, std::string_view tag) {
    const bool implied = tag == "?" || tag == "!";
    const bool written = offset < text_.size() && text_[offset] == '!';
    if ((implied && !written) || property_ == offset) return;
    property_ = offset;
    sound_ = false;
    doubtful_ = true;
    report(unsupported(text_, offset, places_));
}

std::uint32_t Builder::add(NodeType type, bool plain, std::string_view text, Position position) {
    if (++nodes_ > limits_.nodes) {
        report({.code = "yaml.too-large",
                .summary = "more than " + std::to_string(limits_.nodes) + " values in one file",
                .hint = "split the file",
                .position = position});
        throw Stop();
    }
    const std::uint32_t node = tree_->add(type, plain, text, position);
    if (std::exchange(doubtful_, false)) tree_->note_gap(node);
    return node;
}

Position Builder::begin_node(std::size_t offset) {
    last_ = std::min(offset, text_.size());
    if (reading_key()) {
        frames_.back().key = static_cast<std::uint32_t>(tree_->size());
        frames_.back().key_offset = last_;
    }
    return places_.at(last_);
}

void Builder::end_node() {
    if (frames_.empty()) return;
    Frame& frame = frames_.back();
    if (reading_key()) {
        frame.wants_value = true;
        return;
    }
    if (frame.is_map && frame.dropped) {
        tree_->truncate(frame.key);
    } else {
        ++frame.count;
    }
    frame.wants_value = false;
    frame.dropped = false;
}

bool Builder::reading_key() const {
    return !frames_.empty() && frames_.back().is_map && !frames_.back().wants_value;
}

} // namespace tenantry::manifest
