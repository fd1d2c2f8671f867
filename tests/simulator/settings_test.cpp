#include "tools/simulator/rules/settings.hpp"

#include "tools/simulator/options.hpp"

#include <doctest/doctest.h>
#include <vector>

using namespace tenantry::simulator;

namespace {

std::expected<Settings, int> parse_words(std::vector<std::string> words) {
    words.insert(words.begin(), "tenantry-simulator");
    std::vector<char*> argv;
    argv.reserve(words.size());
    for (std::string& word : words)
        argv.push_back(word.data());
    return parse_options(static_cast<int>(argv.size()), argv.data());
}

} // namespace

TEST_CASE("durations, rates and sizes are read strictly") {
    CHECK(*parse_duration("20ms") == std::chrono::milliseconds{20});
    CHECK(*parse_duration("5m") == std::chrono::minutes{5});
    for (const char* text : {"", "20", "ms", "-1s", "1.5s", "1 s", "1d"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_duration(text));
    }
    CHECK((*parse_rate("1200/300s"))->quota == 1200);
    CHECK_FALSE(parse_rate("off")->has_value());
    for (const char* text : {"", "1200", "0/1s", "5/0s", "x/1s", "5/", "Off"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_rate(text));
    }
    CHECK(parse_tenant_size("300x10")->zones_each == 10);
    CHECK(parse_tenant_size("empty")->accounts == 0);
    for (const char* text : {"", "300", "x10", "300x", "-1x1", "1000000x1000000"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_tenant_size(text));
    }
}

TEST_CASE("the command line becomes settings") {
    const auto settings =
        parse_words({"--tenant", "3x2", "--rate", "off", "--ip-rate", "7/2s", "--page-lag", "1s",
                     "--max-pending", "4", "--quirks", "--port", "8080"});
    REQUIRE(settings);
    CHECK(settings->size.accounts == 3);
    CHECK_FALSE(settings->identity_rate.has_value());
    CHECK(settings->address_rate->quota == 7);
    CHECK(settings->page_lag == std::chrono::seconds{1});
    CHECK(settings->max_pending == 4);
    CHECK(settings->quirks);
    CHECK(settings->port == 8080);
}

TEST_CASE("what a tenant may do is told on the command line") {
    const auto usual = parse_words({});
    REQUIRE(usual);
    CHECK(usual->service_users);
    CHECK(usual->account_mobility);
    CHECK_FALSE(usual->require_kyc);
    CHECK(usual->account_types.size() == 2);
    const auto narrow = parse_words({"--no-service-users", "--no-account-mobility", "--require-kyc",
                                     "--account-types", "standard", "--entitlement-lag", "2s"});
    REQUIRE(narrow);
    CHECK_FALSE(narrow->service_users);
    CHECK_FALSE(narrow->account_mobility);
    CHECK(narrow->require_kyc);
    CHECK(narrow->account_types == std::vector<std::string>{"standard"});
    CHECK(narrow->entitlement_lag == std::chrono::seconds{2});
    for (const char* types : {"", "premium", "standard,"})
        CHECK_FALSE(parse_words({"--account-types", types}));
}

TEST_CASE("a mistake on the command line ends with 64") {
    for (const std::vector<std::string>& words : {std::vector<std::string>{"--nope"},
                                                  {"--rate", "fast"},
                                                  {"--tenants", "0"},
                                                  {"--port", "70000"},
                                                  {"--tenant", "many"},
                                                  {"--fail-nth", "x"},
                                                  {"--fault", "boom=1%"},
                                                  {"stray"}}) {
        CAPTURE(words[0]);
        const auto settings = parse_words(words);
        REQUIRE_FALSE(settings);
        CHECK(settings.error() == 64);
    }
}

TEST_CASE("entitlements are all, none or some") {
    CHECK(parse_entitlements("all")->size() == 4);
    CHECK(parse_entitlements("none")->empty());
    CHECK(*parse_entitlements("partial_setup_allowed,allow_add_subdomain") ==
          std::vector<std::string>{"partial_setup_allowed", "allow_add_subdomain"});
    for (const char* text : {"", "some", "all,none", "partial_setup_allowed,"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_entitlements(text));
    }
}
