#include "engine/diff/references.hpp"

#include "engine/base/bug.hpp"

#include <algorithm>

namespace tenantry::diff {
namespace {

/// How many single values a value holds.
std::size_t count_singles(const Json& value) {
    std::size_t count = 0;
    if (value.items() != nullptr) {
        for (const Json& item : *value.items())
            count += count_singles(item);
    } else if (value.members() != nullptr) {
        for (const auto& [name, member] : *value.members())
            count += count_singles(member);
    } else {
        count = 1;
    }
    return count;
}

/// `single` is how many single values of the field stand before this one.
void collect(const Json& value, const Schema& schema, const Field& field, std::size_t single,
             Position position, const KindTable& kinds, std::vector<Mention>& mentions) {
    if (single < field.texts.size()) position = field.texts[single];
    if (const std::string* text = value.text(); text != nullptr && !schema.catalogue.empty()) {
        mentions.push_back({&kinds.catalogue(schema.catalogue), *text, &field, position});
    } else if (const JsonArray* items = value.items(); items != nullptr && schema.items) {
        const bool own = &value == &field.value;
        for (std::size_t i = 0; i < items->size(); ++i) {
            collect((*items)[i], *schema.items, field, single,
                    own ? field.position_of_item(i) : position, kinds, mentions);
            single += count_singles((*items)[i]);
        }
    } else if (const JsonObject* members = value.members()) {
        for (const auto& [name, member] : *members) {
            const Schema* property = schema.property(name);
            if (property != nullptr)
                collect(member, *property, field, single, position, kinds, mentions);
            single += count_singles(member);
        }
    }
}

} // namespace

// 32 hexadecimal characters (API reference, heading).
bool is_catalogue_id(std::string_view text) {
    return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

Resolved look_up(std::string_view written, const Catalogue& catalogue, std::string_view owner,
                 const Live& live) {
    using enum Resolved::How;
    const std::vector<CatalogueEntry>* entries = live.catalogue(catalogue.name, owner);
    if (entries == nullptr) {
        const auto known = std::ranges::find(catalogue.known, written, &KnownEntry::name);
        if (known != catalogue.known.end()) return {.how = found, .id = std::string(known->id)};
        const bool id = !catalogue.path.empty() && is_catalogue_id(written);
        return id ? Resolved{.how = found, .id = std::string(written)} : Resolved{};
    }
    const bool whole = why_unread(catalogue, live) == nullptr;
    Resolved result{.how = whole ? unknown : not_read};
    for (const CatalogueEntry& entry : *entries) {
        if (entry.id == written) return {.how = found, .id = entry.id};
        if (entry.name == written) result.candidates.push_back(&entry);
    }
    if (result.candidates.size() == 1) return {.how = found, .id = result.candidates[0]->id};
    if (!result.candidates.empty()) result.how = ambiguous;
    return result;
}

const Fault* why_unread(const Catalogue& catalogue, const Live& live) {
    const auto found = std::ranges::find_if(live.unread, [&](const Unread& unread) {
        return unread.kind == catalogue.name && unread.parent.empty();
    });
    return found == live.unread.end() ? nullptr : &found->fault;
}

std::vector<Mention> mentions(const Resource& resource, const KindTable& kinds) {
    std::vector<Mention> found;
    const Schema& schema = kinds.schema_of(*resource.kind);
    for (const Field& field : resource.fields) {
        const Schema* facts = schema.field(field.path);
        if (facts == nullptr) bug("field " + field.path + " is in no schema");
        collect(field.value, *facts, field, 0, field.position, kinds, found);
    }
    return found;
}

} // namespace tenantry::diff
