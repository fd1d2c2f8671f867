#include "engine/reader/live_read.hpp"
#include "engine/reader/to_read.hpp"

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

/// Reads what every parent has one of: from the parent's list where that tells enough, else by a
/// call for each.
class SingleReader {
public:
    explicit SingleReader(LiveRead& run) : run_(run) {}

    /// What every parent has one of: from the parent's list where that tells enough, else by a call
    /// for each.
    asio::awaitable<std::optional<Fault>> read_singles(const Kind& kind) {
        std::vector<ToRead> to_read;
        std::vector<LiveObject>& objects = run_.live.objects[std::string(kind.name)];
        std::vector<Api*> lanes;
        find_singles(kind, objects, to_read, lanes);
        std::vector<Expected<LiveObject>> results(to_read.size());
        const Work read_one = [&](std::size_t i) -> asio::awaitable<void> {
            if (run_.stop) co_return;
            Api& api = *lanes[i];
            results[i] = co_await read_one_per_parent(run_.lanes, api, kind, to_read[i].ids,
                                                      *to_read[i].resource);
            const bool own = &api != &run_.api;
            if (!results[i] && !own && !results[i].error().concerns_one()) {
                run_.stop = results[i].error();
            }
        };
        const std::size_t scout = scout_of(kind, to_read);
        if (scout < to_read.size()) co_await read_one(scout);
        const Work read_other = [&](std::size_t i) -> asio::awaitable<void> {
            if (i != scout) co_await read_one(i);
        };
        co_await in_lanes(lanes, read_other);
        if (run_.stop) co_return run_.stop;
        for (const std::string& list : run_.lanes.gone)
            if (list == kind.reading.object_path) run_.live.unlisted.emplace(kind.name);
        for (std::size_t i = 0; i < to_read.size(); ++i) {
            if (results[i]) {
                objects.push_back(std::move(*results[i]));
            } else if (results[i].error().concerns_one() && !to_read[i].resource->fields.empty()) {
                objects.push_back(unread_object(to_read[i], results[i].error()));
            } else {
                run_.live.unread.push_back(
                    {std::string(kind.name), to_read[i].ids.front().second, results[i].error()});
            }
        }
        co_return std::nullopt;
    }

private:
    void find_singles(const Kind& kind, std::vector<LiveObject>& objects,
                      std::vector<ToRead>& to_read, std::vector<Api*>& lanes) const {
        for (std::size_t i = 0; i < run_.desired.resources.size(); ++i) {
            const Resource& resource = run_.desired.resources[i];
            if (resource.kind != &kind || !run_.selection.covers(resource.address)) continue;
            const LiveObject* parent = run_.matches.of[resource.parent].live;
            if (parent == nullptr) continue;
            if (auto told = kind.told_by(*parent, resource)) {
                objects.push_back(std::move(*told));
                continue;
            }
            to_read.push_back({{{std::string(kind.parent), parent->id}}, &resource});
            lanes.push_back(&run_.api_for(kind, resource.parent));
        }
    }

    LiveRead& run_;
};

} // namespace

asio::awaitable<std::optional<Fault>> read_singles(LiveRead& run, const Kind& kind) {
    SingleReader reader(run);
    co_return co_await reader.read_singles(kind);
}

} // namespace tenantry::reader
