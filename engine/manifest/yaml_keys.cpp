// Keys of maps, and what has no value: the part of the Builder that knows what yaml-cpp makes of a
// key without a colon and of nothing between two commas.
#include "engine/base/text.hpp"
#include "engine/manifest/yaml_builder.hpp"
#include "engine/manifest/yaml_errors.hpp"

namespace tenantry::manifest {
namespace {

constexpr std::uint32_t few_keys = 16; // of a map that is searched without an index

} // namespace

void Builder::check_key(std::size_t offset, bool plain, std::string_view text) {
    Frame& frame = frames_.back();
    if (plain && text == "<<") {
        frame.dropped = true;
        note_gap();
        if (anchored_) return;
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
    note_gap();
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
        doubtful_ = true;
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
    note_gap();
    Diagnostic mistake = missing_colon(shown, places_.at(frame.key_offset));
    if (frame.is_flow && !shown.contains(':'))
        mistake.hint =
            "write \"key: value\", or put all of the text in quotes if it is the rest of "
            "the one before";
    report(std::move(mistake));
}

} // namespace tenantry::manifest
