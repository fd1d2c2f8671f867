#include "engine/reader/read_details.hpp"

#include "engine/base/bug.hpp"

#include <algorithm>

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

std::vector<LiveObject*> objects_to_complete(const Kind& kind, const Desired& desired,
                                             const Selection& selection, const Matches& matches,
                                             Live& live) {
    std::vector<LiveObject*> result;
    std::vector<LiveObject>& objects = live.objects[std::string(kind.name)];
    for (std::size_t i = 0; i < desired.resources.size(); ++i) {
        const Resource& resource = desired.resources[i];
        const Match& match = matches.of[i];
        if (resource.kind != &kind || match.live == nullptr || match.undecided) continue;
        if (!selection.covers(resource.address) || !kind.reading.part.concerns(resource)) continue;
        const auto index = match.live - objects.data();
        if (index < 0 || std::cmp_greater_equal(index, objects.size())) bug("a match of elsewhere");
        result.push_back(&objects[static_cast<std::size_t>(index)]);
    }
    return result;
}

} // namespace

asio::awaitable<std::optional<Fault>> read_detail(Api& api, const Kind& kind, Ids ids,
                                                  LiveObject& object) {
    const Call call{.path = std::string(kind.reading.part.path)};
    ids.emplace_back(kind.name, object.id);
    const Request request = make_request(call, ids);
    const auto response = co_await api.send(request);
    if (!response) co_return response.error();
    const std::size_t before = object.doubts.size();
    kind.reading.part.add(response->result, object);
    for (std::size_t i = before; i < object.doubts.size(); ++i)
        object.doubts[i].call = request.describe();
    co_return std::nullopt;
}

asio::awaitable<std::optional<Fault>> read_details(Api& api, const Kind& kind,
                                                   const Desired& desired,
                                                   const Selection& selection,
                                                   const Matches& matches, Live& live) {
    if (kind.reading.part.fields.empty()) co_return std::nullopt;
    const std::vector<LiveObject*> objects =
        objects_to_complete(kind, desired, selection, matches, live);
    std::vector<std::optional<Fault>> faults(objects.size());
    std::optional<Fault> stop;
    const Work read_one = [&](std::size_t i) -> asio::awaitable<void> {
        if (stop) co_return;
        Ids ids;
        if (!kind.parent.empty()) ids.emplace_back(kind.parent, objects[i]->parent);
        faults[i] = co_await read_detail(api, kind, std::move(ids), *objects[i]);
        if (faults[i] && !faults[i]->concerns_one()) stop = faults[i];
    };
    co_await concurrently(objects.size(), api.width(), read_one);
    if (stop) co_return stop;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        if (!faults[i]) continue;
        for (const std::string_view field : kind.reading.part.fields)
            objects[i]->unread.emplace_back(field, *faults[i]);
    }
    co_return std::nullopt;
}

} // namespace tenantry::reader
