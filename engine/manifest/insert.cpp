// Members written behind others, in the way in which those are written. As with values that take
// the place of others, how YAML reads the new text is tried and not reasoned about.
#include "engine/base/text.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/manifest/placed_values.hpp"
#include "engine/manifest/schema_check.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>

namespace tenantry::manifest {
namespace {

using Added = std::map<std::pair<std::size_t, std::uint32_t>,
                       const Insertion*>; // by document, and the node that it stands behind

/// Whether the map at the key is written in braces.
bool in_braces(std::string_view text, std::size_t key) {
    const auto before = text.find_last_not_of(" \t\r\n", key == 0 ? 0 : key - 1);
    return key > 0 && before != text.npos && (text[before] == '{' || text[before] == ',');
}

/// The end of a line, behind what ends it.
std::size_t end_of_line(std::string_view text, std::size_t from) {
    const auto end = text.find('\n', from);
    return end == text.npos ? text.size() : end + 1;
}

/// Puts a member behind a value, into the same map.
void insert(std::string& text, const PlacedValues& places, const PlacedValue& behind,
            const Insertion& insertion) {
    const std::string member = insertion.name + ": " + flow_text(insertion.value);
    if (in_braces(text, places.offset_of(behind.key))) {
        text.insert(behind.offset + behind.length, ", " + member);
        return;
    }
    const std::size_t end = end_of_line(text, behind.offset + behind.length);
    const std::string ending = end >= 2 && text.compare(end - 2, 2, "\r\n") == 0 ? "\r\n" : "\n";
    const std::string indent(behind.key.column - 1, ' ');
    const bool open = text[end - 1] != '\n';
    text.insert(end, (open ? ending : "") + indent + member + ending);
}

bool says_the_rest(Node before, Node after, std::size_t document, const Added& added);

bool maps_agree(Node before, Node after, std::size_t document, const Added& added) {
    auto other = after.entries().begin();
    const auto end = after.entries().end();
    for (const auto& [key, value] : before.entries()) {
        if (other == end) return false;
        const Entry same = *other;
        ++other;
        if (key.text() != same.key.text()) return false;
        if (!says_the_rest(value, same.value, document, added)) return false;
        const auto found = added.find({document, value.index()});
        if (found == added.end()) continue;
        if (other == end) return false;
        const Entry extra = *other;
        ++other;
        if (extra.key.text() != found->second->name) return false;
        if (to_json(extra.value) != found->second->value) return false;
    }
    return other == end;
}

/// Whether two trees say one thing, but for what was added.
bool says_the_rest(Node before, Node after, std::size_t document, const Added& added) {
    if (before.type() != after.type()) return false;
    if (before.is_scalar()) return before.text() == after.text();
    if (before.is_map()) return maps_agree(before, after, document, added);
    if (before.size() != after.size()) return false;
    auto other = after.items().begin();
    for (const Node item : before.items()) {
        if (!says_the_rest(item, *other, document, added)) return false;
        ++other;
    }
    return true;
}

bool says_the_rest(const std::vector<Document>& before, std::uint32_t source, std::string_view text,
                   const Added& added) {
    Diagnostics mistakes;
    const std::vector<Document> after = parse_yaml(source, text, mistakes);
    if (mistakes.has_errors() || before.size() != after.size()) return false;
    for (std::size_t i = 0; i < before.size(); ++i)
        if (!says_the_rest(before[i].root(), after[i].root(), i, added)) return false;
    return true;
}

} // namespace

EditedText insert_members(std::uint32_t source, std::string_view text,
                          const std::vector<Insertion>& insertions) {
    EditedText edited{std::string(text), std::vector<bool>(insertions.size(), false)};
    Diagnostics mistakes;
    const std::vector<Document> documents = parse_yaml(source, text, mistakes);
    if (mistakes.has_errors()) return edited;
    const PlacedValues values(documents, text);
    // From behind, so that what comes before stays where it is.
    std::map<Position, std::size_t, std::greater<>> order;
    for (std::size_t i = 0; i < insertions.size(); ++i)
        order.emplace(insertions[i].behind, i);
    Added added;
    for (const auto& [place, index] : order) {
        const auto found = values.at(place);
        if (!found || !found->key.known()) continue;
        insert(edited.text, values, *found, insertions[index]);
        edited.written[index] = true;
        added.emplace(std::pair(found->document, found->node), &insertions[index]);
    }
    if (says_the_rest(documents, source, edited.text, added)) return edited;
    return {std::string(text), std::vector<bool>(insertions.size(), false)};
}

} // namespace tenantry::manifest
