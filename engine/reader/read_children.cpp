#include "engine/base/text.hpp"
#include "engine/model/natural_key.hpp"
#include "engine/reader/live_read.hpp"
#include "engine/reader/read_elsewhere.hpp"
#include "engine/reader/to_read.hpp"

#include <algorithm>
#include <set>

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

/// Reads lists of what lies in something: all in one, or one for each parent.
class ChildReader {
public:
    explicit ChildReader(LiveRead& run) : run_(run) {}

    asio::awaitable<std::optional<Fault>> read_children(const Kind& kind) {
        std::vector<Parent> parents = parents_of(kind);
        const std::size_t count = parents.size();
        if (count > 0 && kind.unnamed == Unnamed::but_ours) co_await read_self();
        std::vector<Parent> own;
        std::erase_if(parents, [&](const Parent& parent) {
            const bool in_lane = parent.api != &run_.api;
            if (in_lane) own.push_back(parent);
            return in_lane;
        });
        const bool swept = count > 0 && co_await sweep(kind, parents.size());
        if (run_.stop) co_return run_.stop;
        if (swept && !own.empty()) leave_out(kind, own);
        if (!swept) own.insert(own.end(), parents.begin(), parents.end());
        auto fault = co_await read_each(kind, own);
        if (fault || swept) co_return fault;
        co_return co_await read_elsewhere(run_.api, kind, run_.kinds, run_.desired, run_.selection,
                                          run_.matches, count, run_.live);
    }

private:
    /// A live object whose list is to be read, and in whose name.
    struct Parent {
        std::string id = {};
        std::size_t resource = 0;
        Api* api = nullptr;
    };

    /// Reads the objects of all parents in one list, where the API lets us and it is cheaper than a
    /// list for each of `parents`.
    asio::awaitable<bool> sweep(const Kind& kind, std::size_t parents) {
        const std::size_t visible = run_.live.of(kind.parent).size();
        // One parent never costs more by itself, and few of many cost less.
        const bool few = parents <= 1 || parents * 10 <= visible;
        if (few || visible > most_swept(kind)) co_return false;
        const Call call{.path = std::string(list_over_all(kind)->path)};
        const Ids none;
        Request request = make_request(call, none);
        auto objects = co_await read_list(run_.api, kind, std::move(request));
        if (objects) {
            run_.live.objects[std::string(kind.name)] = std::move(*objects);
            co_return true;
        }
        // What cannot be understood of it concerns one parent, which its own list will tell.
        const Fault& fault = objects.error();
        if (!refuses_sweep(fault) && !fault.unclear()) run_.stop = fault;
        co_return false;
    }

    /// What lanes read by themselves is not taken from a list of the tenant's.
    void leave_out(const Kind& kind, const std::vector<Parent>& own) {
        std::set<std::string_view> accounts;
        for (const Parent& parent : own)
            accounts.insert(parent.id);
        std::erase_if(run_.live.objects[std::string(kind.name)],
                      [&](const LiveObject& object) { return accounts.contains(object.parent); });
    }

    /// Who reads: a key says it with its e-mail, for a token the API may tell (API reference,
    /// section 1.1). Not knowing does no harm.
    asio::awaitable<void> read_self() {
        if (!run_.live.self.empty()) co_return;
        Request request = http::ask_for_self();
        const auto user = co_await run_.api.send(std::move(request));
        if (user) run_.live.self = ascii_lower(http::self_in(user->result).email);
    }

    /// The live parents whose list of this kind is managed and, at least in part, selected.
    std::vector<Parent> parents_of(const Kind& kind) const {
        std::vector<Parent> parents;
        const std::vector<bool> selected = selected_or_above();
        // Of a parent that is not selected itself, the list is read if something of it is.
        std::vector<bool> concerned(run_.desired.resources.size(), false);
        for (std::size_t i = 0; i < run_.desired.resources.size(); ++i) {
            const Resource& resource = run_.desired.resources[i];
            if (run_.selection.covers(resource.address)) concerned[i] = true;
            if (resource.kind == &kind && selected[i]) concerned[resource.parent] = true;
        }
        for (std::size_t i = 0; i < run_.desired.resources.size(); ++i) {
            const Resource& resource = run_.desired.resources[i];
            const bool manages =
                std::ranges::find(resource.managed_lists, &kind) != resource.managed_lists.end();
            if (manages && concerned[i] && run_.matches.of[i].live != nullptr) {
                parents.push_back({run_.matches.of[i].live->id, i, &run_.api_for(kind, i)});
            }
        }
        return parents;
    }

