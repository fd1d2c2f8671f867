// A list of the API, page by page, in; the objects or a fault out.
#include "engine/remote/remote.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

std::optional<LiveObject> plain(const Json& item) {
    return LiveObject{.id = std::string(item.text_of("id"))};
}

const Kind kind{.name = "thing", .from_api = plain};

/// A server with things 1 to `count`, in pages of `size`, that says of itself what `info` says.
class Server : public remote::Api {
public:
    std::int64_t count = 0;
    std::int64_t size = 50;
    std::int64_t total_count = -1; // -1: not said
    std::int64_t total_pages = -1;
    std::uint64_t calls = 0;

    boost::asio::awaitable<std::expected<Response, Fault>> send(Request request) override {
        ++calls;
        std::int64_t page = 0;
        for (const auto& [name, value] : request.query) {
            if (name == "page") page = std::stoll(value);
        }
        Response response;
        response.result = Json(JsonArray());
        const std::int64_t end = std::min(count, page * size);
        for (std::int64_t i = (page - 1) * size; i < end; ++i) {
            response.result.push(Json::object({{"id", "id" + std::to_string(i)}}));
        }
        response.result_info.set("per_page", size);
        if (total_count >= 0) response.result_info.set("total_count", total_count);
        if (total_pages >= 0) response.result_info.set("total_pages", total_pages);
        co_return response;
    }
    void interrupt() override {}
    std::uint64_t requests_sent() const override { return calls; }
};

/// How many objects a reading gives, or "fault".
std::string read(Server& server) {
    boost::asio::io_context context;
    std::string result;
    const auto work = [&]() -> boost::asio::awaitable<void> {
        Request request{.path = "/things"};
        const auto objects = co_await remote::read_list(server, kind, std::move(request), 4);
        result = objects ? std::to_string(objects->size()) : "fault";
    };
    boost::asio::co_spawn(context, work(), [](const std::exception_ptr&) {});
    context.run();
    return result;
}

} // namespace

TEST_CASE("a list is read whole in the fewest calls, whatever the server says of it") {
    struct Row {
        std::int64_t count;
        std::int64_t size;
        std::int64_t total_count;
        std::int64_t total_pages;
        std::string objects;
        std::uint64_t calls;
    };
    const Row rows[] = {
        {0, 50, 0, 0, "0", 1},
        {1, 50, 1, 1, "1", 1},
        {50, 50, 50, 1, "50", 1},
        {51, 50, 51, 2, "51", 2},
        {120, 50, 120, -1, "120", 3}, // API reference, section 15:
                                      // only zones have total_pages
        {120, 20, 120, -1, "120", 6}, // pages smaller than asked for
        {120, 50, -1, -1, "120", 4},  // nothing said: until an empty page
        {0, 50, -1, -1, "0", 1},
        {10, 50, 10, 90'000, "10", 1}, // an absurd number of pages
        {120, 50, 60, 2, "120", 0},    // says less than it has: see below
    };
    for (const Row& row : rows) {
        CAPTURE(&row - rows);
        Server server;
        server.count = row.count;
        server.size = row.size;
        server.total_count = row.total_count;
        server.total_pages = row.total_pages;
        const std::string objects = read(server);
        if (row.calls == 0) {
            CHECK(objects == "100"); // two pages were announced, two were read
            continue;
        }
        CHECK(objects == row.objects);
        CHECK(server.calls == row.calls);
    }
}

TEST_CASE("a list that announces pages and has none of them ends soon") {
    Server server;
    server.total_count = 4'000'000;
    server.total_pages = 80'000;
    CHECK(read(server) == "0");
    CHECK(server.calls < 30);
}
