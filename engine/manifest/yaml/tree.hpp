// One YAML document as a tree of small nodes (24 bytes) that know where they were written. Values
// stay the text that the user wrote: what a field's text means is for its schema to say. A Node is
// a view, as cheap to copy as a pointer, valid as long as its Tree.
#pragma once

#include "engine/base/source.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::manifest {

/// What a node is. Scalars are typed by the core schema of YAML 1.2, and only when written without
/// quotes: `no`, `12:30`, `1_000` and everything in quotes are text.
enum class NodeType : std::uint8_t { null, boolean, integer, real, text, sequence, map };

/// "a map", "a list", "text": the type in words that fit "expected ..., not ...".
std::string_view describe(NodeType type);

class Node;

/// The nodes of one document in document order. Filled once by parse_yaml; then variables are put
/// in (see variables.hpp); then read only.
class Tree {
public:
    explicit Tree(std::uint32_t source) : source_(source) {}
    Tree(const Tree&) = delete; // its Nodes point to it
    Tree& operator=(const Tree&) = delete;

    std::uint32_t source() const { return source_; }
    /// Nodes, keys included.
    std::size_t size() const { return slots_.size(); }
    Node root() const;
    /// The node that follows a node and all it contains.
    std::uint32_t after(std::uint32_t index) const { return slots_[index].next; }

    /// Appends a node; a map or a sequence is open until close().
    std::uint32_t add(NodeType type, bool plain, std::string_view text, Position position);
    /// Ends a map or sequence: `count` entries or items were added since.
    void close(std::uint32_t index, std::uint32_t count);
    /// Notes that something of a node is not in the tree: a mistake, which has been told.
    void note_gap(std::uint32_t index) { gaps_.insert(index); }
    /// Removes all nodes from `index` on.
    void truncate(std::uint32_t index);
    void shrink();

    /// What a scalar was before another text took its place.
    struct Rewritten {
        std::string text = {};
        bool resolved = true;
    };
    /// Gives a scalar another text. With `before`, what was written is kept for messages.
    void rewrite(std::uint32_t index, std::string_view text, std::optional<Rewritten> before);

private:
    friend class Node;
    struct Slot {
        NodeType type = NodeType::null;
        bool plain = false;
        std::uint32_t line = 0;
        std::uint32_t column = 0;
        std::uint32_t next = 0;   // the node after this one and all it contains
        std::uint32_t offset = 0; // of a scalar's text in text_
        std::uint32_t length = 0; // of a scalar's text; entries of a map, items of a sequence
    };

    std::uint32_t source_ = Position::nowhere;
    std::vector<Slot> slots_;
    std::string text_;
    std::map<std::uint32_t, Rewritten> rewritten_; // few: scalars with variables
    std::set<std::uint32_t> gaps_;                 // few, too
};

class Items;
class Entries;
struct Entry;

/// One node of a Tree.
class Node {
public:
    Node(const Tree& tree, std::uint32_t index) : tree_(&tree), index_(index) {}

    NodeType type() const { return slot().type; }
    bool is_null() const { return type() == NodeType::null; }
    bool is_text() const { return type() == NodeType::text; }
    bool is_sequence() const { return type() == NodeType::sequence; }
    bool is_map() const { return type() == NodeType::map; }
    bool is_scalar() const { return !is_sequence() && !is_map(); }

    /// Whether this is a scalar written without quotes (and not as a block after `|` or `>`).
    bool plain() const { return slot().plain; }
    /// A scalar's text, quotes and escapes resolved: "null" or "~" for a written null, "" for an
    /// empty value.
    std::string_view text() const;
    /// A scalar's text before variables were put in: what messages show.
    std::string_view written() const;
    /// Whether text() came from a variable, at least in part.
    bool from_variable() const { return rewritten() != nullptr; }
    /// Whether a variable in it could not be followed; that has its diagnostic, and text() is "".
    bool unresolved() const { return from_variable() && !rewritten()->resolved; }
    /// Whether a mistake that has been told kept something of it out, so that what seems to be
    /// missing or wrong here may be that mistake alone.
    bool has_gap() const { return tree_->gaps_.contains(index_); }
    std::uint32_t index() const { return index_; }
    /// Where the node begins; an empty value is where its key (or its "-") is.
    Position position() const;
    /// Entries of a map, items of a sequence; 0 for a scalar.
    std::size_t size() const { return is_scalar() ? 0 : slot().length; }

    /// The value under a key of a map; nothing when there is none or this is no map.
    std::optional<Node> find(std::string_view key) const;
    /// The entries of a map in the order written; none for any other node.
    Entries entries() const;
    /// The items of a sequence; none for any other node.
    Items items() const;

    bool operator==(const Node&) const = default;

private:
    friend class Items;
    friend class Entries;
    const Tree::Slot& slot() const { return tree_->slots_[index_]; }
    const Tree::Rewritten* rewritten() const;
    Node after() const { return {*tree_, slot().next}; }
    Node first() const { return {*tree_, index_ + 1}; }

    const Tree* tree_;
    std::uint32_t index_;
};

/// One `key: value` of a map. Keys are scalars and differ in their text.
struct Entry {
    Node key;
    Node value;
};

/// The items of a sequence, for range-for.
class Items {
public:
    class ItemIterator {
    public:
        explicit ItemIterator(Node node) : node_(node) {}
        Node operator*() const { return node_; }
        ItemIterator& operator++() {
            node_ = node_.after();
            return *this;
        }
        bool operator==(const ItemIterator&) const = default;

    private:
        Node node_;
    };

    Items(Node begin, Node end) : begin_(begin), end_(end) {}
    ItemIterator begin() const { return begin_; }
    ItemIterator end() const { return end_; }

private:
    ItemIterator begin_;
    ItemIterator end_;
};

/// The entries of a map, for range-for.
class Entries {
public:
    class EntryIterator {
    public:
        explicit EntryIterator(Node key) : key_(key) {}
        Entry operator*() const { return {key_, key_.after()}; }
        EntryIterator& operator++() {
            key_ = key_.after().after();
            return *this;
        }
        bool operator==(const EntryIterator&) const = default;

    private:
        Node key_;
    };

    Entries(Node begin, Node end) : begin_(begin), end_(end) {}
    EntryIterator begin() const { return begin_; }
    EntryIterator end() const { return end_; }

private:
    EntryIterator begin_;
    EntryIterator end_;
};

} // namespace tenantry::manifest
