// Live objects as they will stand in a file: the fields that are worth a line, what lies in each,
// and what can only be said in a comment.
#pragma once

#include "engine/exporter/exporter.hpp"
#include "engine/model/plan.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace tenantry::exporter {

struct ItemField {
    std::string path = {};
    Json value = {};
    bool shared = false; // the profile has it, so that it is not written
};

struct Item;

/// A list that lies in an item, under the name that the schema gives it.
struct ItemList {
    std::string name = {};
    const Kind* kind = nullptr;
    std::vector<Item> items;
    bool lacks_some = false;      // what no manifest can hold
    std::string why_missing = {}; // it could not be read, or cannot be written
};

/// What an item has one of, as its plan.
struct ItemSingle {
    std::string name = {};
    std::vector<Item> item; // none: it is not known, or cannot be written
};

struct Item {
    const Kind* kind = nullptr;
    const LiveObject* live = nullptr;
    std::vector<ItemField> fields = {}; // in the order of the schema
    std::vector<ItemSingle> singles = {};
    std::vector<ItemList> lists = {};
    std::vector<std::string> beside = {}; // comments at its line
    std::vector<std::string> below = {};  // comments on lines of their own

    const ItemField* field(std::string_view path) const;
    std::string_view name() const { return live->name; }
};

/// Live objects by kind and by the id of what they lie in.
class ByParent {
public:
    explicit ByParent(const KindTable& kinds, const Live& live);
    const std::vector<const LiveObject*>& in(const Kind& kind, std::string_view parent) const;

private:
    std::map<std::pair<std::string_view, std::string_view>, std::vector<const LiveObject*>> by_;
};

/// The chosen roots with all that lies in them, sorted by name. What is left out is added.
std::vector<Item> items_of(const KindTable& kinds, const Live& live, const ExportChoice& choice,
                           std::vector<LeftOut>& left_out);

/// Objects as they stand in their parents' lists, without what lies in them; nothing for one that
/// belongs in no manifest, or that no manifest can hold.
std::vector<std::optional<Item>> items_of(const KindTable& kinds, const Live& live,
                                          std::span<const Unmanaged> unmanaged);

} // namespace tenantry::exporter
