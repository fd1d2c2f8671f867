#include "engine/reader/catalogues.hpp"
#include "engine/reader/entitlements.hpp"
#include "engine/reader/organizations.hpp"
#include "engine/reader/published.hpp"
#include "engine/reader/read_details.hpp"
#include "engine/reader/read_elsewhere.hpp"
#include "engine/reader/reader.hpp"
#include "engine/reader/service_users.hpp"
#include "engine/reader/to_read.hpp"
#include "engine/reader/units.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/text.hpp"
#include "engine/diff/diff.hpp"
#include "engine/model/canonical.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

/// The reading of one run: kinds one after the other, since children are asked for by the ids of
/// their parents; the calls of one kind all at once.
class Reader {
public:
    Reader(Lanes& lanes, const KindTable& kinds, const Desired& desired, const Selection& selection,
           ReadOptions options)
        : lanes_(lanes), api_(lanes.tenant()), kinds_(kinds), desired_(desired),
          selection_(selection), options_(std::move(options)) {
        live_.self = ascii_lower(options_.self);
    }

    asio::awaitable<Expected<Matched>> read() {
        for (const Kind* kind : kinds_.kinds()) {
            std::optional<Fault> fault;
            const bool of_users = co_await read_service_users(
                *kind, kinds_, desired_, selection_, matches_, lanes_, options_.unusable, live_);
            if (of_users) {
                // No list of the tenant's has them.
            } else if (kind->parent.empty()) {
                fault = co_await read_roots(*kind);
            } else if (kind->one_per_parent) {
                fault = co_await read_singles(*kind);
            } else {
                fault = co_await read_children(*kind);
            }
            if (fault) co_return std::unexpected(with_right(*kind, std::move(*fault)));
            diff::match_kind(*kind, kinds_, desired_, live_, matches_);
            fault = co_await read_details(api_, *kind, desired_, selection_, matches_, live_);
            if (fault) co_return std::unexpected(*fault);
        }
        auto fault = co_await read_for_writes(api_, kinds_, desired_, selection_, matches_, live_);
        if (fault) co_return std::unexpected(*fault);
        co_await read_published(api_, kinds_, desired_, selection_, matches_, live_);
        fault = co_await read_entitlements(api_, kinds_, desired_, selection_, matches_, live_);
        if (fault) co_return std::unexpected(*fault);
        fault = co_await read_for_guards(api_, kinds_, desired_, selection_, matches_, live_);
        if (fault) co_return std::unexpected(*fault);
        live_.note_components();
        co_return Matched(std::move(live_), std::move(matches_));
    }

private:
    /// A live object whose list is to be read, and in whose name.
    struct Parent {
        std::string id = {};
        std::size_t resource = 0;
        Api* api = nullptr;
    };

    asio::awaitable<std::optional<Fault>> read_roots(const Kind& kind) {
        const Call call{.path = std::string(kind.reading.list_calls.front().path)};
        const Ids none;
        Request request = make_request(call, none);
        auto objects = co_await read_list(api_, kind, std::move(request));
        if (!objects) co_return objects.error();
        live_.objects[std::string(kind.name)] = std::move(*objects);
        co_return co_await read_units_for(kind);
    }

    /// Units are read only to resolve: a name that a manifest writes, or one that the API will ask
    /// for when an object is created.
    asio::awaitable<std::optional<Fault>> read_units_for(const Kind& kind) {
        const Schema& schema = kinds_.schema_of(kind);
        const std::string_view scope = schema.field_with(IdentityRole::scope);
        if (scope.empty() || schema.property(scope)->catalogue != "unit") co_return std::nullopt;
        const bool written = any_selected(
            kind, [&](std::size_t i) { return desired_.resources[i].field(scope) != nullptr; });
        if (!written) {
            Matches matches; // before the units are known, which may make others of them
            diff::match_kind(kind, kinds_, desired_, live_, matches);
            const bool creates = any_selected(kind, [&](std::size_t i) {
                return matches.of[i].live == nullptr && !matches.of[i].refused;
            });
            if (!creates) co_return std::nullopt;
        }
        auto fault = co_await read_units(api_, live_);
        if (fault && !fault->concerns_one()) co_return fault;
        // Somebody who may not list tenants can still create accounts in the only one there is.
        const Catalogue& units = kinds_.catalogue(schema.property(scope)->catalogue);
        if (fault) note_unread(units, kind, std::move(*fault));
        if (!written) co_return std::nullopt;
        co_return co_await add_organizations(api_, units, written_units(kind, scope), live_);
    }

    /// Who administers the tenant may list its units, and so may create what lies in them.
    void note_unread(const Catalogue& units, const Kind& kind, Fault fault) {
        if (fault.category == FaultCategory::refused) fault.right = kind.rights.write;
        live_.unread.push_back({std::string(units.name), "", std::move(fault)});
    }

    std::vector<std::string> written_units(const Kind& kind, std::string_view scope) const {
        std::vector<std::string> units;
        for (const Resource& resource : desired_.resources) {
            if (resource.kind != &kind || resource.field(scope) == nullptr) continue;
            if (selection_.covers_customer(resource.address.customer()))
                units.emplace_back(resource.text_of(scope));
        }
        return units;
    }

