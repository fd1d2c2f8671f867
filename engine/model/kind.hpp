// The description of one sort of resource: which calls read it, how an answer becomes a live
// object, and which calls carry out a change. Kinds do no I/O. Shape and facts of the fields are in
// the kind's schema; where it stands in a customer document follows from who refers to that schema.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/call.hpp"
#include "engine/model/change.hpp"
#include "engine/model/schema.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace tenantry {

/// One way to list a kind's objects.
struct ListCall {
    std::string_view path = {};          // "/zones", "/accounts/{account}/members"
    std::string_view narrowed_by = {};   // the query parameter that takes the parent's id, if any
    std::size_t most_parents = SIZE_MAX; // refused to identities that see more parents than this

    bool per_parent() const {
        return !narrowed_by.empty() || path.find('{') != std::string_view::npos;
    }
};

/// A kind. Its name is also the name of its schema file and of the slot for its id.
struct Kind {
    std::string_view name = {};
    std::string_view word = {};           // before the name in addresses; accounts have none
    std::string_view parent = {};         // name of the kind it lies in, or ""
    std::span<const ListCall> lists = {}; // cheapest first
    std::string_view object_path = {};    // one object: "/zones/{zone}"
    std::span<const std::string_view> outputs = {}; // set by the API, shown after apply

    /// An item of a list, or the result of a write, as a live object.
    LiveObject (*from_api)(const Json& item) = nullptr;
    /// The calls that carry out a change, in order; the first of a create answers with the new id.
    std::vector<Call> (*calls)(const Change& change) = nullptr;
    /// The list that shows a resource by its natural key, to look before and after a create.
    Call (*look)(const Resource& resource) = nullptr;
    /// What can be known to fail before anything is written; may be null.
    void (*check)(const Change& change, const Live& live, Diagnostics& diagnostics) = nullptr;
};

/// All kinds of a product, parents before children, with their parsed schemas.
class KindTable {
public:
    KindTable(std::vector<const Kind*> kinds, SchemaSet schemas);

    std::span<const Kind* const> kinds() const { return kinds_; }
    const Kind* find(std::string_view name) const;
    const Kind& parent_of(const Kind& kind) const;
    const SchemaSet& schemas() const { return schemas_; }
    const Schema& schema_of(const Kind& kind) const { return schemas_[kind.name]; }

private:
    std::vector<const Kind*> kinds_;
    SchemaSet schemas_;
};

} // namespace tenantry
