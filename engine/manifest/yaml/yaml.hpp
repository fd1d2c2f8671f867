// YAML text as trees. Of YAML it takes what configuration needs: maps, lists, scalars, documents
// separated by `---`. What makes a file say something else than it seems to (aliases, tags, merge
// keys, duplicate keys, YAML 1.1 booleans) is refused or stays text. Mistakes become diagnostics,
// never exceptions; whatever the text is, the work is linear and bounded by Limits.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/manifest/yaml/tree.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::manifest {

/// How much one text may ask of us.
struct Limits {
    std::size_t bytes = 4U << 20U;
    std::size_t depth = 64;
    std::size_t nodes = 1'000'000; // of one text, keys included
    std::size_t documents = 10'000;
};

/// One document of a text.
struct Document {
    std::unique_ptr<Tree> tree = {};
    /// False when something had to be left out (an alias, a key without a value, ...): its
    /// diagnostic has been given, and a schema's complaints about the gap would only echo it. The
    /// nodes that miss something know it (Node::has_gap).
    bool sound = true;
    /// Where the mistake is behind which nothing could be read, if there is one.
    std::optional<Position> broken_at = {};

    Node root() const { return tree->root(); }
};

/// The documents of a text. After a syntax error: those that were complete before it. Two threads
/// may parse two texts at the same time.
std::vector<Document> parse_yaml(std::uint32_t source, std::string_view text,
                                 Diagnostics& diagnostics, Limits limits = {});

/// Adds, as the last, the document in which a syntax error lies as far as it could be read: it is
/// not sound, has a place where it is broken, and what stands behind that is not to be trusted.
std::vector<Document> parse_yaml_to_the_end(std::uint32_t source, std::string_view text,
                                            Diagnostics& diagnostics, Limits limits = {});

/// The type that a scalar written without quotes has.
NodeType type_of_plain(std::string_view text);

/// The value of a decimal integer without leading zeros or "+", written without quotes; also of a
/// real number that is whole, as 1.0.
std::optional<std::int64_t> decimal_integer(Node node);

/// The value of `true` or `false`, written without quotes.
std::optional<bool> boolean(Node node);

/// What to write to get text: `write "0123" in quotes to make it text`.
std::string quoting_hint(Node node);

/// Whether YAML 1.1 readers take this plain scalar for something else than YAML 1.2 readers do:
/// yes, no, on, off, y, n, 0123, 0b1, 12:30:00, 2024-01-31, 1_000.
bool reads_differently_in_yaml_1_1(std::string_view text);

} // namespace tenantry::manifest
