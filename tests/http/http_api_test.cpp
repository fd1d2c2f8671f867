#include "tests/http/http_world.hpp"

#include <doctest/doctest.h>

using namespace tenantry;
using namespace tenantry::http;
using std::chrono::milliseconds;
using std::chrono::seconds;

using Clock = std::chrono::steady_clock;
namespace {

Act dropped() { return {.reply = "", .close = true}; }

} // namespace

TEST_CASE("a request carries the credential, the body and nothing that was not asked for") {
    World world;
    const ScriptedServer server(world.context, {success(), success()});
    Settings settings = settings_for(server.url() + "/client/v4");
    settings.user_agent = "tenantry/0.1.0";
    world.connect_to(settings);
    Request request = request_of(Method::post);
    request.query = {{"name", "A & B"}};
    request.idempotency_key = "key-1";
    const Result result = world.send(request);
    REQUIRE(result.has_value());
    CHECK(result->result.text_of("id") == "1");
    const std::string host = server.url().substr(7);
    CHECK(server.requests().at(0) == "POST /client/v4/accounts?name=A%20%26%20B HTTP/1.1\r\n"
                                     "Host: " +
                                         host +
                                         "\r\n"
                                         "User-Agent: tenantry/0.1.0\r\n"
                                         "Accept: application/json\r\n"
                                         "Accept-Encoding: identity\r\n"
                                         "X-Auth-Email: ops@partner.example\r\n"
                                         "X-Auth-Key: 0123456789abcdef\r\n"
                                         "Idempotency-Key: key-1\r\n"
                                         "Content-Type: application/json\r\n"
                                         "Content-Length: 15\r\n\r\n"
                                         R"({"name":"Acme"})");
    REQUIRE(world.send(request_of(Method::get)).has_value());
    CHECK_FALSE(server.requests().at(1).contains("Content-"));
}

TEST_CASE("what the headers say of limits and time is remembered") {
    const std::string headers = "Ratelimit: \"default\";r=7;t=30\r\n"
                                "Ratelimit-Policy: \"default\";q=1200;w=300\r\n"
                                "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    World world;
    const ScriptedServer server(world.context, {success(headers), success()});
    world.connect_to(settings_for(server.url()));
    CHECK(world.api->heard().left.empty());
    CHECK_FALSE(world.api->heard().clock_ahead.has_value());
    for (int i = 0; i < 2; ++i) {
        REQUIRE(world.send(request_of(Method::get)).has_value());
        const Heard heard = world.api->heard();
        REQUIRE(heard.left.size() == 1);
        CHECK(heard.left.front().remaining == 7);
        CHECK(heard.policies.front().quota == 1200);
        CHECK(heard.clock_ahead > std::chrono::years(20));
    }
}

TEST_CASE("a connection is kept and used again") {
    World world;
    const ScriptedServer server(world.context, std::deque<Act>(20, success()));
    world.connect_to(settings_for(server.url()));
    for (int i = 0; i < 10; ++i)
        CHECK(world.send(request_of(Method::get)).has_value());
    CHECK(server.connections() == 1);
    CHECK(world.api->requests_sent() == 10);
}

TEST_CASE("no more connections than allowed, one request at a time on each") {
    World world;
    Act slow = success();
    slow.delay = milliseconds(10);
    const ScriptedServer server(world.context, std::deque<Act>(20, slow));
    Settings settings = settings_for(server.url());
    settings.connections = 3;
    world.connect_to(settings);
    const std::vector<Request> requests(20, request_of(Method::get));
    for (const auto& result : world.send_all(requests))
        CHECK(result.has_value());
    CHECK(server.connections() == 3);
}

TEST_CASE("a server that closes an idle connection costs a POST nothing") {
    World world;
    Act last = success();
    last.close = true;
    const ScriptedServer server(world.context, {last, success()});
    world.connect_to(settings_for(server.url()));
    CHECK(world.send(request_of(Method::get)).has_value());
    world.pass(milliseconds(20));
    CHECK(world.send(request_of(Method::post)).has_value());
    CHECK(server.connections() == 2);
}

TEST_CASE("a connection that brings more than the answer, or says close, is not used again") {
    for (const char* const header : {"Connection: close\r\n", ""}) {
        World world;
        Act first = success(header);
        if (*header == '\0') first.reply += "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        const ScriptedServer server(world.context, {first, success()});
        world.connect_to(settings_for(server.url()));
        CHECK(world.send(request_of(Method::get)).has_value());
        CHECK(world.send(request_of(Method::post)).has_value());
        CHECK(server.connections() == 2);
    }
}

