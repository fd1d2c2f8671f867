#include "engine/reader/organizations.hpp"

#include "engine/diff/diff.hpp"
#include "engine/model/answer.hpp"
#include "engine/reader/entitlements.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

constexpr std::string_view page_size = "50";
constexpr int most_pages_of_a_root =
    1000; // 50,000 of them; by default a root holds 20,000 accounts

/// One organization; one that cannot be read could be the one that a manifest names.
std::optional<Fault> add_one(const Json& item, std::size_t index, const Request& request,
                             std::vector<CatalogueEntry>& entries) {
    LiveObject read;
    const Answer answer(item, read, fmt::format("result[{}].", index));
    CatalogueEntry entry{.id = answer.id("id"),
                         .name = answer.key("name"),
                         .group = std::string(item.text_of("parent.name"))};
    if (!read.doubts.empty()) {
        read.doubts.front().call = request.describe();
        return unclear(read.doubts.front());
    }
    entry.group_id = entry.id; // its flags are its own
    entries.push_back(std::move(entry));
    return std::nullopt;
}

} // namespace

asio::awaitable<Expected<std::vector<CatalogueEntry>>> read_organizations(Api& api, Live& live) {
    std::vector<CatalogueEntry> entries;
    std::string token;
    for (int page = 0; page < most_pages_of_a_root; ++page) {
        Request request{.path = "/organizations", .query = {{"page_size", std::string(page_size)}}};
        if (!token.empty()) request.query.emplace_back("page_token", token);
        const auto response = co_await api.send(request);
        if (!response && response.error().concerns_one() && response.error().status < 500)
            co_return std::vector<CatalogueEntry>();
        if (!response) co_return std::unexpected(response.error());
        const JsonArray* const items = response->result.items();
        if (items == nullptr) {
            const Doubt doubt{.member = "result", .what = "is no list", .call = request.describe()};
            co_return std::unexpected(unclear(doubt));
        }
        for (std::size_t i = 0; i < items->size(); ++i) {
            auto fault = add_one((*items)[i], i, request, entries);
            if (fault) co_return std::unexpected(std::move(*fault));
            live.organizations.insert(entries.back().id);
            live.entitlements.try_emplace(entries.back().id, flags_of((*items)[i]));
        }
        const std::string next(response->result_info.text_of("next_page_token"));
        if (next.empty()) co_return entries;
        if (next == token || items->empty()) break;
        token = next;
    }
    // A list that goes on and does not get on: one of the name that is meant may be missing.
    const Doubt doubt{.member = "result_info.next_page_token",
                      .what = "tells of more organizations, and none came",
                      .call = "GET /organizations"};
    co_return std::unexpected(unclear(doubt));
}

asio::awaitable<std::optional<Fault>> add_organizations(Api& api, const Catalogue& catalogue,
                                                        const std::vector<std::string>& written,
                                                        Live& live) {
    std::set<std::string, std::less<>> unknown;
    for (const std::string& unit : written) {
        const diff::Resolved::How how = diff::look_up(unit, catalogue, "", live).how;
        if (how == diff::Resolved::How::unknown || how == diff::Resolved::How::not_read)
            unknown.insert(unit);
    }
    if (unknown.empty()) co_return std::nullopt;
    auto organizations = co_await read_organizations(api, live);
    if (!organizations && !organizations.error().concerns_one()) co_return organizations.error();
    if (!organizations || organizations->empty()) co_return std::nullopt;
    // Only those that somebody wrote: the others would make units of the same name ambiguous for
    // accounts that have nothing to do with them.
    std::vector<CatalogueEntry>& units = live.catalogues[{std::string(catalogue.name), ""}];
    std::set<std::string, std::less<>> known;
    for (const CatalogueEntry& unit : units)
        known.insert(unit.id);
    for (CatalogueEntry& entry : *organizations) {
        const bool asked = unknown.contains(entry.id) || unknown.contains(entry.name);
        // A tenant's unit may be shown at both places.
        if (asked && !known.contains(entry.id)) units.push_back(std::move(entry));
    }
    co_return std::nullopt;
}

asio::awaitable<std::optional<Fault>> read_for_guards(Api& api, const Basis& basis, Live& live) {
    if (!asks_for_organizations(basis)) co_return std::nullopt;
    const auto organizations = co_await read_organizations(api, live);
    // Unread, there is none that keeps an administrator, and the guard refuses.
    if (!organizations && !organizations.error().concerns_one()) co_return organizations.error();
    co_return std::nullopt;
}

} // namespace tenantry::reader
