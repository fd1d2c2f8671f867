// What yaml-cpp 0.7 accepts although it should not, and is caught here: duplicate keys, empty
// documents without end (after a "," outside of brackets), documents without "---", quotes that
// are never closed, keys without a colon, empty items between commas. The mark of an empty value is
// that of the next token.
#include "engine/manifest/yaml_builder.hpp"

#include "engine/base/text.hpp"
#include "engine/manifest/yaml_errors.hpp"

#include <algorithm>

namespace tenantry::manifest {
namespace {

constexpr std::size_t most_mistakes = 100; // of one text; more do not help anyone
constexpr std::uint32_t few_keys = 16;     // of a map that is searched without an index

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
    report(std::move(mistake));
    throw Stop();
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
        documents_.pop_back();
        const Position place = places_.at(*quoted_);
        drop_echoes(place);
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
    if (flow) check_indentation(position);
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
    tree_->close(frames_.back().node, frames_.back().count);
    frames_.pop_back();
    end_node();
}

void Builder::scalar(std::size_t offset, std::string_view tag, std::string_view text) {
    const Position position = begin_node(offset);
    check_tag(offset, tag);
    check_indentation(position);
    const char first = offset < text_.size() ? text_[offset] : '\0';
    if (first == '"' || first == '\'') quoted_ = offset;
    if (first == '"') check_escapes(text, position);
    if (first == '>') check_folded(offset);
    const bool plain = tag == "?";
    const bool key = reading_key();
    if (key) check_key(offset, plain, text);
    add(plain && !key ? type_of_plain(text) : NodeType::text, plain, text, position);
    end_node();
}

// yaml-cpp makes broken UTF-8 out of two escapes.
void Builder::check_escapes(std::string_view text, Position position) {
    if (first_invalid_utf8(text) == std::string_view::npos) return;
    sound_ = false;
    report({.code = "yaml.escape",
            .summary = "the escapes \"\\_\" and \"\\N\" are not supported",
            .hint = "write \"\\u00a0\" or \"\\u0085\"",
            .position = position});
}

// yaml-cpp loses the empty lines that "+" should keep.
void Builder::check_folded(std::size_t offset) {
    const std::size_t end = std::min(text_.find_first_of(" \t\r\n", offset), text_.size());
    if (!text_.substr(offset, end - offset).contains('+')) return;
    sound_ = false;
    report("yaml.syntax", "\">+\" is not supported", "write \"|+\", or put the text in quotes",
           offset);
}

// YAML wants a value deeper than its key; yaml-cpp takes quotes and brackets anywhere.
void Builder::check_indentation(Position position) {
    if (frames_.empty() || !frames_.back().is_map || frames_.back().is_flow) return;
    const Frame& frame = frames_.back();
    if (!frame.wants_value || position.column > Node(*tree_, frame.node).position().column) return;
    sound_ = false;
    report({.code = "yaml.indentation",
            .summary = "a value must be indented deeper than its key",
            .hint = "indent it, or write it on the line of the key",
            .position = position});
}

void Builder::null(std::size_t offset) {
    const Position position = begin_node(offset);
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
    report(unsupported(text_, offset, places_));
}

void Builder::alias(std::size_t offset) {
    const Position position = begin_node(offset);
    sound_ = false;
    if (reading_key()) frames_.back().dropped = true;
    report(unsupported(text_, offset, places_));
    add(NodeType::null, true, {}, position);
    end_node();
}

void Builder::check_tag(std::size_t offset, std::string_view tag) {
    const bool implied = tag == "?" || tag == "!";
    const bool written = offset < text_.size() && text_[offset] == '!';
    if ((implied && !written) || property_ == offset) return;
    property_ = offset;
    sound_ = false;
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
    return tree_->add(type, plain, text, position);
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

void Builder::check_key(std::size_t offset, bool plain, std::string_view text) {
    Frame& frame = frames_.back();
    if (plain && text == "<<") {
        refuse_key("yaml.merge-key", "merge keys (\"<<\") are not supported",
                   "write the entries out", offset);
        return;
    }
    const std::optional<std::uint32_t> first = find_key(frame, text);
    if (!first) {
        if (!frame.keys.empty()) frame.keys.emplace(text, frame.key);
        return;
    }
    frame.dropped = true;
    report({.code = "yaml.duplicate-key",
            .summary = "duplicate key " + in_quotes(text),
            .hint = "remove one of them",
            .position = places_.at(offset),
            .notes = {{"first here", Node(*tree_, *first).position()}}});
}

// The node of the key `text` in the map that is being read. A map with many keys gets an index.
std::optional<std::uint32_t> Builder::find_key(Frame& frame, std::string_view text) const {
    const bool index = frame.keys.empty() && frame.count >= few_keys;
    if (frame.keys.empty()) {
        std::uint32_t key = frame.node + 1;
        for (std::uint32_t i = 0; i < frame.count; ++i) {
            const Node node(*tree_, key);
            if (node.text() == text) return key;
            if (index) frame.keys.emplace(node.text(), key);
            key = tree_->after(tree_->after(key));
        }
        return std::nullopt;
    }
    const auto found = frame.keys.find(text);
    if (found == frame.keys.end()) return std::nullopt;
    return found->second;
}

void Builder::refuse_key(std::string code, std::string summary, std::string hint,
                         std::size_t offset) {
    frames_.back().dropped = true;
    sound_ = false;
    report(std::move(code), std::move(summary), std::move(hint), offset);
}

void Builder::null_key(std::size_t offset, std::string_view word) {
    const std::string_view rest = text_.substr(last_);
    if (!word.empty()) {
        refuse_key("yaml.key", "null cannot be a key", "put " + in_quotes(word) + " in quotes",
                   offset);
    } else if (rest.starts_with(',')) {
        refuse_key("yaml.syntax", "an entry is missing before \",\"", "remove the comma", offset);
    } else {
        refuse_key("yaml.key", "a key is missing here", {}, offset);
    }
    add(NodeType::null, true, word, places_.at(offset));
}

void Builder::empty_value(std::size_t offset) {
    if (frames_.empty()) {
        add(NodeType::null, true, {}, places_.at(*document_));
        return;
    }
    Frame& frame = frames_.back();
    if (frame.is_map) {
        if (!frame.dropped && lacks_colon(frame, offset)) refuse_missing_colon(frame);
        add(NodeType::null, true, {}, Node(*tree_, frame.key).position());
    } else if (frame.is_flow) {
        sound_ = false;
        report("yaml.syntax", "a list item is missing here",
               "remove the comma, or write \"\" for empty text", offset);
        add(NodeType::null, true, {}, places_.at(offset));
    } else {
        add(NodeType::null, true, {}, places_.at(dash_before(text_, offset).value_or(offset)));
    }
}

bool Builder::lacks_colon(const Frame& frame, std::size_t offset) const {
    if (offset <= frame.key_offset) return true;
    if (!frame.is_flow || offset >= text_.size()) return false;
    return std::string_view(",}]").contains(text_[offset]) && !colon_before(text_, offset);
}

void Builder::refuse_missing_colon(Frame& frame) {
    const std::string_view rest = text_.substr(frame.key_offset);
    const std::string_view key = Node(*tree_, frame.key).text();
    // A key over several lines has swallowed the lines that should be its value.
    const std::string_view shown =
        rest.starts_with(key) ? key : rest.substr(0, rest.find_first_of("\r\n"));
    frame.dropped = true;
    sound_ = false;
    report(missing_colon(shown, places_.at(frame.key_offset)));
}

} // namespace tenantry::manifest
