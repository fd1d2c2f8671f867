// The live objects of one kind, found by what manifests write: id, natural key, the unit they are
// placed in, and nearly the same name. Built once for a kind, in linear time, and only with the
// lookups that the kind needs.
#pragma once

#include "engine/model/kind.hpp"
#include "engine/model/live.hpp"
#include "engine/model/natural_key.hpp"
#include "engine/model/schema.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace tenantry::diff {

using Candidates = std::vector<const LiveObject*>;

class LiveIndex {
public:
    LiveIndex(const Kind& kind, const KindTable& kinds, const Live& live);

    const LiveObject* by_id(std::string_view id) const;
    /// In a parent; a kind that is unique everywhere is found everywhere and sorted out here.
    Candidates by_key(std::string_view parent, std::string_view name) const;
    /// Of that name, without those that are known to be placed in another unit than `unit`, an id.
    Candidates by_key_in(std::string_view unit, std::string_view name) const;
    /// Kinds whose names are unique everywhere: wherever it is.
    Candidates anywhere(std::string_view name) const;
    /// Kinds whose names may repeat: with another case or other blanks.
    Candidates nearly(std::string_view name) const;

private:
    using Map = std::unordered_multimap<std::string, const LiveObject*>;

    static Candidates found(const Map& map, const std::string& key);
    std::string key_of(std::string_view parent, std::string_view name) const;
    std::string placement_of(const LiveObject& object, std::string_view scope) const;
    void index(const std::vector<LiveObject>& objects, std::string_view scope);

    NaturalKey key_;
    Uniqueness unique_;
    std::unordered_set<std::string_view> units_; // known ones
    std::unordered_map<std::string_view, const LiveObject*> by_id_;
    Map by_key_;
    Map by_placement_;
    Map by_folded_;
};

} // namespace tenantry::diff
