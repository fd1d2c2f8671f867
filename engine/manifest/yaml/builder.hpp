// Trees out of parser events, with the guards that the parser lacks. The events come as offsets and
// text, so that nothing here knows the YAML library.
#pragma once

#include "engine/manifest/yaml/forms.hpp"
#include "engine/manifest/yaml/mistakes.hpp"
#include "engine/manifest/yaml/open_tree.hpp"
#include "engine/manifest/yaml/text.hpp"
#include "engine/manifest/yaml/yaml.hpp"

namespace tenantry::manifest {

/// Takes the events of one text and makes its documents.
class Builder {
public:
    Builder(std::uint32_t source, std::string_view text, Limits limits)
        : source_(source), text_(text), limits_(limits), places_(source, text), mistakes_(places_) {
    }
    Builder(const Builder&) = delete; // the mistakes refer to the places
    Builder& operator=(const Builder&) = delete;

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
    void abandon() { tree_.reset(); }
    /// The documents that are complete; what was wrong goes to `diagnostics`.
    std::vector<Document> finish(Diagnostics& diagnostics);

private:
    void add(NodeType type, bool plain, std::string_view text, Position position);
    void count_node(Position position);
    Position begin_node(std::size_t offset);
    void check_tag(std::size_t offset, std::string_view tag);
    void check_indentation(std::size_t offset, Position position);
    /// By how many spaces the lines of what stands here must be indented.
    std::size_t indentation() const;
    /// The text of a scalar that yaml-cpp found to begin at an offset.
    std::string formed(std::size_t offset, std::string_view text);
    void refuse(const std::optional<Flaw>& flaw, std::size_t begin);
    std::size_t outermost_bracket() const;
    /// Whether what stands here is written without brackets.
    bool reads_block() const { return tree_ && !tree_->is_at_top() && !tree_->is_in_flow(); }
    void note_swallowed(Position broken_at);
    void keep_what_was_read(Position broken_at);

    void check_key(std::size_t offset, bool plain, std::string_view text);
    void refuse_key(std::string code, std::string summary, std::string hint, std::size_t offset);
    void null_key(std::size_t offset, std::string_view word);
    void empty_value(std::size_t offset);
    bool lacks_colon(std::size_t offset) const;
    void refuse_missing_colon();

    std::uint32_t source_;
    std::string_view text_;
    Limits limits_;
    Places places_;
    Mistakes mistakes_;
    std::vector<Document> documents_;
    std::optional<OpenTree> tree_ = {}; // within a document
    std::size_t nodes_ = 0;
    std::size_t last_ = 0; // offset of the last event
    std::optional<std::size_t> document_ = {};
    std::optional<std::size_t> property_ = {}; // the last anchor or tag
    std::optional<std::size_t> quoted_ = {};   // the last text in quotes
    bool anchored_ = false; // an anchor has been told: what refers to it is no mistake of its own
};

} // namespace tenantry::manifest