    /// Which resources are selected or have something selected in them.
    std::vector<bool> selected_or_above() const {
        std::vector<bool> selected(run_.desired.resources.size(), false);
        for (std::size_t i = run_.desired.resources.size(); i-- > 0;) {
            const Resource& resource = run_.desired.resources[i];
            if (run_.selection.covers(resource.address)) selected[i] = true;
            if (selected[i] && resource.parent != Resource::none) selected[resource.parent] = true;
        }
        return selected;
    }

    asio::awaitable<std::optional<Fault>> read_each(const Kind& kind,
                                                    const std::vector<Parent>& parents) {
        const ListCall& list = narrowed_list(kind);
        std::vector<Expected<std::vector<LiveObject>>> results(parents.size());
        std::vector<Api*> lanes;
        lanes.reserve(parents.size());
        for (const Parent& parent : parents)
            lanes.push_back(parent.api);
        const Work read_one = [&](std::size_t i) -> asio::awaitable<void> {
            if (run_.stop) co_return;
            const Request request = narrowed(kind, list, parents[i].id);
            results[i] = co_await read_list_of(*parents[i].api, kind, request, parents[i].id);
            const bool own = parents[i].api != &run_.api;
            if (own && results[i] && lacks_wanted(kind, parents[i].resource, *results[i])) {
                // A user may see less than there is: what is missing is not created on its word.
                results[i] = co_await read_list_of(run_.api, kind, request, parents[i].id);
            }
            if (!results[i] && !own && !results[i].error().concerns_one()) {
                run_.stop = results[i].error();
            }
        };
        co_await in_lanes(lanes, read_one);
        if (run_.stop) co_return run_.stop;
        std::vector<LiveObject>& objects = run_.live.objects[std::string(kind.name)];
        for (std::size_t i = 0; i < parents.size(); ++i) {
            if (!results[i]) {
                run_.live.unread.push_back(
                    {std::string(kind.name), parents[i].id, results[i].error()});
                continue;
            }
            // A list below one parent need not say in each item whose it is.
            for (LiveObject& object : *results[i])
                if (object.parent.empty()) object.parent = parents[i].id;
            std::ranges::move(*results[i], std::back_inserter(objects));
        }
        co_return std::nullopt;
    }

    /// The list of one parent, in which nothing of another has a place.
    static asio::awaitable<Expected<std::vector<LiveObject>>>
    read_list_of(Api& api, const Kind& kind, const Request& request, const std::string& parent) {
        auto objects = co_await read_list(api, kind, request);
        if (!objects) co_return objects;
        for (const LiveObject& object : *objects) {
            if (object.parent.empty() || object.parent == parent) continue;
            co_return std::unexpected(of_another(object, parent, request.describe()));
        }
        co_return objects;
    }

    /// Whether a resource that lies directly in another is not among the objects of its list.
    bool lacks_wanted(const Kind& kind, std::size_t within,
                      const std::vector<LiveObject>& objects) const {
        const NaturalKey key(run_.kinds.schema_of(kind));
        std::set<std::string> names;
        for (const LiveObject& object : objects)
            names.insert(key.of(object));
        // What lies in a resource stands right behind it.
        for (std::size_t i = within + 1; i < run_.desired.resources.size(); ++i) {
            const Resource& resource = run_.desired.resources[i];
            if (resource.parent == Resource::none || resource.parent < within) break;
            const bool here = resource.kind == &kind && resource.parent == within;
            if (here && !names.contains(key.of(resource))) return true;
        }
        return false;
    }

    LiveRead& run_;
};

} // namespace

asio::awaitable<std::optional<Fault>> read_children(LiveRead& run, const Kind& kind) {
    ChildReader reader(run);
    co_return co_await reader.read_children(kind);
}

} // namespace tenantry::reader
