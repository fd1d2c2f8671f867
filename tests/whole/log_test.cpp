// The log of what goes over the wire: every try of every call in a line, with whose it was, at the
// level asked for; and never what was in it.
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <regex>
#include <set>
#include <sstream>

using namespace tenantry::whole;
using namespace std::chrono_literals;

namespace {

constexpr const char* account = R"(- name: acme
  business_name: Acme Personal GmbH
  business_email: jane.doe@private.example
  business_phone: "+49 30 4711"
  business_address: Musterweg 1
  external_metadata: "crm:0815"
  zones: [{name: acme.example}])";

struct World {
    World() : simulator(with_quirks()) {
        tenantry.use_key(simulator);
        workspace.write("manifests/tenant.yaml", service_users_tenant);
        workspace.write("manifests/acme.yaml", customer_with_user("acme", account));
    }
    Ended apply(const std::string& level, const std::string& format = "text") {
        return tenantry.apply({"--log-level", level, "--log-format", format});
    }

    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry{simulator, workspace};
};

/// Lines of stderr that are of the log.
std::vector<Json> json_lines(const Ended& ended) {
    std::vector<Json> lines;
    std::istringstream err(ended.err);
    for (std::string line; std::getline(err, line);) {
        if (line.starts_with('{')) lines.push_back(Json::parse(line));
    }
    return lines;
}

} // namespace

TEST_SUITE_BEGIN("log");

TEST_CASE("at debug every call is in it, with whose it was and how long it took") {
    World world;
    world.simulator.forget_requests();
    const Ended ended = world.apply("debug", "json");
    REQUIRE_MESSAGE(ended.exit_code == Exit::done, ended.text());
    const std::vector<Json> lines = json_lines(ended);
    CHECK(static_cast<long long>(lines.size()) == world.simulator.requests());
    std::set<std::string> identities;
    std::size_t writes = 0;
    for (const Json& line : lines) {
        CAPTURE(line.dump());
        const bool reads = line.at("call").get<std::string>().starts_with("GET /");
        writes += reads ? 0 : 1;
        CHECK(line.at("level") == (reads ? "debug" : "info"));
        CHECK(line.at("status").get<int>() / 100 == 2);
        CHECK(line.at("took_ms").is_number_integer());
        CHECK(std::regex_match(line.at("time").get<std::string>(),
                               std::regex(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)")));
        identities.insert(line.at("identity"));
    }
    CHECK(identities == std::set<std::string>{"acme@svc.example", "admin@partner.example"});
    CHECK(writes >= 5); // the user, the account, its membership twice, the zone
}

TEST_CASE("a level takes in what is more important, and off is silence") {
    World world;
    const Ended ended = world.apply("info");
    REQUIRE_MESSAGE(ended.exit_code == Exit::done, ended.text());
    const std::regex line(
        R"(\S+Z info admin@partner\.example POST /accounts status=20\d took_ms=\d+\n)");
    CHECK_MESSAGE(std::regex_search(ended.err, line), ended.err);
    CHECK_MESSAGE(!ended.err.contains(" GET /"), ended.err);
    CHECK(world.apply("warning").err == "");
    CHECK(world.apply("off").err == "");
    CHECK(world.tenantry.apply().err == "");
    CHECK(world.tenantry.apply({"--log-level", "loud"}).exit_code == Exit::usage);
}

TEST_CASE("failed tries and waits are warnings, and every try has its line") {
    World world;
    world.simulator.set_faults({{"fault", "500=30%"}});
    world.simulator.forget_requests();
    const Ended ended = world.apply("debug", "json");
    std::size_t failed = 0;
    std::size_t waits = 0;
    long long tries = 0;
    for (const Json& line : json_lines(ended)) {
        CAPTURE(line.dump());
        waits += line.contains("waits_ms") ? 1 : 0;
        tries += line.contains("took_ms") ? 1 : 0;
        if (!line.contains("fault")) continue;
        CHECK(line.at("level") == "warning");
        if (line.contains("status")) ++failed;
    }
    CHECK(failed > 0);
    CHECK(waits > 0);
    CHECK(tries == world.simulator.requests());
}

TEST_CASE("what is known of a customer is never in it") {
    World world;
    for (const char* fault : {"500=0%", "500=30%", "html=30%", "drop-after=30%"}) {
        world.simulator.set_faults({{"fault", fault}});
        for (const char* format : {"text", "json"}) {
            const Ended ended = world.apply("debug", format);
            CHECK(ended.err.contains("GET /accounts"));
            for (const char* secret : {"Personal", "jane.doe", "4711", "Musterweg", "crm:0815"})
                CHECK_MESSAGE(!ended.err.contains(secret), ended.err);
        }
    }
}

TEST_SUITE_END();
