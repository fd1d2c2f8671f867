#include "engine/reader/read_elsewhere.hpp"

#include "engine/model/natural_key.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <vector>

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

/// The selected resources of a kind whose names are not among what was read; each name once.
std::vector<std::size_t> missing_in(const Kind& kind, const KindTable& kinds,
                                    const Desired& desired, const Selection& selection,
                                    const Matches& matches, const Live& live) {
    const NaturalKey key(kinds.schema_of(kind));
    std::set<std::string> names;
    for (const LiveObject& object : live.of(kind.name))
        names.insert(key.of(object));
    std::vector<std::size_t> missing;
    for (std::size_t i = 0; i < desired.resources.size(); ++i) {
        const Resource& resource = desired.resources[i];
        if (resource.kind != &kind || !selection.covers(resource.address)) continue;
        if (matches.of[resource.parent].undecided) continue;
        const bool is_new = names.insert(key.of(resource)).second;
        if (is_new) missing.push_back(i);
    }
    return missing;
}

} // namespace

asio::awaitable<std::optional<Fault>> read_elsewhere(Api& api, const Kind& kind,
                                                     const KindTable& kinds, const Desired& desired,
                                                     const Selection& selection,
                                                     const Matches& matches, std::size_t parents,
                                                     Live& live) {
    const NaturalKey key(kinds.schema_of(kind));
    const bool unique = key.unique() == Uniqueness::everywhere;
    const std::size_t visible = live.of(kind.parent).size();
    const bool listed = visible <= most_swept(kind);
    if (!unique || parents >= visible || kind.writing.look == nullptr || !listed)
        co_return std::nullopt;
    const auto missing = missing_in(kind, kinds, desired, selection, matches, live);
    // Who brings so many has other calls to send, and the API refuses what is there already.
    constexpr std::size_t most = 100;
    if (missing.size() > most) co_return std::nullopt;
    std::vector<std::vector<LiveObject>> found(missing.size());
    std::optional<Fault> stop;
    bool refused = false; // the API then refuses the others, too
    const Work look_for = [&](std::size_t i) -> asio::awaitable<void> {
        if (stop || refused) co_return;
        Call call = kind.writing.look(desired.resources[missing[i]]);
        std::erase_if(call.query, [](const Parameter& each) { return !each.slot.empty(); });
        const Ids none;
        Request request = make_request(call, none);
        auto objects = co_await read_list(api, kind, std::move(request));
        if (objects) {
            found[i] = std::move(*objects);
        } else if (objects.error().concerns_one()) {
            refused = true;
        } else {
            stop = objects.error();
        }
    };
    co_await concurrently(missing.size(), api.width(), look_for);
    std::vector<LiveObject>& known = live.objects[std::string(kind.name)];
    for (std::vector<LiveObject>& objects : found) {
        std::erase_if(objects, [](const LiveObject& object) { return object.parent.empty(); });
        std::ranges::move(objects, std::back_inserter(known));
    }
    co_return stop;
}

} // namespace tenantry::reader
