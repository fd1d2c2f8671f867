// Which live object each resource is, as engine/diff finds out.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/live.hpp"
#include "engine/model/resource.hpp"

#include <string_view>
#include <unordered_map>
#include <vector>

namespace tenantry {

/// The live object of one resource, if there is one.
struct Match {
    const LiveObject* live = nullptr;
    bool renamed = false; // found by a name it had before
    bool refused = false; // an error says why it can't be decided; also when its parent's can't
};

struct Matches {
    std::vector<Match> of = {};                                    // parallel to Desired::resources
    std::unordered_map<const LiveObject*, std::size_t> taken = {}; // by whom: an index
    /// Why some are refused, and warnings of names that lie close; of resources, whether or not
    /// they are selected.
    Diagnostics found = {};

    /// The id of the live object at the top that a resource is or lies in: of the account; "" when
    /// there is none yet.
    std::string_view root_id(const Desired& desired, std::size_t index) const {
        const LiveObject* root = of[desired.root_of(index)].live;
        return root == nullptr ? std::string_view() : std::string_view(root->id);
    }
};

/// The live state, and which of its objects each resource is. Found once in a run and handed on:
/// who matched again could come to another opinion. The matches refer to the live state, so the two
/// move together, and are not copied.
struct Matched {
    Live live = {};
    Matches matches = {};

    Matched() = default;
    Matched(Live seen, Matches found) : live(std::move(seen)), matches(std::move(found)) {}
    Matched(Matched&&) noexcept = default;
    Matched& operator=(Matched&&) noexcept = default;
    Matched(const Matched&) = delete;
    Matched& operator=(const Matched&) = delete;
    ~Matched() = default;
};

} // namespace tenantry
