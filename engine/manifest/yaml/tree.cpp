#include "engine/manifest/yaml/tree.hpp"

namespace tenantry::manifest {

std::string_view describe(NodeType type) {
    switch (type) {
    case NodeType::null: return "null";
    case NodeType::boolean: return "true or false";
    case NodeType::integer: return "a whole number";
    case NodeType::real: return "a number";
    case NodeType::text: return "text";
    case NodeType::sequence: return "a list";
    case NodeType::map: return "a map";
    }
    return {};
}

Node Tree::root() const { return {*this, 0}; }

std::uint32_t Tree::add(NodeType type, bool plain, std::string_view text, Position position) {
    const auto index = static_cast<std::uint32_t>(slots_.size());
    slots_.push_back({.type = type,
                      .plain = plain,
                      .line = position.line,
                      .column = position.column,
                      .next = index + 1,
                      .offset = static_cast<std::uint32_t>(text_.size()),
                      .length = static_cast<std::uint32_t>(text.size())});
    text_ += text;
    return index;
}

void Tree::close(std::uint32_t index, std::uint32_t count) {
    slots_[index].next = static_cast<std::uint32_t>(slots_.size());
    slots_[index].length = count;
}

void Tree::truncate(std::uint32_t index) {
    if (index >= slots_.size()) return;
    text_.resize(slots_[index].offset);
    slots_.resize(index);
    gaps_.erase(gaps_.lower_bound(index), gaps_.end());
}

void Tree::rewrite(std::uint32_t index, std::string_view text, std::optional<Rewritten> before) {
    Slot& slot = slots_[index];
    slot.offset = static_cast<std::uint32_t>(text_.size());
    slot.length = static_cast<std::uint32_t>(text.size());
    text_ += text;
    if (before) rewritten_.insert_or_assign(index, std::move(*before));
}

void Tree::shrink() {
    slots_.shrink_to_fit();
    text_.shrink_to_fit();
}

std::string_view Node::text() const {
    if (!is_scalar()) return {};
    return std::string_view(tree_->text_).substr(slot().offset, slot().length);
}

const Tree::Rewritten* Node::rewritten() const {
    const auto found = tree_->rewritten_.find(index_);
    return found == tree_->rewritten_.end() ? nullptr : &found->second;
}

std::string_view Node::written() const {
    const Tree::Rewritten* before = rewritten();
    return before == nullptr ? text() : std::string_view(before->text);
}

Position Node::position() const { return {tree_->source_, slot().line, slot().column}; }

std::optional<Node> Node::find(std::string_view key) const {
    for (const Entry entry : entries()) {
        if (entry.key.text() == key) return entry.value;
    }
    return std::nullopt;
}

Entries Node::entries() const {
    if (!is_map()) return {*this, *this};
    return {first(), after()};
}

Items Node::items() const {
    if (!is_sequence()) return {*this, *this};
    return {first(), after()};
}

} // namespace tenantry::manifest
