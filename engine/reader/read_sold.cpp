// What is sold to things that no manifest has to name: the plan of each zone of an account that one
// names. The zone itself tells which have none, so that only what is paid costs a call.
#include "engine/reader/reader.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

struct Purchase {
    const Kind* kind = nullptr;
    const LiveObject* parent = nullptr;
    Api* api = nullptr;
};

/// Whether what the parent tells is what such objects begin with, so that nothing was bought.
bool is_as_at_the_start(const Kind& kind, const LiveObject& told) {
    const auto start = kind.from_the_start();
    return start && !told.fields.empty() &&
           std::ranges::all_of(told.fields, [&](const auto& field) {
               const Json* first = start->field(field.first);
               return first != nullptr && *first == field.second;
           });
}

LiveObject told_of(const Kind& kind, const LiveObject& parent) {
    LiveObject told;
    const auto from_parent = kind.one_per_parent->from_parent;
    if (from_parent != nullptr) told = from_parent(parent);
    told.id = told.parent = parent.id;
    return told;
}

std::vector<Purchase> sold_in(Lanes& lanes, const KindTable& kinds, const Desired& desired,
                              const Matched& found) {
    std::unordered_map<std::string_view, std::string_view> customers; // by account
    for (const auto& [object, index] : found.matches.taken)
        customers.emplace(object->id, desired.resources[index].address.customer());
    std::vector<Purchase> sold;
    for (const Kind* kind : kinds.kinds()) {
        if (!kind->buys() || !kind->comes_with_parent()) continue;
        for (const LiveObject& parent : found.live.of(kind->parent)) {
            const auto customer = customers.find(parent.parent);
            if (customer == customers.end()) continue;
            if (is_as_at_the_start(*kind, told_of(*kind, parent))) continue;
            sold.push_back({kind, &parent, &api_of(lanes, customer->second, *kind, parent.parent)});
        }
    }
    return sold;
}

} // namespace

asio::awaitable<Expected<void>> read_sold(Lanes& lanes, const KindTable& kinds,
                                          const Desired& desired, Matched& found) {
    const std::vector<Purchase> sold = sold_in(lanes, kinds, desired, found);
    std::vector<Expected<LiveObject>> results(sold.size());
    std::vector<Api*> apis;
    std::ranges::transform(sold, std::back_inserter(apis), &Purchase::api);
    std::optional<Fault> stop;
    const Work read = [&](std::size_t i) -> asio::awaitable<void> {
        if (stop) co_return;
        const Purchase& each = sold[i];
        const Resource anything{.kind = each.kind};
        const Ids ids = {{std::string(each.kind->parent), each.parent->id}};
        results[i] = co_await read_one_per_parent(lanes, *each.api, *each.kind, ids, anything);
        if (!results[i] && !results[i].error().concerns_one()) stop = results[i].error();
    };
    co_await http::in_lanes(std::move(apis), read);
    if (stop) co_return std::unexpected(*stop);
    for (std::size_t i = 0; i < sold.size(); ++i) {
        LiveObject object =
            results[i] ? std::move(*results[i]) : told_of(*sold[i].kind, *sold[i].parent);
        // That it is there is known; what is paid for it is not.
        if (!results[i]) object.unread.emplace_back("price", results[i].error());
        found.live.objects[std::string(sold[i].kind->name)].push_back(std::move(object));
    }
    co_return Expected<void>();
}

} // namespace tenantry::reader
