#include "engine/reader/units.hpp"

#include "engine/base/text.hpp"
#include "engine/reader/entitlements.hpp"
#include "engine/reader/reader.hpp"
#include "engine/reader/tenants.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

Fault unclear_in(std::vector<Doubt> doubts, const Request& request) {
    doubts.front().call = request.describe();
    return unclear(doubts.front());
}

/// The tenants of a list, each with an id.
Expected<std::vector<TenantTold>> told_in(const JsonArray& items, const Request& request) {
    std::vector<TenantTold> tenants;
    tenants.reserve(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        tenants.push_back(tenant_told(items[i], fmt::format("result[{}].", i)));
        std::vector<Doubt>& doubts = tenants.back().of_id;
        if (!doubts.empty()) return std::unexpected(unclear_in(std::move(doubts), request));
    }
    return tenants;
}

/// The units of a tenant of which the list told none. A tenant that may not be read has no units
/// for us; a manifest that names one is told so.
asio::awaitable<std::optional<Fault>> ask_units(Api& api, TenantTold& tenant) {
    const Request one{.path = "/tenants/" + percent_encode(tenant.id)};
    const auto details = co_await api.send(one);
    if (!details && details.error().category == FaultCategory::refused) co_return std::nullopt;
    if (!details) co_return details.error();
    TenantTold told = tenant_told(details->result, "result.");
    if (!told.units) told.of_units = {{.member = "result.tenant_units", .what = "is missing"}};
    if (!told.of_units.empty()) co_return unclear_in(std::move(told.of_units), one);
    tenant.units = std::move(told.units);
    for (CatalogueEntry& unit : *tenant.units) {
        unit.group = tenant.name;
        unit.group_id = tenant.id;
    }
    co_return std::nullopt;
}

} // namespace

asio::awaitable<std::optional<Fault>> read_units(Api& api, Live& live) {
    const Request list{.path = "/user/tenants"};
    const auto tenants = co_await read_items(api, list);
    if (!tenants) co_return tenants.error();
    auto told = told_in(*tenants, list);
    if (!told) co_return told.error();
    std::vector<CatalogueEntry> entries;
    for (std::size_t i = 0; i < told->size(); ++i) {
        TenantTold& tenant = (*told)[i];
        live.entitlements.insert_or_assign(tenant.id, flags_of((*tenants)[i]));
        if (!tenant.of_units.empty()) co_return unclear_in(std::move(tenant.of_units), list);
        if (!tenant.units) {
            auto fault = co_await ask_units(api, tenant);
            if (fault) co_return fault;
        }
        if (tenant.units) std::ranges::move(*tenant.units, std::back_inserter(entries));
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
    auto told = told_in(*tenants, list);
    if (!told) co_return std::unexpected(told.error());
    for (TenantTold& tenant : *told)
        ids.push_back(std::move(tenant.id));
    std::ranges::sort(ids);
    co_return ids;
}

} // namespace tenantry::reader
