// Where the values of a text stand, to the byte: what it takes to write one in the place of
// another, or a member behind it.
#pragma once

#include "engine/base/source.hpp"
#include "engine/manifest/yaml/yaml.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace tenantry::manifest {

/// A value that can be replaced: the node that it is, and the bytes that it takes.
struct PlacedValue {
    std::size_t document = 0;
    std::uint32_t node = 0;
    std::size_t offset = 0;
    std::size_t length = 0;
    char quote = '\0'; // that it is written in; 0 for none
    Position key = {}; // of the member that it is the value of, if it is one
};

/// The values of a text by their places.
class PlacedValues {
public:
    PlacedValues(const std::vector<Document>& documents, std::string_view text);

    /// Nothing where none stands that can be replaced: only single values and lists that stand in
    /// one line are.
    std::optional<PlacedValue> at(Position place) const;
    /// The byte of the text that a place begins with.
    std::size_t offset_of(Position place) const;

private:
    struct Noted {
        std::size_t document = 0;
        Node node;
        Position key = {};
    };

    void note(std::size_t document, Node node, Position key);
    std::size_t offset_in(Position place) const;

    std::string_view text_;
    std::size_t skipped_;
    std::map<Position, Noted> nodes_ = {};
    std::vector<std::size_t> lines_ = {0};
};

} // namespace tenantry::manifest
