#include "engine/manifest/yaml/open_tree.hpp"

#include <algorithm>
#include <utility>

namespace tenantry::manifest {
namespace {

constexpr std::uint32_t few_keys = 16; // of a map that is searched without an index

} // namespace

bool OpenTree::reads_key() const {
    return !is_at_top() && innermost().is_map && !innermost().wants_value;
}

std::optional<std::size_t> OpenTree::outermost_bracket() const {
    const auto flow = std::ranges::find(frames_, true, &Frame::is_flow);
    return flow == frames_.end() ? std::nullopt : std::optional(flow->begin);
}

const OpenTree::Frame* OpenTree::innermost_block() const {
    const auto block = std::ranges::find(frames_.rbegin(), frames_.rend(), false, &Frame::is_flow);
    return block == frames_.rend() ? nullptr : &*block;
}

void OpenTree::begin_node(std::size_t offset) {
    if (!reads_key()) return;
    frames_.back().key = static_cast<std::uint32_t>(tree_->size());
    frames_.back().key_offset = offset;
}

std::uint32_t OpenTree::add(NodeType type, bool plain, std::string_view text, Position position) {
    const std::uint32_t node = tree_->add(type, plain, text, position);
    if (std::exchange(doubtful_, false)) tree_->note_gap(node);
    return node;
}

void OpenTree::open(NodeType type, bool flow, std::size_t offset, Position position) {
    const std::uint32_t node = add(type, false, {}, position);
    frames_.push_back(
        {.is_map = type == NodeType::map, .is_flow = flow, .node = node, .begin = offset});
}

OpenTree::Frame OpenTree::close() {
    Frame closed = std::move(frames_.back());
    frames_.pop_back();
    tree_->close(closed.node, closed.count);
    return closed;
}

void OpenTree::end_node() {
    if (is_at_top()) return;
    Frame& frame = frames_.back();
    if (reads_key()) {
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

// A map with many keys gets an index.
std::optional<std::uint32_t> OpenTree::find_key(std::string_view text) {
    Frame& frame = frames_.back();
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

void OpenTree::remember_key(std::string_view text) {
    Frame& frame = frames_.back();
    if (!frame.keys.empty()) frame.keys.emplace(text, frame.key);
}

void OpenTree::doubt_next() {
    sound_ = false;
    doubtful_ = true;
}

void OpenTree::doubt_closed(const Frame& closed) {
    if (std::exchange(doubtful_, false)) tree_->note_gap(closed.node);
}

void OpenTree::lose_entry() {
    drop_entry();
    sound_ = false;
    tree_->note_gap(innermost().node);
    doubt_emptiness(innermost().key);
}

// A value that seems to be empty right before a mistake: what is wrong may be that value.
void OpenTree::doubt_emptiness(std::size_t behind) {
    if (behind == 0 || behind > tree_->size()) return;
    const auto last = static_cast<std::uint32_t>(behind - 1);
    if (Node(*tree_, last).is_null()) tree_->note_gap(last);
}

Document OpenTree::finish() {
    tree_->shrink();
    return {.tree = std::move(tree_), .sound = sound_};
}

std::optional<Document> OpenTree::break_off(Position broken_at, std::string_view line) {
    if (tree_->size() == 0) return std::nullopt;
    doubt_emptiness(tree_->size());
    // The last text may have swallowed what is wrong: "kind: count: 25", or a line that goes on.
    const Node last(*tree_, static_cast<std::uint32_t>(tree_->size() - 1));
    const bool same_line = last.position().line == broken_at.line;
    const bool goes_on = last.plain() && !line.contains(last.text());
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
    return Document{.tree = std::move(tree_), .sound = false, .broken_at = broken_at};
}

} // namespace tenantry::manifest
