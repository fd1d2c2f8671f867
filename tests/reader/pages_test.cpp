// A list of the API, page by page, in; the objects or a fault out.
#include "engine/reader/reader.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <iostream>

using namespace tenantry;

namespace {

std::optional<LiveObject> plain(const Json& item) {
    return LiveObject{.id = std::string(item.text_of("id"))};
}

const Kind paged{.name = "thing", .reading = {.from_api = plain}};
constexpr ListCall in_one_answer[] = {{.path = "/things", .unpaged = true}};
const Kind whole{.name = "thing", .reading = {.list_calls = in_one_answer, .from_api = plain}};

/// A server with things 1 to `count`, in pages of `size`, that says of itself what it is told to.
class Server : public http::Api {
public:
    std::int64_t count = 0;
    std::int64_t size = 50;
    std::optional<std::int64_t> total_count = {}; // not said
    std::optional<std::int64_t> total_pages = {};
    std::size_t bytes = 0; // of an answer
    /// Changes an answer, of a page and of a call, before it is sent.
    std::function<void(Response&, std::int64_t page, std::uint64_t call)> twist = {};
    std::uint64_t calls = 0;
    std::uint64_t rests = 0;
    std::size_t connections = 4;

    boost::asio::awaitable<std::expected<Response, Fault>> send(Request request) override {
        ++calls;
        std::int64_t page = 1;
        for (const auto& [name, value] : request.query) {
            if (name == "page") page = std::stoll(value);
        }
        Response response;
        response.bytes = bytes;
        response.result = things((page - 1) * size, std::min(count, page * size));
        response.result_info.set("page", page);
        response.result_info.set("per_page", size);
        if (total_count) response.result_info.set("total_count", *total_count);
        if (total_pages) response.result_info.set("total_pages", *total_pages);
        if (twist) twist(response, page, calls);
        co_return response;
    }
    boost::asio::awaitable<void> rest(Fault) override {
        ++rests;
        co_return;
    }
    void interrupt() override {}
    std::uint64_t requests_sent() const override { return calls; }
    std::size_t width() const override { return connections; }

    static Json things(std::int64_t from, std::int64_t to) {
        JsonArray items;
        for (std::int64_t i = from; i < to; ++i)
            items.push_back(Json::object({{"id", "id" + std::to_string(i)}}));
        return Json(std::move(items));
    }
};

/// How many objects a reading gives, or what is wrong.
std::string read(Server& server, const Kind& kind = paged) {
    boost::asio::io_context context;
    std::string result;
    const auto work = [&]() -> boost::asio::awaitable<void> {
        Request request{.path = "/things"};
        const auto objects = co_await reader::read_list(server, kind, std::move(request));
        result = objects ? std::to_string(objects->size()) : objects.error().message;
    };
    boost::asio::co_spawn(context, work(), [](const std::exception_ptr& thrown) {
        if (thrown) std::rethrow_exception(thrown);
    });
    context.run();
    return result;
}

} // namespace

