#include "engine/reader/live_read.hpp"
#include "engine/reader/organizations.hpp"
#include "engine/reader/published.hpp"
#include "engine/reader/read_details.hpp"
#include "engine/reader/to_read.hpp"
#include "engine/reader/units.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

/// Reads kind by kind as any run does, for manifests that are written down as they are read: each
/// object that is found is a resource that speaks of all that may lie in it.
class AllReader {
public:
    AllReader(Lanes& lanes, const KindTable& kinds, const Everything& asked)
        : lanes_(lanes), kinds_(kinds), asked_(asked) {}

    asio::awaitable<Expected<Live>> read() {
        run_.live.self = ascii_lower(asked_.self);
        for (const Kind* kind : kinds_.kinds()) {
            auto fault = co_await read_kind(*kind);
            if (fault) co_return std::unexpected(with_right(*kind, std::move(*fault)));
        }
        co_await read_published(lanes_.tenant(), plans_bought(), run_.live);
        run_.live.note_components();
        co_return std::move(run_.live);
    }

private:
    bool is_asked(const Kind& kind) const {
        return kind.parent.empty() || asked_.kinds.contains(kind.name);
    }

    asio::awaitable<std::optional<Fault>> read_kind(const Kind& kind) {
        const ServiceUsers* users = kinds_.service_users();
        const bool of_users = users != nullptr && users->are_told_by(kind);
        if (of_users || !is_asked(kind)) co_return std::nullopt;
        std::optional<Fault> fault;
        if (kind.comes_with_parent()) {
            speak_of_singles(kind);
            fault = co_await read_singles(run_, kind);
        } else if (kind.parent.empty()) {
            fault = co_await read_roots(run_, kind);
            if (!fault) fault = co_await read_places(kind);
        } else {
            fault = co_await read_children(run_, kind);
        }
        if (fault || kind.comes_with_parent()) co_return fault;
        speak_of(kind);
        co_return co_await read_details(lanes_.tenant(), kind, spoken_, run_.selection,
                                        run_.matches, run_.live);
    }

    /// The units that the roots lie in, by name. Who may not list them is told tags.
    asio::awaitable<std::optional<Fault>> read_places(const Kind& kind) {
        const Schema& schema = kinds_.schema_of(kind);
        const std::string_view scope = schema.field_with(IdentityRole::scope);
        if (scope.empty() || schema.property(scope)->catalogue.empty()) co_return std::nullopt;
        const Catalogue& catalogue = kinds_.catalogue(schema.property(scope)->catalogue);
        auto fault = co_await read_units(lanes_.tenant(), run_.live);
        if (fault && !fault->concerns_one()) co_return fault;
        if (fault) run_.live.unread.push_back({std::string(catalogue.name), "", std::move(*fault)});
        std::set<std::string> tags;
        for (const LiveObject& object : run_.live.of(kind.name))
            if (const std::string_view tag = object.text_of(scope); !tag.empty()) tags.emplace(tag);
        const std::vector<std::string> written(tags.begin(), tags.end());
        co_return co_await add_organizations(lanes_.tenant(), catalogue, written, run_.live);
    }

    /// A resource for each object of a kind that has just been read.
    void speak_of(const Kind& kind) {
        std::map<std::string_view, std::size_t> parents;
        for (std::size_t i = 0; i < spoken_.resources.size(); ++i)
            if (spoken_.resources[i].kind->name == kind.parent)
                parents.emplace(run_.matches.of[i].live->id, i);
        std::vector<const Kind*> lists;
        for (const Kind* child : kinds_.kinds())
            if (child->parent == kind.name && !child->comes_with_parent() && is_asked(*child))
                lists.push_back(child);
        std::set<std::string, std::less<>> chosen;
        if (kind.parent.empty() && asked_.choose) chosen = asked_.choose(run_.live);
        for (const LiveObject& object : run_.live.of(kind.name)) {
            std::size_t parent = Resource::none;
            if (!kind.parent.empty()) {
                const auto found = parents.find(object.parent);
                if (found == parents.end()) continue;
                parent = found->second;
            } else if (asked_.choose && !chosen.contains(object.id)) {
                continue;
            }
            Resource resource{.kind = &kind,
                              .address = Address::of_unmanaged(object.name),
                              .parent = parent,
                              .managed_lists = lists};
            if (asked_.parts) speak_of_part(kind, resource);
            add(std::move(resource), &object);
        }
    }

    /// One of its fields has the whole part read.
    static void speak_of_part(const Kind& kind, Resource& resource) {
        if (kind.reading.part.fields.empty()) return;
        resource.fields.push_back({.path = std::string(kind.reading.part.fields.front())});
    }

    /// What each of the parents has one of, where that can be anything but what it begins with.
    void speak_of_singles(const Kind& kind) {
        const std::size_t count = spoken_.resources.size();
        for (std::size_t i = 0; i < count; ++i) {
            if (spoken_.resources[i].kind->name != kind.parent) continue;
            const auto as_it_began = kind.one_per_parent->as_it_began;
            const LiveObject& parent = *run_.matches.of[i].live;
            if (as_it_began != nullptr && as_it_began(parent)) {
                note_beginning(kind, parent);
                continue;
            }
            add({.kind = &kind,
                 .address = spoken_.resources[i].address.member(kind.word),
                 .parent = i},
                nullptr);
        }
    }

    /// What the list of the parent tells stands for what is not asked.
    void note_beginning(const Kind& kind, const LiveObject& parent) {
        if (kind.one_per_parent->from_parent == nullptr) return;
        LiveObject told = kind.one_per_parent->from_parent(parent);
        told.id = told.parent = parent.id;
        run_.live.objects[std::string(kind.name)].push_back(std::move(told));
    }

    void add(Resource resource, const LiveObject* live) {
        if (live != nullptr) run_.matches.taken.emplace(live, spoken_.resources.size());
        spoken_.resources.push_back(std::move(resource));
        run_.matches.of.push_back({.live = live});
    }

    /// The plans that were seen: what they have by themselves is published.
    std::set<std::string> plans_bought() const {
        std::set<std::string> plans;
        for (const Kind* kind : kinds_.kinds()) {
            if (!kind->buys()) continue;
            for (const LiveObject& object : run_.live.of(kind->name)) {
                const std::string_view id = object.text_of("plan_id");
                const std::string key = public_key(id.empty() ? object.name : id);
                if (is_id(key)) plans.insert(key);
            }
        }
        return plans;
    }

    Lanes& lanes_;
    const KindTable& kinds_;
    const Everything& asked_;
    Desired spoken_ = {};
    Selection all_ = {};
    LiveRead run_{lanes_, lanes_.tenant(), kinds_, spoken_, all_};
};

} // namespace

asio::awaitable<Expected<Live>> read_all(Lanes& lanes, const KindTable& kinds,
                                         const Everything& asked) {
    AllReader reader(lanes, kinds, asked);
    co_return co_await reader.read();
}

} // namespace tenantry::reader