    template<typename Question>
    bool any_selected(const Kind& kind, const Question& question) const {
        for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
            const Resource& resource = desired_.resources[i];
            if (resource.kind != &kind) continue;
            if (selection_.covers_customer(resource.address.customer()) && question(i)) return true;
        }
        return false;
    }

    asio::awaitable<std::optional<Fault>> read_children(const Kind& kind) {
        std::vector<Parent> parents = parents_of(kind);
        const std::size_t count = parents.size();
        if (count > 0 && kind.unnamed == Unnamed::but_ours) co_await read_self();
        std::vector<Parent> own;
        std::erase_if(parents, [&](const Parent& parent) {
            const bool in_lane = parent.api != &api_;
            if (in_lane) own.push_back(parent);
            return in_lane;
        });
        const bool swept = count > 0 && co_await sweep(kind, parents.size());
        if (stop_) co_return stop_;
        if (swept && !own.empty()) leave_out(kind, own);
        if (!swept) own.insert(own.end(), parents.begin(), parents.end());
        auto fault = co_await read_each(kind, own);
        if (fault || swept) co_return fault;
        co_return co_await read_elsewhere(api_, kind, kinds_, desired_, selection_, matches_, count,
                                          live_);
    }

    /// Reads the objects of all parents in one list, where the API lets us and it is cheaper than a
    /// list for each of `parents`.
    asio::awaitable<bool> sweep(const Kind& kind, std::size_t parents) {
        const std::size_t visible = live_.of(kind.parent).size();
        const ListCall* list = nullptr;
        for (const ListCall& each : kind.reading.list_calls) {
            if (!each.per_parent() && visible <= each.most_parents) list = &each;
        }
        // One parent never costs more by itself, and few of many cost less.
        const bool few = parents <= 1 || parents * 10 <= visible;
        if (list == nullptr || few) co_return false;
        const Call call{.path = std::string(list->path)};
        const Ids none;
        Request request = make_request(call, none);
        auto objects = co_await read_list(api_, kind, std::move(request));
        if (objects) {
            live_.objects[std::string(kind.name)] = std::move(*objects);
            co_return true;
        }
        // The refusal of a sweep is how the API says that the identity sees too many parents; and
        // what cannot be understood of it concerns one parent, which its own list will tell.
        const Fault& fault = objects.error();
        if (fault.category != FaultCategory::refused && !fault.unclear()) stop_ = fault;
        co_return false;
    }

    /// What lanes read by themselves is not taken from a list of the tenant's.
    void leave_out(const Kind& kind, const std::vector<Parent>& own) {
        std::set<std::string_view> accounts;
        for (const Parent& parent : own)
            accounts.insert(parent.id);
        std::erase_if(live_.objects[std::string(kind.name)],
                      [&](const LiveObject& object) { return accounts.contains(object.parent); });
    }

    /// Who reads: a key says it with its e-mail, for a token the API may tell (API reference,
    /// section 1.1). Not knowing does no harm.
    asio::awaitable<void> read_self() {
        if (!live_.self.empty()) co_return;
        Request request{.path = "/user"};
        const auto user = co_await api_.send(std::move(request));
        if (user) live_.self = ascii_lower(user->result.text_of("email"));
    }

    /// The live parents whose list of this kind is managed and, at least in part, selected.
    std::vector<Parent> parents_of(const Kind& kind) const {
        std::vector<Parent> parents;
        const std::vector<bool> selected = selected_or_above();
        // Of a parent that is not selected itself, the list is read if something of it is.
        std::vector<bool> concerned(desired_.resources.size(), false);
        for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
            const Resource& resource = desired_.resources[i];
            if (selection_.covers(resource.address)) concerned[i] = true;
            if (resource.kind == &kind && selected[i]) concerned[resource.parent] = true;
        }
        for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
            const Resource& resource = desired_.resources[i];
            const bool manages =
                std::ranges::find(resource.managed_lists, &kind) != resource.managed_lists.end();
            if (manages && concerned[i] && matches_.of[i].live != nullptr) {
                parents.push_back({matches_.of[i].live->id, i, &api_for(kind, i)});
            }
        }
        return parents;
    }

    /// Who reads objects of a kind in the object that a resource is.
    Api& api_for(const Kind& kind, std::size_t within) const {
        return api_of(lanes_, desired_.resources[within].address.customer(), kind,
                      matches_.root_id(desired_, within));
    }

    /// Which resources are selected or have something selected in them.
    std::vector<bool> selected_or_above() const {
        std::vector<bool> selected(desired_.resources.size(), false);
        for (std::size_t i = desired_.resources.size(); i-- > 0;) {
            const Resource& resource = desired_.resources[i];
            if (selection_.covers(resource.address)) selected[i] = true;
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
            if (stop_) co_return;
            const Request request = narrowed(kind, list, parents[i].id);
            results[i] = co_await read_list_of(*parents[i].api, kind, request, parents[i].id);
            const bool own = parents[i].api != &api_;
            if (own && results[i] && lacks_wanted(kind, parents[i].resource, *results[i])) {
                // A user may see less than there is: what is missing is not created on its word.
                results[i] = co_await read_list_of(api_, kind, request, parents[i].id);
            }
            if (!results[i] && !own && !results[i].error().concerns_one()) {
                stop_ = results[i].error();
            }
        };
        co_await in_lanes(lanes, read_one);
        if (stop_) co_return stop_;
        std::vector<LiveObject>& objects = live_.objects[std::string(kind.name)];
        for (std::size_t i = 0; i < parents.size(); ++i) {
            if (!results[i]) {
                live_.unread.push_back({std::string(kind.name), parents[i].id, results[i].error()});
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
        const Schema& schema = kinds_.schema_of(kind);
        const std::string_view field = schema.field_with(IdentityRole::name);
        const Comparison comparison = schema.property(field)->comparison;
        std::set<std::string> names;
        for (const LiveObject& object : objects)
            names.insert(canonical_text(object.name, comparison));
        // What lies in a resource stands right behind it.
        for (std::size_t i = within + 1; i < desired_.resources.size(); ++i) {
            const Resource& resource = desired_.resources[i];
            if (resource.parent == Resource::none || resource.parent < within) break;
            const bool here = resource.kind == &kind && resource.parent == within;
            if (here && !names.contains(canonical_text(resource.text_of(field), comparison))) {
                return true;
            }
        }
        return false;
    }

    /// What every parent has one of: from the parent's list where that tells enough, else by a call
    /// for each.
    asio::awaitable<std::optional<Fault>> read_singles(const Kind& kind) {
        std::vector<ToRead> to_read;
        std::vector<LiveObject>& objects = live_.objects[std::string(kind.name)];
        std::vector<Api*> lanes;
        find_singles(kind, objects, to_read, lanes);
        std::vector<Expected<LiveObject>> results(to_read.size());
        const Work read_one = [&](std::size_t i) -> asio::awaitable<void> {
            if (stop_) co_return;
            Api& api = *lanes[i];
            results[i] = co_await read_one_per_parent(lanes_, api, kind, to_read[i].ids,
                                                      *to_read[i].resource);
            const bool own = &api != &api_;
            if (!results[i] && !own && !results[i].error().concerns_one()) {
                stop_ = results[i].error();
            }
        };
        const std::size_t scout = scout_of(kind, to_read);
        if (scout < to_read.size()) co_await read_one(scout);
        const Work read_other = [&](std::size_t i) -> asio::awaitable<void> {
            if (i != scout) co_await read_one(i);
        };
        co_await in_lanes(lanes, read_other);
        if (stop_) co_return stop_;
        for (const std::string& list : lanes_.gone)
            if (list == kind.reading.object_path) live_.unlisted.emplace(kind.name);
        for (std::size_t i = 0; i < to_read.size(); ++i) {
            if (results[i]) {
                objects.push_back(std::move(*results[i]));
            } else if (results[i].error().concerns_one()) {
                objects.push_back(unread_object(to_read[i], results[i].error()));
            } else {
                live_.unread.push_back(
                    {std::string(kind.name), to_read[i].ids.front().second, results[i].error()});
            }
        }
        co_return std::nullopt;
    }

    void find_singles(const Kind& kind, std::vector<LiveObject>& objects,
                      std::vector<ToRead>& to_read, std::vector<Api*>& lanes) const {
        for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
            const Resource& resource = desired_.resources[i];
            if (resource.kind != &kind || !selection_.covers(resource.address)) continue;
            const LiveObject* parent = matches_.of[resource.parent].live;
            if (parent == nullptr) continue;
            const OnePerParent& one = *kind.one_per_parent;
            LiveObject told = one.from_parent == nullptr ? LiveObject() : one.from_parent(*parent);
            if (one.from_parent == nullptr || !one.told_enough(resource, told)) {
                to_read.push_back({{{std::string(kind.parent), parent->id}}, &resource});
                lanes.push_back(&api_for(kind, resource.parent));
                continue;
            }
            told.id = told.parent = parent->id;
            objects.push_back(std::move(told));
        }
    }

    Lanes& lanes_;
    Api& api_; // the tenant's
    const KindTable& kinds_;
    const Desired& desired_;
    const Selection& selection_;
    ReadOptions options_;
    std::optional<Fault> stop_; // what concerns all
    Live live_;
    Matches matches_; // of the kinds that are read
};

} // namespace

asio::awaitable<Expected<Matched>> read_live(Lanes& lanes, const KindTable& kinds,
                                             const Desired& desired, const Selection& selection,
                                             ReadOptions options) {
    Reader reader(lanes, kinds, desired, selection, std::move(options));
    co_return co_await reader.read();
}

asio::awaitable<Expected<Matched>> read_live(Api& api, const KindTable& kinds,
                                             const Desired& desired, const Selection& selection,
                                             ReadOptions options) {
    Lanes lanes(api);
    Reader reader(lanes, kinds, desired, selection, std::move(options));
    co_return co_await reader.read();
}

} // namespace tenantry::reader
