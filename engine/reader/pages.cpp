// Reading a list so that nothing in it is missed: what is missing would be created a second
// time. A list says of itself how many items it has and on which page they stand. That is held
// against what it shows, because both have been seen to be wrong: empty pages of a list that has
// items, the first page over and over, pages that overlap while somebody else writes. What
// contradicts itself is read again, and is a fault when it says the same once more. All of it is
// bounded: pages, items and bytes.
#include "engine/reader/list_claims.hpp"
#include "engine/reader/reader.hpp"

#include "engine/base/text.hpp"
#include "engine/model/answer.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <unordered_set>

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

// The largest page that the lists allow (API reference, section 1.4).
constexpr std::int64_t per_page = 50;
// An organization holds at most 200,000 zones (API reference, section 21), and older agreements may
// hold more: twice as many and a half are room enough. A zone takes some 2 KB.
constexpr std::int64_t most_items = 500'000;
constexpr std::int64_t most_pages = most_items / per_page;
constexpr std::size_t most_bytes = std::size_t{1} << 30U;

using FromApi = std::optional<LiveObject> (*)(const Json& item);

/// One reading of a list, page by page.
class ListReading {
public:
    ListReading(Api& api, FromApi from_api, const Request& request, bool paged)
        : api_(api), from_api_(from_api), request_(request), paged_(paged) {}
    ListReading(const ListReading&) = delete;
    ListReading& operator=(const ListReading&) = delete;

    asio::awaitable<std::optional<Fault>> read() {
        co_await read_page(1);
        if (!paged_ || over()) co_return fault_;
        if (total_ && *total_ > most_items) co_return too_long(counted_items(*total_));
        const std::int64_t pages = announced_pages();
        if (pages > most_pages) co_return too_long(counted_items(pages * size_));
        // Named first: g++ 12 destroys temporaries of a co_await expression wrongly.
        const Work read_rest = [&](std::size_t i) -> asio::awaitable<void> {
            if (!over() && !whole()) co_await read_page(static_cast<std::int64_t>(i) + 2);
        };
        if (total_)
            co_await concurrently(static_cast<std::size_t>(pages) - 1, api_.width(), read_rest);
        // Behind them: what came while they were read, and lists that do not say how long they are.
        for (std::int64_t next = total_ ? pages + 1 : 2; !over() && !whole(); ++next) {
            if (next > most_pages) co_return too_long("so many pages");
            co_await read_page(next);
        }
        co_return fault_;
    }

    /// Why it cannot be believed; "" when it can.
    std::string contradiction() const {
        if (!contradiction_.empty()) return contradiction_;
        std::string miscount = miscounted(total_, shown());
        if (!miscount.empty()) return miscount;
        // Without items it has one page at most, and without a count its pages are what it says.
        const std::size_t filled = total_ && shown() > 0 ? SIZE_MAX : filled_;
        if (announced_ > 1 && std::cmp_less(filled, announced_))
            return fmt::format("it says that it has {} pages, and shows {}", announced_, filled_);
        return {};
    }

    /// The objects, in the order of their pages.
    std::vector<LiveObject> take() {
        std::vector<LiveObject> result;
        result.reserve(seen_.size());
        for (auto& page : pages_)
            std::ranges::move(page, std::back_inserter(result));
        return result;
    }

private:
    static std::string counted_items(std::int64_t count) {
        return counted(static_cast<std::size_t>(count), "item");
    }

    std::size_t shown() const { return seen_.size() + left_out_; }

    bool whole() const { return total_ && std::cmp_greater_equal(shown(), *total_); }

    /// Whether another page would not help.
    bool over() const { return fault_ || ended_ || !contradiction_.empty(); }

    /// The pages that the list says it has; at least the one that was read.
    std::int64_t announced_pages() const {
        const std::int64_t pages = total_ ? (*total_ + size_ - 1) / size_ : 1;
        return std::max<std::int64_t>(pages, 1);
    }

    Fault too_long(const std::string& what) const {
        return broken(
            fmt::format("the list claims to have {}, and lists of more than {} are not read", what,
                        counted_items(most_items)));
    }

    Fault broken(std::string message) const {
        return {.category = FaultCategory::broken,
                .message = std::move(message),
                .call = request_.describe()};
    }

    asio::awaitable<void> read_page(std::int64_t number) {
        Request request = request_;
        if (paged_) {
            request.query.emplace_back("page", std::to_string(number));
            request.query.emplace_back("per_page", std::to_string(per_page));
        }
        const auto response = co_await api_.send(request);
        if (fault_) co_return; // of a page beside it
        if (!response) {
            fault_ = response.error();
            co_return;
        }
        const auto claims = claims_of(response->result_info, request);
        const JsonArray* items = response->result.items();
        bytes_ += response->bytes;
        if (!claims) {
            fault_ = claims.error();
        } else if (items == nullptr) {
            fault_ =
                unclear({.member = "result", .what = "is no list", .call = request.describe()});
        } else if (bytes_ > most_bytes) {
            fault_ = broken("the list has more than a gigabyte, and so much is not read");
        } else {
            heed(*claims, number, items->size());
            keep(*items, number, request);
        }
    }

