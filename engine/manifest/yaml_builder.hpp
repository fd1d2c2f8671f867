// Trees out of parser events, with the guards that the parser lacks. The events come as offsets and
// text, so that nothing here knows the YAML library.
#pragma once

#include "engine/manifest/yaml.hpp"
#include "engine/manifest/yaml_forms.hpp"
#include "engine/manifest/yaml_text.hpp"

#include <map>

namespace tenantry::manifest {

/// Thrown to leave the parser when reading on makes no sense; the diagnostic has been given.
struct Stop {};

/// Takes the events of one text and makes its documents.
class Builder {
public:
    Builder(std::uint32_t source, std::string_view text, Limits limits)
        : source_(source), text_(text), limits_(limits), places_(source, text) {}

    void begin_text();
    void end_text();
    void begin_document(std::size_t offset);
    void end_document();
    void open(NodeType type, bool flow, std::size_t offset, std::string_view tag);
    void close();
    void scalar(std::size_t offset, std::string_view tag, std::string_view text);
    void null(std::size_t offset);
    void anchor(std::size_t offset);
    void alias(std::size_t offset);
    /// The parser can't read on.
    void syntax_error(std::string_view message, std::optional<std::size_t> offset);

    /// Gives up the document that is being read, or what is left of it.
    void abandon();
    /// The documents that are complete; what was wrong goes to `diagnostics`.
    std::vector<Document> finish(Diagnostics& diagnostics);

private:
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

    void report(Diagnostic diagnostic);
    void report(std::string code, std::string summary, std::string hint, std::size_t offset);
    [[noreturn]] void stop(std::string code, std::string summary, std::string hint,
                           std::size_t offset);

    std::uint32_t add(NodeType type, bool plain, std::string_view text, Position position);
    Position begin_node(std::size_t offset);
    void end_node();
    bool reading_key() const;
    void check_tag(std::size_t offset, std::string_view tag);
    void check_indentation(std::size_t offset, Position position);
    /// By how many spaces the lines of what stands here must be indented.
    std::size_t indentation() const;
    /// The text of a scalar that yaml-cpp found to begin at an offset.
    std::string formed(std::size_t offset, std::string_view text);
    void refuse(const std::optional<Flaw>& flaw, std::size_t begin);
    std::size_t outermost_bracket() const;
    void drop_echoes(Position begin);
    void note_swallowed(Position broken_at);
    void keep_what_was_read(Position broken_at);
    void note_gap();
    void doubt_emptiness(std::size_t behind);

    void check_key(std::size_t offset, bool plain, std::string_view text);
    std::optional<std::uint32_t> find_key(Frame& frame, std::string_view text) const;
    void refuse_key(std::string code, std::string summary, std::string hint, std::size_t offset);
    void null_key(std::size_t offset, std::string_view word);
    void empty_value(std::size_t offset);
    bool lacks_colon(const Frame& frame, std::size_t offset) const;
    void refuse_missing_colon(Frame& frame);

    std::uint32_t source_;
    std::string_view text_;
    Limits limits_;
    Places places_;
    std::vector<Document> documents_;
    std::unique_ptr<Tree> tree_;
    std::vector<Frame> frames_;
    bool sound_ = true;
    bool doubtful_ = false; // the next node is not what was written
    std::size_t nodes_ = 0;
    std::vector<Diagnostic> mistakes_;
    std::size_t last_ = 0; // offset of the last event
    std::optional<std::size_t> document_ = {};
    std::optional<std::size_t> property_ = {}; // the last anchor or tag
    std::optional<std::size_t> quoted_ = {};   // the last text in quotes
    bool anchored_ = false; // an anchor has been told: what refers to it is no mistake of its own
};

} // namespace tenantry::manifest
