#include "engine/diff/live_index.hpp"

#include "engine/base/characters.hpp"
#include "engine/base/text.hpp"
#include "engine/model/canonical.hpp"

#include <algorithm>

namespace tenantry::diff {
namespace {

bool is_mark(char32_t c) { return c >= 0x300 && c <= 0x36f; }

bool is_blank(char32_t c) {
    return c == ' ' || c == '\t' || c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f ||
           c == 0x205f || c == 0x3000;
}

/// A letter with its marks in one form, whether they are one character or several. The rules of
/// domain names fold case, too, which is what is wanted here.
std::string folded_letter(std::string_view letter) {
    return canonical_domain(letter).value_or(std::string(letter));
}

/// A name without what the eye overlooks: case, the number and sort of blanks, characters that
/// nobody sees, and of how many an accented letter is made up.
std::string folded(std::string_view name) {
    std::string result;
    const std::string lower = ascii_lower(name);
    for (std::size_t i = 0; i < lower.size();) {
        const CodePoint point = code_point_at(lower, i);
        std::size_t end = i + std::max<std::size_t>(1, point.length);
        while (end < lower.size() && is_mark(code_point_at(lower, end).value))
            end += code_point_at(lower, end).length;
        const std::string_view letter = std::string_view(lower).substr(i, end - i);
        i = end;
        if (point.length > 0 && is_unseen(point.value) && !is_blank(point.value)) continue;
        if (!is_blank(point.value)) {
            result += letter.size() == 1 ? std::string(letter) : folded_letter(letter);
        } else if (!result.empty() && result.back() != ' ') {
            result += ' ';
        }
    }
    if (result.ends_with(' ')) result.pop_back();
    return result;
}

} // namespace

LiveIndex::LiveIndex(const Kind& kind, const KindTable& kinds, const Live& live)
    : key_(kinds.schema_of(kind)),
      unique_(kind.comes_with_parent() ? Uniqueness::parent : key_.unique()) {
    const Schema& schema = kinds.schema_of(kind);
    const std::string_view scope = schema.field_with(IdentityRole::scope);
    if (!scope.empty()) {
        const auto* units = live.catalogue(schema.property(scope)->catalogue);
        if (units != nullptr) {
            for (const CatalogueEntry& unit : *units)
                units_.insert(unit.id);
        }
    }
    const std::vector<LiveObject>& objects = live.of(kind.name);
    if (!schema.field_with(IdentityRole::id).empty()) {
        for (const LiveObject& object : objects)
            by_id_.emplace(object.id, &object);
    }
    index(objects, scope);
}

void LiveIndex::index(const std::vector<LiveObject>& objects, std::string_view scope) {
    by_key_.reserve(objects.size());
    for (const LiveObject& object : objects) {
        const std::string key = key_of(object.parent, object.name);
        by_key_.emplace(key, &object);
        if (!scope.empty()) {
            by_placement_.emplace(placement_of(object, scope) + "\n" + key, &object);
        }
        if (unique_ == Uniqueness::none) by_folded_.emplace(folded(object.name), &object);
    }
}

/// The known unit that an object is placed in, or "".
std::string LiveIndex::placement_of(const LiveObject& object, std::string_view scope) const {
    const std::string_view placed = object.text_of(scope);
    return units_.contains(placed) ? std::string(placed) : std::string();
}

std::string LiveIndex::key_of(std::string_view parent, std::string_view name) const {
    std::string key = unique_ == Uniqueness::parent ? std::string(parent) + "\n" : std::string();
    return key += key_.canonical(name);
}

Candidates LiveIndex::found(const Map& map, const std::string& key) {
    Candidates candidates;
    const auto [first, last] = map.equal_range(key);
    for (auto at = first; at != last; ++at)
        candidates.push_back(at->second);
    return candidates;
}

const LiveObject* LiveIndex::by_id(std::string_view id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
}

Candidates LiveIndex::by_key(std::string_view parent, std::string_view name) const {
    Candidates candidates = found(by_key_, key_of(parent, name));
    std::erase_if(candidates, [&](const LiveObject* object) { return object->parent != parent; });
    return candidates;
}

Candidates LiveIndex::by_key_in(std::string_view unit, std::string_view name) const {
    const std::string key = "\n" + key_of("", name);
    Candidates candidates = found(by_placement_, std::string(unit) + key);
    const Candidates unknown = found(by_placement_, key);
    candidates.insert(candidates.end(), unknown.begin(), unknown.end());
    return candidates;
}

Candidates LiveIndex::anywhere(std::string_view name) const {
    return found(by_key_, key_of("", name));
}

Candidates LiveIndex::nearly(std::string_view name) const {
    return found(by_folded_, folded(name));
}

} // namespace tenantry::diff
