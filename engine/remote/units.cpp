#include "engine/remote/units.hpp"

#include "engine/base/text.hpp"
#include "engine/remote/entitlements.hpp"

#include <algorithm>

namespace tenantry::remote {
namespace asio = boost::asio;
namespace {

std::string first_text(const Json& object, std::string_view one, std::string_view other) {
    const std::string_view text = object.text_of(one);
    return std::string(text.empty() ? object.text_of(other) : text);
}

void add_units(const Json& units, const std::string& tenant, const std::string& id,
               std::vector<CatalogueEntry>& entries) {
    if (units.items() == nullptr) return;
    for (const Json& unit : *units.items()) {
        CatalogueEntry entry{.id = std::string(unit.text_of("unit_tag")),
                             .name = std::string(unit.text_of("unit_name")),
                             .group = tenant,
                             .group_id = id};
        if (!entry.id.empty()) entries.push_back(std::move(entry));
    }
}

} // namespace

asio::awaitable<std::optional<Fault>> read_units(Api& api, Live& live) {
    Request list{.path = "/user/tenants"};
    const auto tenants = co_await api.send(std::move(list));
    if (!tenants) co_return tenants.error();
    std::vector<CatalogueEntry> entries;
    const JsonArray none;
    const JsonArray& items = tenants->result.items() == nullptr ? none : *tenants->result.items();
    for (const Json& tenant : items) {
        // Two shapes are published: organizations with `id`, and tenants with `tenant_tag` whose
        // units are listed at once (section 3, "Contradiction").
        const std::string id = first_text(tenant, "tenant_tag", "id");
        const std::string name = first_text(tenant, "tenant_name", "name");
        if (id.empty()) continue;
        live.entitlements.insert_or_assign(id, flags_of(tenant));
        if (const Json* units = tenant.find("tenant_units")) {
            add_units(*units, name, id, entries);
            continue;
        }
        Request one{.path = "/tenants/" + percent_encode(id)};
        const auto details = co_await api.send(std::move(one));
        // A tenant that may not be read has no units for us; a manifest that names one is told so.
        if (!details && details.error().category == FaultCategory::refused) continue;
        if (!details) co_return details.error();
        if (const Json* units = details->result.find("tenant_units")) {
            add_units(*units, name, id, entries);
        }
    }
    live.catalogues[{"unit", ""}] = std::move(entries);
    co_return std::nullopt;
}

asio::awaitable<Expected<std::vector<std::string>>> read_tenants(Api& api) {
    Request list{.path = "/user/tenants"};
    const auto tenants = co_await api.send(std::move(list));
    std::vector<std::string> ids;
    if (!tenants && tenants.error().category == FaultCategory::refused) co_return ids;
    if (!tenants) co_return std::unexpected(tenants.error());
    if (const JsonArray* items = tenants->result.items()) {
        for (const Json& tenant : *items)
            ids.push_back(first_text(tenant, "tenant_tag", "id"));
    }
    std::ranges::sort(ids);
    co_return ids;
}

} // namespace tenantry::remote