TEST_CASE("a drop before the answer is repeated for GET and PUT") {
    for (const Method method : {Method::get, Method::put}) {
        World world;
        const ScriptedServer server(world.context, {dropped(), dropped(), success()});
        world.connect_to(settings_for(server.url()));
        CHECK(world.send(request_of(method)).has_value());
        CHECK(server.requests().size() == 3);
    }
}

TEST_CASE("a drop before the answer leaves a POST or PATCH unclear, and it is not repeated") {
    for (const Method method : {Method::post, Method::patch}) {
        World world;
        const ScriptedServer server(world.context, {dropped(), success()});
        world.connect_to(settings_for(server.url()));
        const Result result = world.send(request_of(method));
        REQUIRE_FALSE(result.has_value());
        CHECK(name_of(result.error().category) == "lost");
        CHECK(result.error().maybe_done);
        CHECK(server.requests().size() == 1);
    }
}

TEST_CASE("a drop in the middle of an answer is as unclear as one before it") {
    World world;
    Act half = success();
    half.reply.resize(half.reply.size() - 10);
    half.close = true;
    const ScriptedServer server(world.context, {half});
    world.connect_to(settings_for(server.url()));
    const Result result = world.send(request_of(Method::post));
    CHECK(name_of(result.error().category) == "lost");
    CHECK(result.error().maybe_done);
}

TEST_CASE("an answer that does not come in time is given up, and its connection with it") {
    World world;
    Act late = success();
    late.delay = milliseconds(2000);
    const ScriptedServer server(world.context, {late, success()});
    world.connect_to(settings_for(server.url()));
    const auto begun = Clock::now();
    const Result result = world.send(request_of(Method::post));
    CHECK(Clock::now() - begun < milliseconds(1900));
    CHECK(name_of(result.error().category) == "timed_out");
    CHECK(result.error().maybe_done);
    CHECK(world.send(request_of(Method::get)).has_value());
    CHECK(server.connections() == 2);
}

TEST_CASE("a connection that is used again has a deadline again") {
    World world;
    Act late = success();
    late.delay = milliseconds(400);
    const ScriptedServer server(world.context, {success(), late});
    world.connect_to(settings_for(server.url()));
    CHECK(world.send(request_of(Method::get)).has_value());
    CHECK(name_of(world.send(request_of(Method::post)).error().category) == "timed_out");
    CHECK(server.connections() == 1);
}

TEST_CASE("the time to connect does not limit the answer") {
    World world;
    Act slow = success();
    slow.delay = milliseconds(60);
    const ScriptedServer server(world.context, {slow});
    Settings settings = settings_for(server.url());
    settings.connect_timeout = milliseconds(30);
    world.connect_to(settings);
    CHECK(world.send(request_of(Method::post)).has_value());
}

TEST_CASE("an unclear try stays unclear when a later one is refused") {
    World world;
    const Act refused{.reply = answer(400, R"({"success":false,"errors":[{"code":1001}]})")};
    const ScriptedServer server(world.context, {dropped(), refused});
    world.connect_to(settings_for(server.url()));
    const Result result = world.send(request_of(Method::put));
    CHECK(result.error().status == 400);
    CHECK(result.error().maybe_done);
}

TEST_CASE("a 5xx is repeated for GET up to the number of tries") {
    World world;
    const Act down{.reply = answer(502, "<html><title>502 Bad Gateway</title></html>")};
    const ScriptedServer server(world.context, std::deque<Act>(10, down));
    world.connect_to(settings_for(server.url()));
    const Result result = world.send(request_of(Method::get));
    CHECK(result.error().describe() ==
          "GET /accounts answered 502: an HTML page (502 Bad Gateway) instead of JSON");
    CHECK(server.requests().size() == 4);
    CHECK(server.connections() == 1);
}

TEST_CASE("a server that is not there was sent nothing, so even a POST is tried again") {
    World world;
    std::string url;
    {
        const ScriptedServer server(world.context, {});
        url = server.url();
    }
    Settings settings = settings_for(url);
    int repeats = 0;
    settings.on_wait = [&](const Pause& waiting) {
        ++repeats;
        CHECK(waiting.why == WaitReason::fault);
        CHECK(waiting.fault.contains("127.0.0.1"));
    };
    world.connect_to(settings);
    const Result result = world.send(request_of(Method::post));
    CHECK(name_of(result.error().category) == "unreachable");
    CHECK_FALSE(result.error().maybe_done);
    CHECK(repeats == 3);
    CHECK(world.api->requests_sent() == 0);
}

