// The JSON Schemas of manifests, parsed: the shape of each field and what is known about it. Each
// fact about a field has one home, the schema file; validation, comparing and editors all read it.
// Understands the words that our own schemas use, and stops at any other (see schema.cpp).
#pragma once

#include "engine/base/json.hpp"
#include "engine/model/comparison.hpp"
#include "engine/model/pattern.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenantry {

/// What a field says about the identity of its resource.
enum class IdentityRole {
    none,
    id,         // the API's id, written by the user to pin an object
    name,       // the natural key
    scope,      // tells objects of one name apart: an account's unit
    part,       // the same by a field of its own: the product of a subscription
    previously, // names it had before
    whose,      // the user it belongs to, told by the list it stands in
};

/// Within what a natural key may stand only once.
enum class Uniqueness { none, parent, everywhere };

/// One schema: a shape and, for a field, the facts about it.
struct Schema {
    std::string file = {}; // "zone" when this is the root of zone.json, else ""
    std::string description = {};
    std::vector<std::string> types = {}; // empty: any
    std::vector<std::string> choices = {};
    std::optional<Json> constant = {};
    std::optional<Json> default_value = {};
    std::optional<Pattern> pattern = {};
    std::string pattern_says = {}; // patternErrorMessage: what is expected, in words
    std::size_t min_length = 0;
    std::size_t max_length = SIZE_MAX;
    std::optional<double> minimum = {};
    std::optional<double> maximum = {};
    std::size_t min_items = 0;
    bool unique_items = false;
    std::size_t min_properties = 0;
    std::size_t max_properties = SIZE_MAX;
    const Schema* property_names = nullptr;
    const Schema* items = nullptr;
    std::vector<std::pair<std::string, const Schema*>> properties = {};
    std::vector<std::string> required = {};
    bool closed = false;            // additionalProperties: false
    const Schema* others = nullptr; // additionalProperties: {...}
    std::string short_form = {};    // x-short: a single value stands for this member
    /// x-one-of: exactly one of these fields must stand once the defaults are filled in.
    std::vector<std::string> one_of = {};

    IdentityRole identity = IdentityRole::none;
    Comparison comparison = Comparison::exact;
    bool immutable = false;   // x-immutable: the API cannot change it
    bool at_creation = false; // x-at-creation: says how it is created, and nothing of what is there
    bool unordered = false;   // x-unordered: a set
    bool one_value = false;   // x-whole: a map is one value, compared by the members written
    Uniqueness unique = Uniqueness::none; // x-unique
    std::string catalogue = {}; // x-catalogue: the value is a name or id of that catalogue

    bool allows(std::string_view type) const;
    /// Whether a map takes any member and names some: those that are documented.
    bool names_some() const { return others != nullptr && !properties.empty(); }
    /// The schema of a member, or null.
    const Schema* property(std::string_view name) const;
    /// The schema of a field by its dotted path, or null.
    const Schema* field(std::string_view path) const;
    /// The path of the field with this role, or "".
    std::string_view field_with(IdentityRole role) const;
};

/// All schema files, with the references between them resolved. Addresses of schemas are stable.
class SchemaSet {
public:
    /// `files` are (name without ".json", text); `comparisons` are those that they name beside the
    /// general ones. Schemas are part of the program: anything wrong with them is a bug().
    explicit SchemaSet(const std::vector<std::pair<std::string_view, std::string_view>>& files,
                       std::span<const Comparison> comparisons = {});
    SchemaSet(const SchemaSet&) = delete;
    SchemaSet& operator=(const SchemaSet&) = delete;
    SchemaSet(SchemaSet&&) = default;
    SchemaSet& operator=(SchemaSet&&) = default;

    const Schema& operator[](std::string_view file) const;
    bool has(std::string_view file) const { return roots_.contains(file); }

private:
    const Comparison& comparison_named(std::string_view name) const;
    const Schema* resolve(std::string_view reference, std::string_view file);
    const Schema* parse(const Json& value, std::string_view file, std::string_view pointer);
    void parse_word(Schema& schema, const std::string& word, const Json& value,
                    std::string_view file, std::string_view pointer);

    std::vector<Comparison> comparisons_;
    std::map<std::string, Json, std::less<>> texts_;
    std::deque<Schema> schemas_;
    std::map<std::string, const Schema*, std::less<>> parsed_; // by "file#pointer"
    std::map<std::string, const Schema*, std::less<>> roots_;
};

} // namespace tenantry
