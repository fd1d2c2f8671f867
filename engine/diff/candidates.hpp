// Which live objects of one kind could be what a manifest writes: in its parent, of its unit and
// part, by its name or one that it had before. Finds them, and decides nothing.
#pragma once

#include "engine/diff/live_index.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/match.hpp"
#include "engine/model/resource.hpp"

#include <string>
#include <string_view>
#include <unordered_map>

namespace tenantry::diff {

/// The fields of a kind by which its resources are known; "" for what it does not have.
struct IdentityFields {
    explicit IdentityFields(const Schema& schema);

    std::string_view name;
    std::string_view id;
    std::string_view previously;
    std::string_view scope;
    std::string_view part;
};

/// Refers to all that it is made from.
class CandidateFinder {
public:
    CandidateFinder(const Kind& kind, const KindTable& kinds, const Live& live);

    const IdentityFields& fields() const { return fields_; }
    /// Whether the resource says which one it is; `pinned` is null where that one is not there.
    bool pins(const Resource& resource) const;
    const LiveObject* pinned(const Resource& resource) const;
    /// Whether a unit is written that nobody knows, because the units could not be read.
    bool names_unread_unit(const Resource& resource);
    /// What has its name in this parent, and in the unit that the resource writes.
    Candidates by_name(const Resource& resource, std::string_view parent);
    Candidates by_previous_name(const Resource& resource, std::string_view parent);

    /// What has a name that is unique everywhere, in another parent; null where nothing has it.
    const LiveObject* in_another_parent(const Resource& resource, std::string_view parent) const;
    /// What has nearly its name, where a slip would make a second one; null where nothing has it.
    const LiveObject* nearly_named(const Resource& resource) const;
    /// What has its name in another unit than it writes, and is nobody's; null where nothing is.
    const LiveObject* in_another_unit(const Resource& resource, std::string_view parent,
                                      const Matches& matches);

private:
    Candidates named(const Resource& resource, std::string_view parent, std::string_view name);
    Candidates with_part(const Candidates& candidates, std::string_view part) const;
    const Catalogue& units() const;
    std::string unit_of(const Resource& resource);

    const KindTable& kinds_;
    const Schema& schema_;
    const Live& live_;
    IdentityFields fields_;
    Uniqueness unique_;
    std::unordered_map<std::string, std::string> units_; // ids by what is written
    LiveIndex index_;
};

} // namespace tenantry::diff
