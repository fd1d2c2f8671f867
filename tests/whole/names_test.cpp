// Names are text: whatever they hold, they lead to the right object and drive nobody's terminal.
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace tenantry::whole;

namespace {

// What a terminal obeys: CSI, OSC, C1 controls, a turned direction of writing, hidden characters.
const std::vector<std::string> hostile = {
    "\x1b[2J\x1b[31mred",
    "\x1b]0;title\x07",
    "two\r\nlines\tand a tab",
    std::string("\xc2\x9b") + "31m",
    std::string("\xe2\x80\xae") + "evitcaer",
    "zero\xe2\x80\x8bwidth",
    "back\x08\x08space\x7f",
    "\xef\xbb\xbfmark",
    "/../..%00%2F",
};

// Allowed by the API, and meaningful to somebody who is careless with text.
const std::vector<std::string> odd = {
    "a/b",     "a%2Fb",        "a%252Fb",      "{account}", "{zone}/{account}",
    "a@b",     "a b&c=d?e#f",  "\"quoted\\\"", "*",         "${env:KEY}",
    "../../x", "ünïcødé 你好", "in  side",     "a+b",       "'; drop --",
    "null",    "123",
};

bool has_any(const std::string& text, const std::vector<std::string>& parts) {
    for (const std::string& part : parts) {
        if (text.contains(part)) return true;
    }
    return false;
}

std::string quoted(const std::string& name) { return Json(name).dump(); }

} // namespace

TEST_SUITE_BEGIN("names");

TEST_CASE("hostile names from the API reach the terminal only as escapes") {
    Simulator simulator(with_quirks());
    const Workspace workspace;
    const std::string home = simulator.add_account({{"name", "Home"}});
    for (std::size_t i = 0; i < hostile.size(); ++i) {
        simulator.add_account({{"name", hostile[i]}});
        simulator.add_zone(std::to_string(i) + hostile[i] + ".example", home);
    }
    workspace.write("manifests/a.yaml", customer("home", "- {name: Home, zones: []}"));
    const Tenantry tenantry(simulator, workspace);
    const std::vector<std::string> forbidden = {"\x1b",     "\x07",         "\r",          "\t",
                                                "\xc2\x9b", "\xe2\x80\xae", "\xe2\x80\x8b"};
    const Ended text = tenantry.run({"drift"});
    CHECK(text.out.contains("\\x1b[2J"));
    CHECK(text.out.contains(std::to_string(2 * hostile.size()) + " unmanaged"));
    CHECK_MESSAGE(!has_any(text.out + text.err, forbidden), text.text());
    const Ended json = tenantry.run({"drift", "--json"});
    CHECK(Json::parse(json.out).at("drift").at("findings").size() == 2 * hostile.size());
    CHECK_MESSAGE(!has_any(json.out, {"\x1b", "\x07", "\r", "\t"}), json.text());
}

TEST_CASE("hostile text in manifests reaches the terminal only as escapes") {
    Simulator simulator(with_quirks());
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    const std::vector<std::string> forbidden = {"\x1b", "\x07", "\r", "\xc2\x9b", "\xe2\x80\xae"};
    for (const std::string& name : hostile) {
        workspace.write("manifests/a.yaml",
                        customer("home", "- {name: " + quoted(name) + ", unit: " + quoted(name) +
                                             ", zones: [{name: " + quoted(name) + "}]}"));
        for (const char* command : {"validate", "plan"}) {
            const Ended ended = tenantry.run({command});
            CHECK_MESSAGE(!has_any(ended.out + ended.err, forbidden), ended.text());
        }
    }
}

TEST_CASE("odd names of accounts are created, found again and told apart") {
    Simulator simulator(with_quirks());
    const Workspace workspace;
    std::string accounts;
    for (std::size_t i = 0; i < odd.size(); ++i) {
        if (odd[i] == "${env:KEY}") continue; // means something in a manifest
        accounts += "- {name: " + quoted(odd[i]) + ", settings: {enforce_twofactor: true}" +
                    ", zones: [{name: odd-" + std::to_string(i) + ".example, paused: true}]}\n";
    }
    workspace.write("manifests/a.yaml", customer("odd", accounts));
    const Tenantry tenantry(simulator, workspace);
    const Ended ended = tenantry.apply();
    CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
    CHECK(tenantry.has_nothing_to_do());
    CHECK(simulator.state().at("accounts").size() == odd.size() - 1);

    const Json state = simulator.state();
    for (const Json& account : state.at("accounts")) {
        simulator.change_account(account.at("name"),
                                 {{"settings", {{"enforce_twofactor", false}}}});
    }
    std::set<std::string> addresses;
    const Json plan = tenantry.plan();
    for (const Json& step : plan.at("steps"))
        addresses.insert(step.at("address").get<std::string>());
    CHECK(addresses.size() == odd.size() - 1);
    // What is printed can be given back, and means this one alone; "*" is a glob.
    for (const std::string& address : addresses) {
        if (address.contains('*')) continue;
        const Json one = tenantry.plan({"--target", address});
        REQUIRE(one.at("steps").size() == 1);
        CHECK(one.at("steps").at(0).at("address") == address);
    }
}

TEST_SUITE_END();
