#include "engine/reader/units.hpp"

#include "engine/base/text.hpp"
#include "engine/model/answer.hpp"
#include "engine/reader/entitlements.hpp"
#include "engine/reader/reader.hpp"

#include <algorithm>

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

std::string first_text(const Json& object, std::string_view one, std::string_view other) {
    const std::string_view text = object.text_of(one);
    return std::string(text.empty() ? object.text_of(other) : text);
}

/// Two shapes are published: organizations with `id`, and tenants with `tenant_tag` whose units are
/// listed at once (section 3, "Contradiction").
Expected<std::string> id_of(const Json& tenant, const std::string& place, const Request& request) {
    LiveObject read;
    const Json* tag = tenant.find("tenant_tag");
    const bool tagged = tag != nullptr && !tag->is_null();
    std::string id = Answer(tenant, read, place).key(tagged ? "tenant_tag" : "id");
    if (read.doubts.empty()) return id;
    read.doubts.front().call = request.describe();
    return std::unexpected(unclear(read.doubts.front()));
}

/// A unit that cannot be read could be the one that a manifest names.
std::optional<Fault> add_units(const Json& tenant, std::string_view place, const Request& request,
                               const CatalogueEntry& group, std::vector<CatalogueEntry>& entries) {
    LiveObject read;
    const Answer answer(tenant, read, std::string(place));
    const JsonArray* units = answer.list("tenant_units", "");
    if (units == nullptr) answer.missed("tenant_units", "");
    for (std::size_t i = 0; units != nullptr && i < units->size(); ++i) {
        const std::string here = std::string(place) + "tenant_units[" + std::to_string(i) + "].";
        const Answer unit((*units)[i], read, here);
        entries.push_back({.id = unit.key("unit_tag"),
                           .name = unit.key("unit_name"),
                           .group = group.name,
                           .group_id = group.id});
    }
    if (read.doubts.empty()) return std::nullopt;
    read.doubts.front().call = request.describe();
    return unclear(read.doubts.front());
}

} // namespace

asio::awaitable<std::optional<Fault>> read_units(Api& api, Live& live) {
    const Request list{.path = "/user/tenants"};
    const auto tenants = co_await read_items(api, list);
    if (!tenants) co_return tenants.error();
    std::vector<CatalogueEntry> entries;
    for (std::size_t i = 0; i < tenants->size(); ++i) {
        const Json& tenant = (*tenants)[i];
        const std::string place = "result[" + std::to_string(i) + "].";
        auto id = id_of(tenant, place, list);
        if (!id) co_return id.error();
        const CatalogueEntry group{.id = std::move(*id),
                                   .name = first_text(tenant, "tenant_name", "name")};
        live.entitlements.insert_or_assign(group.id, flags_of(tenant));
        std::optional<Fault> fault;
        if (tenant.find("tenant_units") != nullptr) {
            fault = add_units(tenant, place, list, group, entries);
        } else {
            const Request one{.path = "/tenants/" + percent_encode(group.id)};
            const auto details = co_await api.send(one);
            // A tenant that may not be read has no units for us; a manifest that names one is told
            // so.
            if (!details && details.error().category == FaultCategory::refused) continue;
            fault = details ? add_units(details->result, "result.", one, group, entries)
                            : details.error();
        }
        if (fault) co_return fault;
    }
    live.catalogues[{"unit", ""}] = std::move(entries);
    co_return std::nullopt;
}

asio::awaitable<Expected<std::vector<std::string>>> read_tenants(Api& api) {
    const Request list{.path = "/user/tenants"};
    const auto tenants = co_await read_items(api, list);
    std::vector<std::string> ids;
    if (!tenants && tenants.error().category == FaultCategory::refused) co_return ids;
    if (!tenants) co_return std::unexpected(tenants.error());
    for (std::size_t i = 0; i < tenants->size(); ++i) {
        auto id = id_of((*tenants)[i], "result[" + std::to_string(i) + "].", list);
        if (!id) co_return std::unexpected(id.error());
        ids.push_back(std::move(*id));
    }
    std::ranges::sort(ids);
    co_return ids;
}

} // namespace tenantry::reader