    void heed(const ListClaims& claims, std::int64_t number, std::size_t items) {
        if (claims.per_page && *claims.per_page > 0) size_ = std::min(*claims.per_page, per_page);
        if (claims.total_count) total_ = std::max(total_.value_or(0), *claims.total_count);
        if (claims.total_pages) announced_ = std::max(announced_, *claims.total_pages);
        if (items > 0) ++filled_;
        if (claims.page && *claims.page != number && items > 0) {
            contradiction_ = fmt::format("page {} says that it is page {}", number, *claims.page);
        }
        const bool less = claims.count && std::cmp_less(items, *claims.count);
        if (less && !claims.total_count) {
            contradiction_ = fmt::format("page {} says that it has {}, and shows {}", number,
                                         counted_items(*claims.count), items);
        }
    }

    void keep(const JsonArray& items, std::int64_t number, const Request& request) {
        std::vector<LiveObject> page;
        bool news = false;
        for (std::size_t i = 0; i < items.size(); ++i) {
            const std::string place = fmt::format("result[{}]", i);
            auto object = understood(from_api_(items[i]), place, request);
            if (!object) {
                fault_ = object.error();
                return;
            }
            if (!*object) {
                ++left_out_;
                news = true;
            } else if (seen_.insert((*object)->id).second) {
                page.push_back(std::move(**object));
                news = true;
            }
        }
        // An empty page is the end of a list (section 15); one that repeats others is no page.
        if (!news) ended_ = true;
        if (!news && !items.empty() && !total_) {
            contradiction_ = fmt::format("page {} brings nothing that the pages before it did not "
                                         "have",
                                         number);
        }
        if (std::cmp_less(pages_.size(), number)) pages_.resize(static_cast<std::size_t>(number));
        pages_[static_cast<std::size_t>(number) - 1] = std::move(page);
    }

    Api& api_;
    FromApi from_api_;
    const Request& request_;
    bool paged_;
    std::vector<std::vector<LiveObject>> pages_;
    std::unordered_set<std::string> seen_; // ids
    std::size_t left_out_ = 0;             // items that are no objects of ours
    std::size_t bytes_ = 0;
    std::int64_t size_ = per_page; // of a page
    std::optional<std::int64_t> total_;
    std::int64_t announced_ = 0; // pages, as it says
    std::size_t filled_ = 0;     // pages that have items
    std::optional<Fault> fault_;
    std::string contradiction_;
    bool ended_ = false;
};

asio::awaitable<Expected<std::vector<LiveObject>>>
read_consistent(Api& api, FromApi from_api, const Request& request, bool paged) {
    std::optional<Fault> before;
    for (int i = 0;; ++i) {
        ListReading reading(api, from_api, request, paged);
        auto fault = co_await reading.read();
        if (fault) co_return std::unexpected(std::move(*fault));
        const std::string why = reading.contradiction();
        if (why.empty()) co_return reading.take();
        Fault now = unreliable(why, request);
        const bool same = before && before->message == now.message;
        if (same || i + 1 == most_readings) co_return std::unexpected(std::move(now));
        before = now;
        co_await api.rest(std::move(now));
    }
}

std::optional<LiveObject> entry_from(const Json& item) {
    LiveObject entry;
    const Answer answer(item, entry);
    entry.id = answer.id("id");
    entry.name = answer.key("name");
    return entry;
}

} // namespace

asio::awaitable<Expected<std::vector<LiveObject>>> read_list(Api& api, const Kind& kind,
                                                             Request request) {
    const bool paged = kind.reading.list_calls.empty() || !kind.reading.list_calls.front().unpaged;
    co_return co_await read_consistent(api, kind.reading.from_api, request, paged);
}

asio::awaitable<Expected<std::vector<CatalogueEntry>>>
read_catalogue(Api& api, const Catalogue& catalogue, const std::string& owner) {
    const Call call{.path = std::string(catalogue.path)};
    const Ids ids = {{std::string(catalogue.owner), owner}};
    const Request request = make_request(call, ids);
    auto objects = co_await read_consistent(api, entry_from, request, true);
    if (!objects) co_return std::unexpected(objects.error());
    std::vector<CatalogueEntry> entries;
    for (LiveObject& object : *objects)
        entries.push_back({.id = std::move(object.id), .name = std::move(object.name)});
    co_return entries;
}

} // namespace tenantry::reader