TEST_CASE("a list is read whole in the fewest calls, whatever the server says of it") {
    struct Row {
        std::int64_t count;
        std::int64_t size;
        std::optional<std::int64_t> total_count;
        std::optional<std::int64_t> total_pages;
        std::uint64_t calls;
    };
    const std::optional<std::int64_t> unsaid;
    const Row rows[] = {
        {0, 50, 0, 0, 1},
        {0, 50, 0, 1, 1},
        {1, 50, 1, 1, 1},
        {50, 50, 50, 1, 1},
        {51, 50, 51, 2, 2},
        {120, 50, 120, unsaid, 3},    // API reference, section 15: only zones have total_pages
        {120, 20, 120, unsaid, 6},    // pages smaller than asked for
        {120, 200, 120, unsaid, 1},   // and larger
        {120, 50, unsaid, unsaid, 4}, // nothing said: until an empty page
        {120, 50, unsaid, 3, 4},      // no count
        {0, 50, unsaid, unsaid, 1},
        {10, 50, 10, 90'000, 1}, // an absurd number of pages
    };
    for (const Row& row : rows) {
        CAPTURE(&row - rows);
        Server server;
        server.count = row.count;
        server.size = row.size;
        server.total_count = row.total_count;
        server.total_pages = row.total_pages;
        CHECK(read(server) == std::to_string(row.count));
        CHECK(server.calls == row.calls);
        CHECK(server.rests == 0);
    }
}

TEST_CASE(
    "a list that contradicts itself is read once more, and then is a fault with both numbers") {
    using Twist = std::function<void(Response&, std::int64_t, std::uint64_t)>;
    struct Row {
        std::int64_t count;
        std::optional<std::int64_t> total;
        Twist twist;
        std::string says;
        std::uint64_t most_calls; // of two readings
    };
    const auto first_page = [](Response& response, std::int64_t, std::uint64_t) {
        response.result = Server::things(0, 50);
    };
    const auto first_page_that_says_so = [](Response& response, std::int64_t, std::uint64_t) {
        response.result = Server::things(0, 50);
        response.result_info.set("page", 1);
    };
    const auto empty = [](Response& response, std::int64_t, std::uint64_t) {
        response.result = Server::things(0, 0);
    };
    const auto overlap = [](Response& response, std::int64_t page, std::uint64_t) {
        response.result =
            Server::things((page - 1) * 40, std::min<std::int64_t>(page * 40 + 10, 90));
    };
    const auto growing = [](Response& response, std::int64_t page, std::uint64_t) {
        response.result_info.set("total_count", 100 + page);
    };
    const auto claims = [](std::string name, Json value) -> Twist {
        return [name, value](Response& response, std::int64_t, std::uint64_t) {
            response.result_info.set(name, value);
        };
    };
    const Row rows[] = {
        {0, 2, {}, "it says that it has 2 items, and shows 0", 2},
        {50, 1, {}, "it says that it has 1 item, and shows 50", 2},
        {120, 60, {}, "it says that it has 60 items, and shows 100", 4},
        {49, 50, {}, "it says that it has 50 items, and shows 49", 4},
        {500, 500, empty, "it says that it has 500 items, and shows 0", 10},
        {500, 500, first_page, "it says that it has 500 items, and shows 50", 10},
        {500, 500, first_page_that_says_so, "page 2 says that it is page 1", 10},
        {100, 100, overlap, "it says that it has 100 items, and shows 90", 6},
        {100, 100, growing, "it says that it has 103 items, and shows 100", 8},
        {0, {}, claims("total_pages", 3), "it says that it has 3 pages, and shows 0", 2},
        {50, {}, claims("total_pages", 3), "it says that it has 3 pages, and shows 1", 4},
        {0, 0, claims("total_pages", 2), "it says that it has 2 pages, and shows 0", 2},
        {0, {}, claims("count", 2), "page 1 says that it has 2 items, and shows 0", 2},
        {500, {}, first_page, "page 2 brings nothing that the pages before it did not have", 4},
    };
    for (const Row& row : rows) {
        CAPTURE(&row - rows);
        Server server;
        server.count = row.count;
        server.total_count = row.total;
        server.twist = row.twist;
        CHECK(read(server) == "the list cannot be relied on: " + row.says);
        CHECK(server.calls <= row.most_calls);
        CHECK(server.rests == 1);
    }
    Server server;
    server.total_count = 2;
    CHECK(read(server, whole) ==
          "the list cannot be relied on: it says that it has 2 items, and shows 0");
}

TEST_CASE("a list that changes while it is read is read again, and is fine when it holds still") {
    Server server;
    server.connections = 1; // so that the pages come in order
    SUBCASE("one more at the end: all of it was seen") {
        server.count = 101;
        server.twist = [](Response& response, std::int64_t page, std::uint64_t) {
            response.result_info.set("total_count", page == 1 ? 100 : 101);
        };
        CHECK(read(server, paged) == "101");
        CHECK(server.calls == 3);
        CHECK(server.rests == 0);
    }
    SUBCASE("one more at the beginning: the second reading sees it") {
        server.count = 101;
        server.total_count = 101;
        server.twist = [](Response& response, std::int64_t page, std::uint64_t call) {
            if (call == 1) response.result = Server::things(1, 51);
            if (call == 1) response.result_info.set("total_count", 100);
            CHECK(page <= 4);
        };
        CHECK(read(server, paged) == "101");
        CHECK(server.rests == 1);
    }
    SUBCASE("one less") {
        server.count = 99;
        server.total_count = 99;
        server.twist = [](Response& response, std::int64_t, std::uint64_t call) {
            if (call == 1) response.result_info.set("total_count", 100);
        };
        CHECK(read(server, paged) == "99");
        CHECK(server.rests == 1);
    }
    SUBCASE("something else each time: in the end it is not believed") {
        server.count = 100;
        server.twist = [](Response& response, std::int64_t, std::uint64_t call) {
            response.result_info.set("total_count", static_cast<std::int64_t>(200 + call));
        };
        CHECK(read(server).starts_with("the list cannot be relied on: "));
        CHECK(server.rests == 2);
    }
}

TEST_CASE("what a list says of itself in another way than with numbers cannot be understood") {
    for (const char* name : {"page", "per_page", "count", "total_count", "total_pages"}) {
        for (const Json& value : {Json("2"), Json(true), Json(-1), Json(1.5), Json(1e300),
                                  Json(1.9e19), Json(JsonArray()), Json(JsonObject())}) {
            CAPTURE(name);
            CAPTURE(to_text(value));
            Server server;
            server.count = 1;
            server.twist = [&](Response& response, std::int64_t, std::uint64_t) {
                response.result_info.set(name, value);
            };
            CHECK(read(server).starts_with("the answer cannot be understood: result_info." +
                                           std::string(name) + " is "));
            CHECK(server.calls == 1);
        }
    }
    Server server;
    server.count = 1;
    server.twist = [](Response& response, std::int64_t, std::uint64_t) {
        response.result_info = Json("none");
    };
    CHECK(read(server) == "the answer cannot be understood: result_info is a text");
    // Null is as good as nothing, and 5.0 is 5.
    for (const Json& value : {Json(), Json(1.0)}) {
        Server fine;
        fine.count = 1;
        fine.twist = [&](Response& response, std::int64_t, std::uint64_t) {
            response.result_info.set("total_count", value);
        };
        CHECK(read(fine) == "1");
    }
}

TEST_CASE("a list that never ends is given up, by calls, by items and by bytes") {
    Server server;
    SUBCASE("one item a page, for ever") {
        server.count = INT64_MAX;
        server.size = 1;
        CHECK(read(server) == "the list claims to have so many pages, and lists of more than "
                              "500000 items are not read");
        CHECK(server.calls == 10'000);
    }
    SUBCASE("a count that nothing has") {
        server.count = 50;
        server.total_count = 500'001;
        CHECK(read(server) == "the list claims to have 500001 items, and lists of more than "
                              "500000 items are not read");
        CHECK(server.calls == 1);
    }
    SUBCASE("a count for pages of one item") {
        server.count = 100'000;
        server.size = 1;
        server.total_count = 100'000;
        CHECK(read(server).starts_with("the list claims to have 100000"));
        CHECK(server.calls == 1);
    }
    SUBCASE("heavy pages") {
        server.count = 100'000;
        server.total_count = 100'000;
        server.bytes = 16U << 20U;
        CHECK(read(server) == "the list has more than a gigabyte, and so much is not read");
        CHECK(server.calls <= 70);
    }
    SUBCASE("pages that were announced and are empty") {
        server.total_count = 400'000;
        CHECK(read(server) ==
              "the list cannot be relied on: it says that it has 400000 items, and shows 0");
        CHECK(server.calls < 30);
    }
}

TEST_CASE("of lists in all sizes, honest and not, nothing is believed that is not all of them") {
    using Twist = std::function<void(Response&, std::int64_t page, std::int64_t size)>;
    const std::pair<const char*, Twist> twists[] = {
        {"honest", {}},
        {"the first items for ever",
         [](Response& response, std::int64_t, std::int64_t) {
             const auto items = static_cast<std::int64_t>(response.result.items()->size());
             response.result = Server::things(0, items);
         }},
        {"empty behind the first",
         [](Response& response, std::int64_t page, std::int64_t) {
             if (page > 1) response.result = Server::things(0, 0);
         }},
        {"all empty", [](Response& response, std::int64_t,
                         std::int64_t) { response.result = Server::things(0, 0); }},
        {"the last item of each page is missing",
         [](Response& response, std::int64_t, std::int64_t) {
             JsonArray items = *response.result.items();
             if (!items.empty()) items.pop_back();
             response.result = Json(std::move(items));
         }},
        {"each page begins with the end of the one before",
         [](Response& response, std::int64_t page, std::int64_t size) {
             const auto items = static_cast<std::int64_t>(response.result.items()->size());
             const std::int64_t from = page == 1 ? 0 : (page - 1) * size - 1;
             response.result = Server::things(from, from + items);
         }},
    };
    constexpr std::int64_t counts[] = {0, 1, 49, 50, 51, 100, 101};
    std::size_t cases = 0;
    std::size_t believed = 0;
    for (const auto& [name, twist] : twists) {
        for (const std::int64_t count : counts) {
            for (const std::int64_t total : counts) {
                for (const std::int64_t size : {20, 50, 100}) {
                    for (const bool says_page : {true, false}) {
                        CAPTURE(name);
                        CAPTURE(count);
                        CAPTURE(total);
                        CAPTURE(size);
                        Server server;
                        server.count = count;
                        server.size = size;
                        server.total_count = total;
                        server.twist = [&](Response& response, std::int64_t page, std::uint64_t) {
                            if (twist) twist(response, page, size);
                            if (!says_page)
                                response.result_info = Json::object({{"total_count", total}});
                        };
                        const std::string said = read(server);
                        const bool honest = !twist && total == count;
                        ++cases;
                        if (honest) CHECK(said == std::to_string(count));
                        if (said.starts_with("the list")) continue;
                        ++believed;
                        // What is believed is as long as it says it is.
                        CHECK(said == std::to_string(total));
                        CHECK(total <= count);
                    }
                }
            }
        }
    }
    std::cout << "lists: " << cases << " cases, " << believed << " of them consistent\n";
    CHECK(cases == 1764);
    CHECK(believed < cases / 3);
}
