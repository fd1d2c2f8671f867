#include "engine/exporter/profile.hpp"

#include "engine/exporter/values.hpp"

#include <algorithm>
#include <map>

namespace tenantry::exporter {
namespace {

constexpr std::size_t fewest = 3; // of less nobody would say that it is shared

/// A field that defaults can have: of the items of a kind, or of what each has one of.
struct Place {
    const Kind* kind = nullptr;
    std::string single = {}; // the name of what the item has one of, "" for the item itself
    std::string path = {};   // of the field in it
    const Schema* field = nullptr;

    std::string in_defaults() const {
        return single.empty() ? path : path.empty() ? single : single + "." + path;
    }
};

void collect(Item& item, std::vector<Item*>& items) {
    items.push_back(&item);
    for (ItemList& list : item.lists)
        for (Item& child : list.items)
            collect(child, items);
}

/// All items of a kind; those that lie in each other come along.
std::vector<Item*> items_of_kind(std::vector<CustomerItems>& customers, const Kind& kind) {
    std::vector<Item*> all;
    for (CustomerItems& customer : customers)
        for (Item& root : customer.roots)
            collect(root, all);
    std::erase_if(all, [&](const Item* item) { return item->kind != &kind; });
    return all;
}

Item* part_of(Item& item, const std::string& single) {
    if (single.empty()) return &item;
    const auto found = std::ranges::find(item.singles, single, &ItemSingle::name);
    return found == item.singles.end() || found->item.empty() ? nullptr : &found->item.front();
}

/// What the field is there, whether or not it is written; nothing where nobody knows, or where it
/// is written together with others, or instead of another.
std::optional<Json> value_at(Item& item, const Place& place, const Schema& schema) {
    Item* part = part_of(item, place.single);
    if (part == nullptr) return std::nullopt;
    const bool alternative = std::ranges::find(schema.one_of, place.path) != schema.one_of.end();
    if (const ItemField* written = part->field(place.path)) {
        // A short form is taken whole.
        if (alternative && part->fields.size() > 1 && !schema.short_form.empty())
            return std::nullopt;
        return written->value;
    }
    if (alternative) return std::nullopt;
    const Json* live = part->live->field(place.path);
    if (live == nullptr || live->is_null() || part->live->doubt(place.path) != nullptr)
        return std::nullopt;
    if (!place.field->catalogue.empty()) return std::nullopt;
    Json value = as_written(*live, *place.field);
    return misfit(value, *place.field) ? std::nullopt : std::optional(std::move(value));
}

struct Share {
    Json value = {};
    std::size_t written = 0; // lines that go
};

/// The value that is written most often, with how often.
std::optional<Share> most_written(const std::vector<Item*>& items, const Place& place) {
    std::map<std::string, Share> counts;
    for (Item* item : items) {
        Item* part = part_of(*item, place.single);
        const ItemField* written = part == nullptr ? nullptr : part->field(place.path);
        if (written == nullptr) continue;
        Share& share = counts[to_text(written->value)];
        share.value = written->value;
        ++share.written;
    }
    const auto most = std::ranges::max_element(
        counts, {}, [](const auto& entry) { return entry.second.written; });
    if (most == counts.end()) return std::nullopt;
    return most->second;
}

/// Takes the value out of all items; false, and nothing done, where that does not make the files
/// shorter or would change what some of them say.
bool take_out(const std::vector<Item*>& items, const Place& place, const Schema& schema,
              const Share& share) {
    std::vector<Json> values;
    std::size_t to_write = 0;
    for (Item* item : items) {
        auto value = value_at(*item, place, schema);
        // One of two alternatives keeps the other out, whatever the profile says.
        const bool other_side = !value && part_of(*item, place.single) == item &&
                                std::ranges::find(schema.one_of, place.path) != schema.one_of.end();
        if (!value && !other_side) return false;
        Item* part = part_of(*item, place.single);
        if (value && *value != share.value && part->field(place.path) == nullptr) ++to_write;
        values.push_back(value ? std::move(*value) : Json());
    }
    if (share.written < fewest || share.written * 2 <= items.size() ||
        share.written <= to_write + 1)
        return false;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (values[i].is_null()) continue;
        Item& part = *part_of(*items[i], place.single);
        const auto written = std::ranges::find(part.fields, place.path, &ItemField::path);
        if (written == part.fields.end()) {
            part.fields.push_back({place.path, values[i], values[i] == share.value});
        } else {
            written->shared = values[i] == share.value;
        }
    }
    return true;
}

/// The fields of a schema of defaults.
void places_in(const Schema& defaults, const std::string& prefix, const Place& base,
               std::vector<Place>& places) {
    for (const auto& [name, property] : defaults.properties) {
        Place place = base;
        place.path = prefix + name;
        place.field = property;
        if (!property->one_value && !property->properties.empty() && property->file.empty()) {
            places_in(*property, place.path + ".", base, places);
        } else {
            places.push_back(std::move(place));
        }
    }
}

std::vector<Place> places_of(const Kind& kind, const Schema& defaults, const KindTable& kinds) {
    std::vector<Place> places;
    places_in(defaults, "", {.kind = &kind}, places);
    std::vector<Place> all;
    for (Place& place : places) {
        if (place.field->file.empty()) {
            all.push_back(std::move(place));
            continue;
        }
        // What each has one of: by the fields of its own schema.
        const Schema& single = kinds.schemas()[place.field->file];
        Place base{.kind = &kind, .single = place.path};
        if (!single.short_form.empty()) {
            base.path = single.short_form;
            base.field = single.property(single.short_form);
            all.push_back(base);
        } else {
            places_in(single, "", base, all);
        }
    }
    return all;
}

} // namespace

std::vector<SharedValue> share(std::vector<CustomerItems>& customers, const KindTable& kinds) {
    std::vector<SharedValue> shared;
    for (const auto& [name, defaults] : kinds.schemas()["defaults"].properties) {
        const Kind* kind = kinds.find(name);
        if (kind == nullptr) continue;
        const std::vector<Item*> items = items_of_kind(customers, *kind);
        for (const Place& place : places_of(*kind, *defaults, kinds)) {
            const auto most = most_written(items, place);
            const Schema& schema = place.single.empty()
                                       ? kinds.schema_of(*kind)
                                       : *kinds.schema_of(*kind).property(place.single);
            if (!most || !take_out(items, place, schema, *most)) continue;
            const bool is_short = !schema.short_form.empty() && !place.single.empty();
            shared.push_back({name, is_short ? place.single : place.in_defaults(), most->value});
        }
    }
    return shared;
}

} // namespace tenantry::exporter
