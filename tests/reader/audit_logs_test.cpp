// Parts of audit logs in, as a server answers them; entries and how the reading ended out.
#include "engine/reader/reader.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>

#include <functional>

using namespace tenantry;

namespace {

using Outcome = std::expected<Response, Fault>;

/// Answers call by call.
class LogServer : public http::Api {
public:
    std::function<Outcome(const Request& request)> answer = {};
    std::vector<Request> asked = {};

    boost::asio::awaitable<Outcome> send(Request request) override {
        asked.push_back(request);
        co_return answer(request);
    }
    void interrupt() override {}
    std::uint64_t requests_sent() const override { return asked.size(); }
    std::size_t width() const override { return 1; }
};

Response page(std::string_view items, std::string_view cursor = "") {
    auto result = parse_json(items);
    REQUIRE(result);
    return {.status = 200,
            .result = std::move(*result),
            .result_info = Json::object({{"count", 1}, {"cursor", cursor}})};
}

const std::vector<AuditQuestion> one_question = {
    {.account = "a1",
     .since = Time(std::chrono::days(20'000)),
     .before = Time(std::chrono::days(20'030)) + std::chrono::milliseconds(1)}};

struct Read {
    std::vector<AuditReading> readings = {};
    std::vector<AuditEntry> entries = {};
};

Read read(LogServer& server, const std::vector<AuditQuestion>& questions = one_question,
          std::size_t enough = SIZE_MAX) {
    Read read;
    boost::asio::io_context context;
    const auto work = [&]() -> boost::asio::awaitable<void> {
        http::Lanes lanes(server);
        const reader::TakeEntries take = [&](std::size_t, std::span<const AuditEntry> entries) {
            read.entries.insert(read.entries.end(), entries.begin(), entries.end());
            return read.entries.size() < enough;
        };
        read.readings = co_await reader::read_audit_logs(lanes, questions, take);
    };
    boost::asio::co_spawn(context, work(), [](const std::exception_ptr& thrown) {
        if (thrown) std::rethrow_exception(thrown);
    });
    context.run();
    return read;
}

std::string value_of(const Request& request, std::string_view name) {
    for (const auto& [key, value] : request.query)
        if (key == name) return value;
    return "(none)";
}

std::string entry_json(const std::string& time, const std::string& more = "") {
    return R"({"action":{"type":"update","time":")" + time + "\"}" + more + "}";
}

} // namespace

TEST_CASE("an audit log is asked between two moments, the newest first, page by page") {
    LogServer server;
    server.answer = [&](const Request& request) -> Outcome {
        const bool first = value_of(request, "cursor") == "(none)";
        return page("[" + entry_json(first ? "2024-10-05T00:00:00Z" : "2024-10-04T00:00:00Z") + "]",
                    first ? "next" : "");
    };
    const Read whole = read(server);
    CHECK(whole.entries.size() == 2);
    CHECK_FALSE(whole.readings[0].fault);
    CHECK_FALSE(whole.readings[0].cut);
    REQUIRE(server.asked.size() == 2);
    CHECK(server.asked[0].path == "/accounts/a1/logs/audit");
    CHECK(value_of(server.asked[0], "since") == "2024-10-04T00:00:00Z");
    // A minute more, to the next second: somebody's clock may be ahead.
    CHECK(value_of(server.asked[0], "before") == "2024-11-03T00:01:01Z");
    CHECK(value_of(server.asked[0], "direction") == "desc");
    CHECK(value_of(server.asked[1], "cursor") == "next");
    CHECK(read(server, one_question, 1).entries.size() == 1);
    CHECK(server.asked.size() == 3);
}

TEST_CASE("of an entry the little is taken that is needed, and cut where it is long") {
    LogServer server;
    const std::string entry =
        R"({"action":{"type":"Update","result":"success","time":"2024-10-05T01:02:03.5+01:00"},)"
        R"("actor":{"email":")" +
        std::string(300, 'x') +
        R"(","type":"user","context":"api_token","token_name":"ci"},)"
        R"("raw":{"cf_ray_id":"9a3b-FRA","uri":"/client/v4/zones/z1/settings/ssl?x=1"},"resource":{"id":"ssl"},)"
        R"("zone":{"id":"z1","name":"acme.example"}})";
    server.answer = [&](const Request&) -> Outcome {
        return page(
            "[" + entry +
            R"(,{"action":{"type":"update","result":"failure","time":"2024-10-05T00:00:00Z"}}])");
    };
    const Read found = read(server);
    REQUIRE(found.entries.size() == 1);
    const AuditEntry& taken = found.entries[0];
    CHECK(time_in_words(taken.time) == "2024-10-05T00:02:03Z");
    CHECK(taken.action == "update");
    CHECK(taken.actor == std::string(254, 'x') + "...");
    CHECK(taken.context == "api_token");
    CHECK(taken.token == "ci");
    CHECK(taken.path == "/zones/z1/settings/ssl");
    CHECK(taken.request_id == "9a3b");
    CHECK(taken.resource == "ssl");
    CHECK(taken.zone == "z1");
    CHECK(taken.zone_name == "acme.example");
}

TEST_CASE("what of a log makes no sense is told, and nothing of it believed") {
    LogServer server;
    server.answer = [](const Request&) -> Outcome {
        return page("[7, null, {}, " + entry_json("yesterday") + ", " +
                    entry_json("1969-12-31T00:00:00Z") + ", " + entry_json("2024-02-30T00:00:00Z") +
                    ", " + entry_json("2024-10-05T00:00:00Z", R"(,"actor":"x","raw":7)") + "]");
    };
    const Read found = read(server);
    CHECK(found.readings[0].illegible == 6);
    REQUIRE(found.entries.size() == 1);
    CHECK(found.entries[0].actor.empty());

    server.answer = [](const Request&) -> Outcome { return page("{}"); };
    REQUIRE(read(server).readings[0].fault);

    server.answer = [](const Request&) -> Outcome {
        return page("[" + entry_json("2024-10-05T00:00:00Z") + "]", "again");
    };
    server.asked.clear();
    REQUIRE(read(server).readings[0].fault);
    CHECK(server.asked.size() == 2);
}

TEST_CASE("a log without an end is read so far and no further, and says so") {
    LogServer server;
    server.answer = [&](const Request&) -> Outcome {
        return page("[" + entry_json("2024-10-05T00:00:00Z") + "]",
                    std::to_string(server.asked.size()));
    };
    CHECK(read(server).readings[0].cut);
    CHECK(server.asked.size() == 25);
}

TEST_CASE("a right that one account lacks says nothing of the others, a lost network ends it") {
    const std::vector<AuditQuestion> three = {
        {.account = "a1"}, {.account = "a2"}, {.account = "a3"}};
    LogServer server;
    server.answer = [](const Request& request) -> Outcome {
        if (!request.path.contains("a1")) return page("[]");
        return std::unexpected(
            Fault{.category = FaultCategory::refused, .status = 403, .code = 10000});
    };
    const Read found = read(server, three);
    REQUIRE(found.readings[0].fault);
    CHECK(found.readings[0].fault->right == "Account Settings Read");
    CHECK_FALSE(found.readings[1].fault);
    CHECK(server.asked.size() == 3);

    server.asked.clear();
    server.answer = [](const Request&) -> Outcome {
        return std::unexpected(Fault{.category = FaultCategory::unreachable, .message = "gone"});
    };
    const Read lost = read(server, three);
    CHECK(server.asked.size() == 1);
    for (const AuditReading& reading : lost.readings) {
        REQUIRE(reading.fault);
        CHECK(reading.fault->message == "gone");
        CHECK(reading.fault->right.empty());
    }
}
