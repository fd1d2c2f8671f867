#include "engine/remote/remote.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <set>
#include <unordered_set>

namespace tenantry::remote {
namespace asio = boost::asio;
namespace {

// The largest page that the lists allow (API reference, section 1.4).
constexpr std::int64_t per_page = 50;
// A list that shifts under our hands is read anew so often before it is called broken.
constexpr int readings = 3;
// A server that never stops answering full pages must not keep us for ever.
constexpr std::int64_t most_pages = 100'000;

using FromApi = std::optional<LiveObject> (*)(const Json& item);

struct Page {
    std::vector<LiveObject> objects = {};
    std::size_t items = 0;
    std::size_t left_out = 0;      // items that are no objects of ours
    std::int64_t total_count = -1; // -1: not said
    std::int64_t total_pages = -1;
};

/// One reading of a list.
struct Reading {
    std::vector<LiveObject> objects = {};
    std::size_t left_out = 0;
    std::int64_t total_count = -1;

    bool complete() const {
        return total_count < 0 || std::cmp_greater_equal(objects.size() + left_out, total_count);
    }
    /// Whether pages hold as many items as the list says it has.
    static bool whole(const std::vector<Page>& pages) {
        std::int64_t items = 0;
        std::int64_t total = 0;
        for (const Page& page : pages) {
            items += static_cast<std::int64_t>(page.items);
            total = std::max(total, page.total_count);
        }
        return items >= total;
    }
    std::set<std::string> ids() const {
        std::set<std::string> result;
        for (const LiveObject& object : objects)
            result.insert(object.id);
        return result;
    }
};

Fault broken(const Request& request, std::string message) {
    return {.category = FaultCategory::broken,
            .message = std::move(message),
            .call = request.describe()};
}

std::int64_t number_in(const Json& info, std::string_view name) {
    const Json* value = info.find(name);
    const std::int64_t* number = value == nullptr ? nullptr : value->integer();
    return number == nullptr || *number < 0 ? -1 : *number;
}

asio::awaitable<Expected<Page>> read_page(Api& api, FromApi from_api, Request request,
                                          std::int64_t number) {
    request.query.emplace_back("page", std::to_string(number));
    request.query.emplace_back("per_page", std::to_string(per_page));
    const auto response = co_await api.send(request);
    if (!response) co_return std::unexpected(response.error());
    const JsonArray* items = response->result.items();
    if (items == nullptr) co_return std::unexpected(broken(request, "the result is not a list"));
    Page page{.items = items->size(),
              .total_count = number_in(response->result_info, "total_count"),
              .total_pages = number_in(response->result_info, "total_pages")};
    for (const Json& item : *items) {
        std::optional<LiveObject> object = from_api(item);
        if (!object) {
            ++page.left_out;
            continue;
        }
        if (!is_id(object->id)) {
            co_return std::unexpected(broken(request, "an item of the list has no usable id: " +
                                                          in_quotes(object->name)));
        }
        page.objects.push_back(std::move(*object));
    }
    // Lists other than zones may leave total_pages out (section 15), and a server may give smaller
    // pages than it was asked for.
    const std::int64_t given = number_in(response->result_info, "per_page");
    const std::int64_t size = given > 0 ? std::min(given, per_page) : per_page;
    if (page.total_count >= 0) {
        const std::int64_t pages = page.total_count / size + (page.total_count % size == 0 ? 0 : 1);
        page.total_pages = page.total_pages < 0 ? pages : std::min(page.total_pages, pages);
    }
    co_return page;
}

/// Pages keep their order; an object that moved to another page meanwhile counts once.
Reading merged(std::vector<Page> pages) {
    Reading reading;
    std::unordered_set<std::string> seen;
    for (Page& page : pages) {
        reading.total_count = std::max(reading.total_count, page.total_count);
        reading.left_out += page.left_out;
        for (LiveObject& object : page.objects) {
            if (seen.insert(object.id).second) reading.objects.push_back(std::move(object));
        }
    }
    return reading;
}

/// Reads on behind `pages` until a page is empty: that alone is the end of a list (section 15).
asio::awaitable<Expected<Reading>> read_on(Api& api, FromApi from_api, const Request& request,
                                           std::vector<Page> pages) {
    while (pages.back().items > 0 && std::cmp_less(pages.size(), most_pages)) {
        const auto number = static_cast<std::int64_t>(pages.size()) + 1;
        auto page = co_await read_page(api, from_api, request, number);
        if (!page) co_return std::unexpected(page.error());
        pages.push_back(std::move(*page));
    }
    co_return merged(std::move(pages));
}

asio::awaitable<Expected<Reading>> read_once(Api& api, FromApi from_api, const Request& request,
                                             std::size_t at_once) {
    auto first = co_await read_page(api, from_api, request, 1);
    if (!first) co_return std::unexpected(first.error());
    if (first->total_pages > most_pages) {
        co_return std::unexpected(broken(
            request, "the list claims to have " + std::to_string(first->total_pages) + " pages"));
    }
    const bool counted = first->total_pages >= 0;
    const auto count = static_cast<std::size_t>(std::max<std::int64_t>(first->total_pages, 1));
    std::vector<Page> pages(count);
    pages[0] = std::move(*first);
    std::optional<Fault> fault;
    bool ended = false;
    // Named first: g++ 12 destroys temporaries of a co_await expression wrongly.
    const Work read_rest = [&](std::size_t i) -> asio::awaitable<void> {
        if (fault || ended) co_return;
        auto page = co_await read_page(api, from_api, request, static_cast<std::int64_t>(i) + 2);
        if (page) {
            ended = ended || page->items == 0;
            pages[i + 1] = std::move(*page);
        } else if (!fault) {
            fault = page.error();
        }
    };
    co_await concurrently(count - 1, at_once, read_rest);
    if (fault) co_return std::unexpected(*fault);
    if (counted && Reading::whole(pages)) co_return merged(std::move(pages));
    co_return co_await read_on(api, from_api, request, std::move(pages));
}

asio::awaitable<Expected<std::vector<LiveObject>>>
read_pages(Api& api, FromApi from_api, const Request& request, std::size_t at_once) {
    std::set<std::string> before;
    for (int i = 0; i < readings; ++i) {
        auto reading = co_await read_once(api, from_api, request, at_once);
        if (!reading) co_return std::unexpected(reading.error());
        if (reading->complete()) co_return std::move(reading->objects);
        // The same objects twice: the list is whole, and the API counts some that it does not show.
        const std::set<std::string> now = reading->ids();
        if (i > 0 && now == before) co_return std::move(reading->objects);
        before = now;
    }
    co_return std::unexpected(
        broken(request, "the list changed each time while it was read; try again later"));
}

/// A list that comes in one answer.
asio::awaitable<Expected<std::vector<LiveObject>>> read_whole(Api& api, FromApi from_api,
                                                              const Request& request) {
    const auto response = co_await api.send(request);
    if (!response) co_return std::unexpected(response.error());
    const JsonArray* items = response->result.items();
    if (items == nullptr) co_return std::unexpected(broken(request, "the result is not a list"));
    std::vector<LiveObject> objects;
    for (const Json& item : *items) {
        std::optional<LiveObject> object = from_api(item);
        if (!object) continue;
        if (!is_id(object->id)) {
            co_return std::unexpected(broken(request, "an item of the list has no usable id: " +
                                                          in_quotes(object->name)));
        }
        objects.push_back(std::move(*object));
    }
    co_return objects;
}

std::optional<LiveObject> entry_from(const Json& item) {
    return LiveObject{.id = std::string(item.text_of("id")),
                      .name = std::string(item.text_of("name"))};
}

} // namespace

asio::awaitable<Expected<std::vector<LiveObject>>> read_list(Api& api, const Kind& kind,
                                                             Request request, std::size_t at_once) {
    const bool whole = !kind.lists.empty() && kind.lists.front().whole;
    if (whole) co_return co_await read_whole(api, kind.from_api, request);
    co_return co_await read_pages(api, kind.from_api, request, at_once);
}

asio::awaitable<Expected<std::vector<CatalogueEntry>>>
read_catalogue(Api& api, const Catalogue& catalogue, const std::string& owner) {
    const Call call{.path = std::string(catalogue.path)};
    const Ids ids = {{std::string(catalogue.owner), owner}};
    const Request request = make_request(call, ids);
    auto objects = co_await read_pages(api, entry_from, request, 1);
    if (!objects) co_return std::unexpected(objects.error());
    std::vector<CatalogueEntry> entries;
    for (LiveObject& object : *objects)
        entries.push_back({.id = std::move(object.id), .name = std::move(object.name)});
    co_return entries;
}

} // namespace tenantry::remote
