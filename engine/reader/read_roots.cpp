#include "engine/reader/live_read.hpp"
#include "engine/reader/organizations.hpp"
#include "engine/reader/units.hpp"

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

/// Reads what lies in nothing, and what its objects may name.
class RootReader {
public:
    explicit RootReader(LiveRead& run) : run_(run) {}

    asio::awaitable<std::optional<Fault>> read_roots(const Kind& kind) {
        const Call call{.path = std::string(kind.reading.list_calls.front().path)};
        const Ids none;
        Request request = make_request(call, none);
        auto objects = co_await read_list(run_.api, kind, std::move(request));
        if (!objects) co_return objects.error();
        run_.live.objects[std::string(kind.name)] = std::move(*objects);
        co_return co_await read_units_for(kind);
    }

private:
    /// Units are read only to resolve: a name that a manifest writes, or one that the API will ask
    /// for when an object is created.
    asio::awaitable<std::optional<Fault>> read_units_for(const Kind& kind) {
        const Schema& schema = run_.kinds.schema_of(kind);
        const std::string_view scope = schema.field_with(IdentityRole::scope);
        if (scope.empty() || schema.property(scope)->catalogue != "unit") co_return std::nullopt;
        const bool written = run_.any_selected(
            kind, [&](std::size_t i) { return run_.desired.resources[i].field(scope) != nullptr; });
        if (!written) {
            Matches matches; // before the units are known, which may make others of them
            diff::match_kind(kind, run_.kinds, run_.desired, run_.live, matches);
            const bool creates = run_.any_selected(kind, [&](std::size_t i) {
                return matches.of[i].live == nullptr && !matches.of[i].undecided;
            });
            if (!creates) co_return std::nullopt;
        }
        auto fault = co_await read_units(run_.api, run_.live);
        if (fault && !fault->concerns_one()) co_return fault;
        // Somebody who may not list tenants can still create accounts in the only one there is.
        const Catalogue& units = run_.kinds.catalogue(schema.property(scope)->catalogue);
        if (fault) note_unread(units, kind, std::move(*fault));
        if (!written) co_return std::nullopt;
        co_return co_await add_organizations(run_.api, units, written_units(kind, scope),
                                             run_.live);
    }

    /// Who administers the tenant may list its units, and so may create what lies in them.
    void note_unread(const Catalogue& units, const Kind& kind, Fault fault) {
        if (fault.category == FaultCategory::refused) fault.right = kind.rights.write;
        run_.live.unread.push_back({std::string(units.name), "", std::move(fault)});
    }

    std::vector<std::string> written_units(const Kind& kind, std::string_view scope) const {
        std::vector<std::string> units;
        for (const Resource& resource : run_.desired.resources) {
            if (resource.kind != &kind || resource.field(scope) == nullptr) continue;
            if (run_.selection.covers_customer(resource.address.customer()))
                units.emplace_back(resource.text_of(scope));
        }
        return units;
    }

    LiveRead& run_;
};

} // namespace

asio::awaitable<std::optional<Fault>> read_roots(LiveRead& run, const Kind& kind) {
    RootReader reader(run);
    co_return co_await reader.read_roots(kind);
}

} // namespace tenantry::reader