TEST_CASE("answers in other shapes: chunked, until the end of the stream, after a 100") {
    const std::string body = R"({"success":true,"result":{"id":"1"}})";
    const std::vector<std::string> replies = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"suc\r\n1f;x=y\r\n" +
            body.substr(5) + "\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\n" + body,
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" +
            answer(200, body),
        "HTTP/1.1 204 No Content\r\n\r\n",
    };
    for (const std::string& reply : replies) {
        CAPTURE(reply);
        World world;
        const ScriptedServer server(world.context, {Act{.reply = reply, .close = true}});
        world.connect_to(settings_for(server.url()));
        CHECK(world.send(request_of(Method::post)).has_value());
    }
}

TEST_CASE("what is no answer of the API is broken, and says how") {
    struct Row {
        std::string reply;
        std::string message;
        bool maybe_done = true;
    };
    const std::string endless(70000, 'x');
    const std::vector<Row> rows = {
        {answer(200, ""), "an empty body"},
        {answer(200, "<html>"), "an HTML page instead of JSON"},
        {answer(302, "", "Location: https://elsewhere.example/\r\n"),
         "a redirect, which is not followed, to \"https://elsewhere.example/\"", false},
        {"SSH-2.0-OpenSSH_9.2\r\n", "the answer is not HTTP: bad version"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", "the answer is larger than 16 MiB"},
        {"HTTP/1.1 404 No\r\nContent-Length: 99999999\r\n\r\n", "the answer is larger than 16 MiB",
         false},
        {"HTTP/1.1 200 OK\r\nX: " + endless + "\r\n\r\n",
         "the header of the answer is larger than 64 KiB"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + endless,
         "the answer has a line longer than 64 KiB"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.reply.substr(0, 60));
        World world;
        const ScriptedServer server(world.context, {Act{.reply = row.reply}});
        world.connect_to(settings_for(server.url()));
        const Result result = world.send(request_of(Method::post));
        REQUIRE_FALSE(result.has_value());
        CHECK(name_of(result.error().category) == "broken");
        CHECK(result.error().message == row.message);
        CHECK(result.error().maybe_done == row.maybe_done);
        CHECK(server.requests().size() == 1);
    }
}

TEST_CASE("a large answer comes through whole") {
    World world;
    const std::string text(3U << 20U, 'x');
    const ScriptedServer server(
        world.context, {Act{.reply = answer(200, R"({"success":true,"result":")" + text + "\"}")}});
    world.connect_to(settings_for(server.url()));
    const Result result = world.send(request_of(Method::get));
    REQUIRE(result.has_value());
    CHECK(*result->result.text() == text);
}

TEST_CASE("a header that would end its line early is never sent") {
    World world;
    const ScriptedServer server(world.context, {});
    Settings settings = settings_for(server.url());
    world.connect_to(settings);
    Request request = request_of(Method::post);
    request.idempotency_key = "a\r\nX-Evil: 1";
    const Result result = world.send(request);
    CHECK(name_of(result.error().category) == "declined");
    CHECK_FALSE(result.error().maybe_done);
    CHECK(result.error().message ==
          "not sent: the idempotency key is not one that a header can carry");
    CHECK_FALSE(world.send(request_of(Method::get, "/a b")).has_value());
    CHECK_FALSE(world.send(request_of(Method::get, "/a\r\nX-Evil: 1")).has_value());
    CHECK(server.connections() == 0);

    settings.credential.key = "0123\n";
    const auto refused = connect(world.context.get_executor(), settings);
    CHECK(refused.error().contains("X-Auth-Key"));
    CHECK_FALSE(refused.error().contains("0123"));
    settings.credential = {};
    CHECK(connect(world.context.get_executor(), settings).error().starts_with("no credential"));
}

TEST_CASE("a server that repeats the credential does not bring it into a fault") {
    World world;
    const std::string body = R"({"success":false,"errors":[{"code":1,
        "message":"0123456789abcdef is wrong, 0123456789abcdef!"}]})";
    const ScriptedServer server(world.context, {Act{.reply = answer(400, body)}});
    world.connect_to(settings_for(server.url()));
    CHECK(world.send(request_of(Method::get)).error().message == "*** is wrong, ***!");
}
