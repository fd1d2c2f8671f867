// One tree while it is read: the maps and sequences that are open, and which nodes are not as they
// were written, because a mistake kept something of them out.
#pragma once

#include "engine/manifest/yaml/yaml.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::manifest {

class OpenTree {
public:
    /// A map or sequence that is being read.
    struct Frame {
        bool is_map = false;
        bool is_flow = false;
        bool wants_value = false; // of a map: the key has been read
        bool dropped = false;     // the entry that is being read is a mistake
        std::uint32_t node = 0;
        std::uint32_t count = 0;
        std::uint32_t key = 0;
        std::size_t begin = 0;
        std::size_t key_offset = 0;
        std::map<std::string, std::uint32_t, std::less<>> keys = {}; // once there are many
    };

    explicit OpenTree(std::uint32_t source) : tree_(std::make_unique<Tree>(source)) {}

    bool is_at_top() const { return frames_.empty(); }
    std::size_t depth() const { return frames_.size(); }
    const Frame& innermost() const { return frames_.back(); }
    bool is_in_flow() const { return !is_at_top() && innermost().is_flow; }
    bool reads_key() const;
    /// Where the outermost brackets that are open begin.
    std::optional<std::size_t> outermost_bracket() const;
    /// The innermost that is written without brackets; null where there is none.
    const Frame* innermost_block() const;
    Node node(std::uint32_t index) const { return {*tree_, index}; }

    /// What follows here is a node: each is begun, added (a scalar) or opened and closed, and
    /// ended.
    void begin_node(std::size_t offset);
    std::uint32_t add(NodeType type, bool plain, std::string_view text, Position position);
    void open(NodeType type, bool flow, std::size_t offset, Position position);
    /// Takes the innermost off, which is complete.
    Frame close();
    void end_node();

    /// The node of the key `text` in the innermost map.
    std::optional<std::uint32_t> find_key(std::string_view text);
    /// The key that is being read can be found from now on.
    void remember_key(std::string_view text);

    /// Something is not as it was written, and the complaints of a schema would only echo it.
    void mark_unsound() { sound_ = false; }
    /// The next node is not what was written.
    void doubt_next();
    /// What was refused within the brackets that were just closed makes all of them doubtful.
    void doubt_closed(const Frame& closed);
    /// The entry that is being read stands in the tree already.
    void drop_entry() { frames_.back().dropped = true; }
    /// The entry that is being read is none, and so missing.
    void lose_entry();

    /// The document, which is complete.
    Document finish();
    /// Everything that is open ends here, without the entry that was being read; nothing where
    /// nothing was. `line` is that of the last event.
    std::optional<Document> break_off(Position broken_at, std::string_view line);

private:
    void doubt_emptiness(std::size_t behind);

    std::unique_ptr<Tree> tree_;
    std::vector<Frame> frames_;
    bool sound_ = true;
    bool doubtful_ = false; // the next node is not what was written
};

} // namespace tenantry::manifest
