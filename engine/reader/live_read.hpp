// The reading of one run: what it goes by, and what it has found so far.
#pragma once

#include "engine/diff/diff.hpp"
#include "engine/reader/reader.hpp"
#include "engine/selection/selection.hpp"

#include <optional>
#include <utility>

namespace tenantry::reader {

struct LiveRead {
    Lanes& lanes;
    Api& api; // the tenant's
    const KindTable& kinds;
    const Desired& desired;
    const Selection& selection;
    ReadOptions options = {};
    std::optional<Fault> stop = {}; // what concerns all
    Live live = {};
    Matches matches = {}; // of the kinds that are read

    /// Who reads objects of a kind in the object that a resource is.
    Api& api_for(const Kind& kind, std::size_t within) const {
        return api_of(lanes, desired.resources[within].address.customer(), kind,
                      matches.root_id(desired, within));
    }

    /// Whether the question is true of a resource of the kind that is selected, by its index.
    template<typename Question>
    bool any_selected(const Kind& kind, const Question& question) const {
        for (std::size_t i = 0; i < desired.resources.size(); ++i) {
            const Resource& resource = desired.resources[i];
            if (resource.kind != &kind) continue;
            if (selection.covers_customer(resource.address.customer()) && question(i)) return true;
        }
        return false;
    }
};

/// What lies in nothing: one list.
boost::asio::awaitable<std::optional<Fault>> read_roots(LiveRead& run, const Kind& kind);
/// What lies in something: all in one list, or one for each parent.
boost::asio::awaitable<std::optional<Fault>> read_children(LiveRead& run, const Kind& kind);
/// What every parent has one of.
boost::asio::awaitable<std::optional<Fault>> read_singles(LiveRead& run, const Kind& kind);

} // namespace tenantry::reader
