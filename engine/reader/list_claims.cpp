#include "engine/reader/list_claims.hpp"

#include "engine/base/text.hpp"
#include "engine/model/answer.hpp"

#include <fmt/core.h>

namespace tenantry::reader {
namespace asio = boost::asio;

Fault unclear(const Doubt& doubt) {
    Doubt said = doubt;
    said.call.clear(); // the fault tells it
    return {.category = FaultCategory::broken, .message = said.describe(), .call = doubt.call};
}

Fault of_another(const LiveObject& object, const std::string& parent, std::string call) {
    return unclear({.member = "result",
                    .what = fmt::format("has {} of {}, and was asked for those of {}",
                                        in_quotes(object.name), object.parent, parent),
                    .call = std::move(call)});
}

Fault unreliable(const std::string& why, const Request& request) {
    return {.category = FaultCategory::broken,
            .message = "the list cannot be relied on: " + why,
            .call = request.describe()};
}

std::string miscounted(std::optional<std::int64_t> total, std::size_t shown) {
    if (!total || std::cmp_equal(*total, shown)) return {};
    return fmt::format("it says that it has {}, and shows {}",
                       counted(static_cast<std::size_t>(*total), "item"), shown);
}

Expected<ListClaims> claims_of(const Json& result_info, const Request& request) {
    LiveObject list;
    const Answer answer(result_info, list, "result_info.");
    const auto count = [&](std::string_view member) {
        const auto value = answer.number(member, "");
        if (value && *value < 0) answer.doubt(member, "is negative", "");
        return value;
    };
    ListClaims claims{.page = count("page"),
                      .per_page = count("per_page"),
                      .count = count("count"),
                      .total_count = count("total_count"),
                      .total_pages = count("total_pages")};
    if (list.doubts.empty()) return claims;
    list.doubts.front().call = request.describe();
    return std::unexpected(unclear(list.doubts.front()));
}

Expected<std::optional<LiveObject>> understood(std::optional<LiveObject> object,
                                               const std::string& place, const Request& request) {
    if (!object) return std::nullopt;
    for (Doubt& doubt : object->doubts) {
        const bool below = !doubt.member.empty() && !doubt.member.starts_with('[');
        doubt.member = place + (below ? "." : "") + doubt.member;
        doubt.call = request.describe();
    }
    if (const Doubt* doubt = object->doubt("")) return std::unexpected(unclear(*doubt));
    return object;
}

Expected<std::optional<LiveObject>> read_object(const Kind& kind, const Json& result,
                                                const Request& request) {
    return understood(kind.reading.from_api(result), "result", request);
}

asio::awaitable<Expected<JsonArray>> read_items(Api& api, Request request) {
    std::optional<Fault> before;
    for (int i = 0;; ++i) {
        auto response = co_await api.send(request);
        if (!response) co_return std::unexpected(response.error());
        const auto claims = claims_of(response->result_info, request);
        if (!claims) co_return std::unexpected(claims.error());
        const JsonArray* items = response->result.items();
        if (items == nullptr) {
            co_return std::unexpected(
                unclear({.member = "result", .what = "is no list", .call = request.describe()}));
        }
        const std::string why = miscounted(claims->total_count, items->size());
        if (why.empty()) co_return *items;
        Fault now = unreliable(why, request);
        const bool same = before && before->message == now.message;
        if (same || i + 1 == most_readings) co_return std::unexpected(std::move(now));
        before = now;
        co_await api.rest(std::move(now));
    }
}

} // namespace tenantry::reader
