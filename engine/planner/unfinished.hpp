// Objects that an earlier run began to make but could not finish. A plan has no memory, so the live
// state has to show it: nothing has come of the object yet, and the change sets only what nobody
// has ever set. Whoever made it, such a change can take nothing from anybody, as a create cannot.
#pragma once

#include "engine/diff/diff.hpp"
#include "engine/model/kind.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_set>

namespace tenantry::planner {

/// Refers to all that it is made from.
class Unfinished {
public:
    Unfinished(const KindTable& kinds, const Desired& desired, const Live& live,
               const Matches& matches)
        : kinds_(kinds), desired_(desired), live_(live), matches_(matches) {}

    /// Whether a change of the resource with this index only finishes it.
    bool is_finished_by(const Change& change, std::size_t index) const;

private:
    /// Whether nobody can depend on the resource's object: neither it nor what it lies in is in
    /// use.
    bool is_unused(std::size_t index) const;
    /// Whether the lists in which an object's use would show were read and are empty.
    bool holds_nothing(const Resource& resource, const LiveObject& object) const;
    /// Ids of the objects that something lies in which did not come with them.
    std::unordered_set<std::string_view> find_used() const;

    const KindTable& kinds_;
    const Desired& desired_;
    const Live& live_;
    const Matches& matches_;
    mutable std::optional<std::unordered_set<std::string_view>> used_; // once it is asked for
};

} // namespace tenantry::planner
