// Values written in the place of others. A value is found by its position; what takes its place is
// written as it was, quoted or not, if it can be. How YAML would read that is not reasoned about
// but tried: the new text is read, and all of it has to say what the old one said, but for those
// values.
#include "engine/manifest/manifest.hpp"

#include "engine/base/text.hpp"
#include "engine/manifest/one_line.hpp"
#include "engine/manifest/placed_values.hpp"
#include "engine/manifest/schema_check.hpp"
#include "engine/manifest/yaml/yaml.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace tenantry::manifest {
namespace {

using WantedValues =
    std::map<std::pair<std::size_t, std::uint32_t>, const Json*>; // by document and node

/// Whether two trees say one thing, but for the values that are wanted otherwise.
bool says_as_wanted(Node before, Node after, std::size_t document, const WantedValues& wanted) {
    if (const auto found = wanted.find({document, before.index()}); found != wanted.end())
        return to_json(after) == *found->second;
    if (before.type() != after.type() || before.size() != after.size()) return false;
    if (before.is_scalar()) return before.text() == after.text();
    if (before.is_map()) {
        auto other = after.entries().begin();
        for (const auto& [key, value] : before.entries()) {
            const Entry entry = *other;
            if (key.text() != entry.key.text()) return false;
            if (!says_as_wanted(value, entry.value, document, wanted)) return false;
            ++other;
        }
        return true;
    }
    auto other = after.items().begin();
    for (const Node item : before.items()) {
        if (!says_as_wanted(item, *other, document, wanted)) return false;
        ++other;
    }
    return true;
}

bool says_as_wanted(const std::vector<Document>& before, std::uint32_t source,
                    std::string_view text, const WantedValues& wanted) {
    Diagnostics mistakes;
    const std::vector<Document> after = parse_yaml(source, text, mistakes);
    if (mistakes.has_errors() || before.size() != after.size()) return false;
    for (std::size_t i = 0; i < before.size(); ++i)
        if (!says_as_wanted(before[i].root(), after[i].root(), i, wanted)) return false;
    return true;
}

} // namespace

EditedText replace_values(std::uint32_t source, std::string_view text,
                          const std::vector<Replacement>& replacements) {
    EditedText edited{std::string(text), std::vector<bool>(replacements.size(), false)};
    Diagnostics mistakes;
    const std::vector<Document> documents = parse_yaml(source, text, mistakes);
    if (mistakes.has_errors()) return edited;
    const PlacedValues values(documents, text);
    // From behind, so that what comes before stays where it is.
    std::map<Position, std::size_t, std::greater<>> order;
    for (std::size_t i = 0; i < replacements.size(); ++i)
        order.emplace(replacements[i].at, i);
    WantedValues wanted;
    for (const auto& [place, index] : order) {
        const auto found = values.at(place);
        if (!found) continue;
        const Json& value = replacements[index].value;
        const auto written = in_one_line(value, found->quote);
        if (!written) continue;
        edited.text.replace(found->offset, found->length, *written);
        edited.written[index] = true;
        wanted.emplace(std::pair(found->document, found->node), &value);
    }
    if (says_as_wanted(documents, source, edited.text, wanted)) return edited;
    return {std::string(text), std::vector<bool>(replacements.size(), false)};
}

} // namespace tenantry::manifest
