#include "engine/manifest/placed_values.hpp"

#include "engine/base/text.hpp"

#include <algorithm>

namespace tenantry::manifest {
namespace {

constexpr std::string_view mark = "\xef\xbb\xbf"; // no character of the text

/// How many bytes of a line what is quoted at its beginning takes, or 0.
std::size_t quoted_length(std::string_view line) {
    const char quote = line.front();
    for (std::size_t i = 1; i < line.size(); ++i) {
        const bool doubled = line[i] == quote && line.substr(i + 1).starts_with('\'');
        const bool escaped = quote == '"' ? line[i] == '\\' : doubled;
        if (escaped)
            ++i;
        else if (line[i] == quote)
            return i + 1;
    }
    return 0;
}

/// How many bytes of a line the list in brackets at its beginning takes, or 0.
std::size_t bracketed_length(std::string_view line) {
    std::size_t open = 0;
    bool at_value = true;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (at_value && (c == '"' || c == '\'')) {
            const std::size_t length = quoted_length(line.substr(i));
            if (length == 0) return 0;
            i += length - 1;
            continue;
        }
        if (c == '[' || c == '{') ++open;
        if (c == ']' || c == '}') --open;
        if (open == 0) return i + 1;
        at_value = std::string_view("[{,: ").contains(c);
    }
    return 0;
}

/// How many bytes the text of a value takes that stands in one line; 0 for any other.
std::size_t length_of(Node node, std::string_view line) {
    if (line.empty()) return 0;
    if (node.is_sequence()) return line.front() == '[' ? bracketed_length(line) : 0;
    if (line.front() == '"' || line.front() == '\'') return quoted_length(line);
    const bool as_it_is = node.plain() && line.starts_with(node.text());
    return as_it_is ? node.text().size() : 0;
}

} // namespace

PlacedValues::PlacedValues(const std::vector<Document>& documents, std::string_view text)
    : text_(text.starts_with(mark) ? text.substr(mark.size()) : text),
      skipped_(text.size() - text_.size()) {
    for (std::size_t i = 0; i < documents.size(); ++i)
        note(i, documents[i].root(), {});
    for (std::size_t end = text_.find('\n'); end != text_.npos; end = text_.find('\n', end + 1))
        lines_.push_back(end + 1);
}

std::optional<PlacedValue> PlacedValues::at(Position place) const {
    const auto found = nodes_.find(place);
    if (found == nodes_.end()) return std::nullopt;
    const Noted& noted = found->second;
    const std::size_t offset = offset_in(place);
    const std::string_view line =
        text_.substr(offset, text_.find_first_of("\r\n", offset) - offset);
    const std::size_t length = length_of(noted.node, line);
    if (length == 0) return std::nullopt;
    const bool quoted = line.front() == '"' || line.front() == '\'';
    return PlacedValue{.document = noted.document,
                       .node = noted.node.index(),
                       .offset = offset + skipped_,
                       .length = length,
                       .quote = quoted ? line.front() : '\0',
                       .key = noted.key};
}

std::size_t PlacedValues::offset_of(Position place) const { return offset_in(place) + skipped_; }

void PlacedValues::note(std::size_t document, Node node, Position key) {
    // A map begins where its first key does; only what has a text of its own is replaced.
    if (!node.is_map()) nodes_.emplace(node.position(), Noted{document, node, key});
    for (const auto& [name, value] : node.entries())
        note(document, value, name.position());
    for (const Node item : node.items())
        note(document, item, {});
}

// Columns count code points.
std::size_t PlacedValues::offset_in(Position place) const {
    std::size_t offset = lines_.at(place.line - 1);
    for (std::uint32_t column = 1; column < place.column && offset < text_.size(); ++column)
        offset += std::max<std::size_t>(1, code_point_at(text_, offset).length);
    return std::min(offset, text_.size());
}

} // namespace tenantry::manifest
