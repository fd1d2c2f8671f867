// Keys of maps, and what has no value: the part of the Builder that knows what yaml-cpp makes of a
// key without a colon and of nothing between two commas.
#include "engine/base/text.hpp"
#include "engine/manifest/yaml/builder.hpp"
#include "engine/manifest/yaml/errors.hpp"

#include <fmt/core.h>

namespace tenantry::manifest {

void Builder::check_key(std::size_t offset, bool plain, std::string_view text) {
    if (plain && text == "<<") {
        tree_->lose_entry();
        if (anchored_) return;
        refuse_key("yaml.merge-key", "merge keys (\"<<\") are not supported",
                   "write the entries out", offset);
        return;
    }
    const std::optional<std::uint32_t> first = tree_->find_key(text);
    if (!first) return tree_->remember_key(text);
    tree_->drop_entry();
    mistakes_.report({.code = "yaml.duplicate-key",
                      .summary = "duplicate key " + in_quotes(text),
                      .hint = "remove one of them",
                      .position = places_.at(offset),
                      .notes = {{"first here", tree_->node(*first).position()}}});
}

void Builder::refuse_key(std::string code, std::string summary, std::string hint,
                         std::size_t offset) {
    tree_->lose_entry();
    mistakes_.report(std::move(code), std::move(summary), std::move(hint), offset);
}

void Builder::null_key(std::size_t offset, std::string_view word) {
    const std::string_view rest = text_.substr(last_);
    if (!word.empty()) {
        refuse_key("yaml.key", "null cannot be a key",
                   fmt::format("put {} in quotes", in_quotes(word)), offset);
    } else if (rest.starts_with(',')) {
        refuse_key("yaml.syntax", "an entry is missing before \",\"", "remove the comma", offset);
    } else {
        refuse_key("yaml.key", "a key is missing here", {}, offset);
    }
    add(NodeType::null, true, word, places_.at(offset));
}

void Builder::empty_value(std::size_t offset) {
    if (tree_->is_at_top()) {
        add(NodeType::null, true, {}, places_.at(*document_));
        return;
    }
    const OpenTree::Frame& frame = tree_->innermost();
    if (frame.is_map) {
        if (!frame.dropped && lacks_colon(offset)) refuse_missing_colon();
        add(NodeType::null, true, {}, tree_->node(frame.key).position());
    } else if (frame.is_flow) {
        tree_->doubt_next();
        mistakes_.report("yaml.syntax", "a list item is missing here",
                         "remove the comma, or write \"\" for empty text", offset);
        add(NodeType::null, true, {}, places_.at(offset));
    } else {
        add(NodeType::null, true, {}, places_.at(dash_before(text_, offset).value_or(offset)));
    }
}

bool Builder::lacks_colon(std::size_t offset) const {
    const OpenTree::Frame& frame = tree_->innermost();
    if (offset <= frame.key_offset) return true;
    if (!frame.is_flow || offset >= text_.size()) return false;
    return std::string_view(",}]").contains(text_[offset]) && !colon_before(text_, offset);
}

void Builder::refuse_missing_colon() {
    const OpenTree::Frame& frame = tree_->innermost();
    const std::string_view rest = text_.substr(frame.key_offset);
    const std::string_view key = tree_->node(frame.key).text();
    // A key over several lines has swallowed the lines that should be its value.
    const std::string_view shown =
        rest.starts_with(key) ? key : rest.substr(0, rest.find_first_of("\r\n"));
    tree_->lose_entry();
    Diagnostic mistake = missing_colon(shown, places_.at(frame.key_offset));
    if (frame.is_flow && !shown.contains(':'))
        mistake.hint =
            "write \"key: value\", or put all of the text in quotes if it is the rest of "
            "the one before";
    mistakes_.report(std::move(mistake));
}

} // namespace tenantry::manifest
