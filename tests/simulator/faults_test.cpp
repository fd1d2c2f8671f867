#include "tools/simulator/control/faults.hpp"

#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

namespace {

Settings failing(const std::string& nth) {
    Settings settings;
    settings.fail_nth = nth;
    return settings;
}

std::size_t accounts_in(World& world) {
    return world.control("GET", "/state").body.at("accounts").size();
}

} // namespace

TEST_CASE("the nth request fails in the way asked for") {
    struct Row {
        const char* fault;
        int status;
        Delivery delivery;
        std::size_t accounts;
    };
    for (const Row& row :
         {Row{"2", 500, Delivery::send, 0}, Row{"2:500", 500, Delivery::send, 0},
          Row{"2:drop-before", 200, Delivery::drop, 0}, Row{"2:drop-after", 200, Delivery::drop, 1},
          Row{"2:html", 502, Delivery::send, 0}, Row{"2:empty", 502, Delivery::send, 0},
          Row{"2:gateway", 502, Delivery::send, 0}, Row{"2:429", 429, Delivery::send, 0},
          Row{"2:429-bare", 429, Delivery::send, 0}}) {
        CAPTURE(row.fault);
        World world{failing(row.fault)};
        CHECK(world.call("GET", "/user").status == 200);
        const Answer answer = world.call("POST", "/accounts", {{"name", "Acme"}});
        CHECK(answer.status == row.status);
        CHECK((answer.reply.delivery == row.delivery));
        CHECK(accounts_in(world) == row.accounts);
        CHECK(world.call("GET", "/user").status == 200);
    }
}

TEST_CASE("faults look as on the wire") {
    CHECK(make_fault_reply(FaultKind::html).content_type.starts_with("text/html"));
    CHECK(make_fault_reply(FaultKind::empty).body.empty());
    CHECK(*find_header(make_fault_reply(FaultKind::too_many).headers, "Retry-After") == "1");
    CHECK(find_header(make_fault_reply(FaultKind::too_many_bare).headers, "Retry-After") ==
          nullptr);
    CHECK(make_fault_reply(FaultKind::error_500).body.starts_with(R"({"success":false)"));
}

TEST_CASE("the gateway's errors are JSON for who accepts it, and HTML for others") {
    for (const bool lost : {false, true}) {
        World world{failing(lost ? "1:gateway-526" : "1:gateway")};
        Request request = world.request("GET", "/user");
        request.headers.emplace_back("Accept", "text/plain, application/json");
        const Answer answer = world.send(request);
        CHECK(answer.status == (lost ? 526 : 504));
        CHECK(answer.body.at("retryable") == !lost);
        CHECK(answer.body.at("status") == answer.status);
        CHECK(answer.header("Retry-After") == (lost ? "" : "1"));
    }
}

TEST_CASE("a scripted answer stands for those that it is meant for") {
    World world;
    const Json answers = {{{"method", "POST"},
                           {"path", "/accounts"},
                           {"holds", "Acme"},
                           {"status", 403},
                           {"code", 1002},
                           {"message", "no"}}};
    CHECK(world.control("PUT", "/faults", {{"answers", answers}}).status == 200);
    CHECK(world.call("POST", "/accounts", {{"name", "Acme"}}).code() == 1002);
    CHECK(world.call("POST", "/accounts", {{"name", "Globex"}}).status == 200);
    CHECK(world.call("GET", "/accounts").status == 200);
    CHECK(world.control("PUT", "/faults", {{"answers", {{{"path", "/zones"}}}}}).status == 400);
}

TEST_CASE("shares hit about as many requests as they say, the same ones for the same seed") {
    FaultPlan plan;
    REQUIRE(read_fault_shares(plan, "500=10%,drop-after=5.5%,delay=20ms"));
    Faults one{plan, 7};
    Faults two{plan, 7};
    CHECK(one.delay() == std::chrono::milliseconds{20});
    int errors = 0;
    int drops = 0;
    for (int i = 0; i < 10000; ++i) {
        const FaultKind kind = one.next();
        CHECK((two.next() == kind));
        errors += kind == FaultKind::error_500 ? 1 : 0;
        drops += kind == FaultKind::drop_after ? 1 : 0;
    }
    CHECK(errors > 900);
    CHECK(errors < 1100);
    CHECK(drops > 450);
    CHECK(drops < 650);
}

TEST_CASE("a fault that does not exist is explained") {
    for (const char* text : {"0", "x", "5:", "5:explode", "-1", ":500", ""}) {
        CAPTURE(text);
        FaultPlan plan;
        CHECK_FALSE(read_fail_nth(plan, text));
    }
    for (const char* text : {"500", "500=1", "500=101%", "500=-1%", "boom=1%", "delay=20",
                             "500=60%,html=60%", "500=nan%"}) {
        CAPTURE(text);
        FaultPlan plan;
        CHECK_FALSE(read_fault_shares(plan, text));
    }
}

TEST_CASE("faults can be changed while running, and counting starts again") {
    World world{failing("3")};
    world.call("GET", "/user");
    world.control("PUT", "/faults", {{"fail_nth", 2}, {"how", "html"}});
    CHECK(world.call("GET", "/user").status == 200);
    CHECK(world.call("GET", "/user").status == 502);
    world.control("DELETE", "/requests");
    CHECK(world.call("GET", "/user").status == 200);
    CHECK(world.call("GET", "/user").status == 502);
    world.control("PUT", "/faults", {{"fault", "500=100%"}});
    CHECK(world.call("GET", "/user").status == 500);
    world.control("PUT", "/faults", Json::object());
    CHECK(world.call("GET", "/user").status == 200);
    CHECK(world.control("PUT", "/faults", {{"fail_nth", "x"}}).status == 400);
    CHECK(world.control("PUT", "/faults", {{"fault", "boom=1%"}}).status == 400);
}

TEST_CASE("a lost reply and the same Idempotency-Key give the account that was made") {
    World world{failing("1:drop-after")};
    Request request = world.request("POST", "/accounts");
    request.headers.push_back(Field{"Idempotency-Key", "k"});
    request.body = R"({"name":"Acme"})";
    CHECK((world.send(request).reply.delivery == Delivery::drop));
    const Answer again = world.send(request);
    CHECK(again.status == 200);
    CHECK(world.call("GET", "/accounts").result() == Json::array({again.result()}));
}
