// Which live object each resource is, as engine/diff finds out.
#pragma once

#include "engine/base/bug.hpp"
#include "engine/base/diagnostic.hpp"
#include "engine/model/change.hpp"
#include "engine/model/live.hpp"
#include "engine/model/resource.hpp"

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tenantry {

/// The live object of one resource, if there is one.
struct Match {
    const LiveObject* live = nullptr;
    bool renamed = false;   // found by a name it had before
    bool undecided = false; // an error says why; also when that of its parent is
};

struct Matches {
    std::vector<Match> of = {};                                    // parallel to Desired::resources
    std::unordered_map<const LiveObject*, std::size_t> taken = {}; // by whom: an index
    /// Why some are undecided, and warnings of names that lie close; of resources, whether or not
    /// they are selected.
    Diagnostics found = {};

    /// The id of the live object at the top that a resource is or lies in: of the account; "" when
    /// there is none yet.
    std::string_view root_id(const Desired& desired, std::size_t index) const {
        const LiveObject* root = of[desired.root_of(index)].live;
        return root == nullptr ? std::string_view() : std::string_view(root->id);
    }
};

/// The live state, which of its objects each resource is, and where the two differ. Found once in a
/// run and handed on: who matched or compared again could come to another opinion. The matches
/// refer to the live state, so all move together, and are not copied.
struct Matched {
    Live live = {};
    Matches matches = {};
    /// By index in Desired::resources; nothing for those that the run does not speak of.
    std::vector<std::optional<std::vector<FieldChange>>> differences = {};

    /// Where a resource that the run speaks of differs from its live object, or from what stands
    /// where nobody has made one; all of it where that is nothing.
    const std::vector<FieldChange>& difference(std::size_t index) const {
        if (index >= differences.size() || !differences[index]) bug("nobody has compared this");
        return *differences[index];
    }

    Matched() = default;
    Matched(Live seen, Matches found) : live(std::move(seen)), matches(std::move(found)) {}
    Matched(Matched&&) noexcept = default;
    Matched& operator=(Matched&&) noexcept = default;
    Matched(const Matched&) = delete;
    Matched& operator=(const Matched&) = delete;
    ~Matched() = default;
};

} // namespace tenantry
