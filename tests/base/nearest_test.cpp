#include "engine/base/nearest.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace tenantry;

TEST_CASE("a misspelt name finds the name it meant") {
    const std::vector<std::string> names = {"name", "type", "paused", "previously", "zones"};
    struct Row {
        std::string_view written;
        std::string_view meant;
    };
    const Row rows[] = {
        {"nmae", "name"}, {"Paused", "paused"},        {"zone", "zones"}, {"typ", "type"},
        {"xyz", ""},      {"previosly", "previously"}, {"n", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.written);
        CHECK(nearest(row.written, names) == row.meant);
    }
    CHECK(suggest("zoens", names) == "did you mean \"zones\"?");
    CHECK(suggest(std::string(100000, 'z'), names).empty());
}

TEST_CASE("what begins a name means it, however long the rest is") {
    const std::vector<std::string> roles = {"Administrator Read Only", "Administrator", "Billing",
                                            "Minimal Account Access",
                                            "Super Administrator - All Privileges"};
    CHECK(nearest("Super Administrator", roles) == "Super Administrator - All Privileges");
    CHECK(nearest("minimal", roles) == "Minimal Account Access");
    CHECK(nearest("Admin", roles) == "Administrator"); // the shortest of those it begins
    CHECK(nearest("Bi", roles).empty());               // too short to say anything
}

TEST_CASE("blanks, dashes and numbers in words make no other name") {
    const std::vector<std::string> ids = {"0rtt", "http2", "tls_1_2_only", "tls_1_3",
                                          "always_use_https"};
    CHECK(nearest("zero_rtt", ids) == "0rtt");
    CHECK(nearest("TLS 1.3", ids) == "tls_1_3");
    CHECK(nearest("always-use-https", ids) == "always_use_https");
    CHECK(nearest("--", ids).empty());
}

TEST_CASE("a long part of a name means it when nothing is nearer") {
    const std::vector<std::string> names = {"enforce_twofactor", "abuse_contact_email"};
    CHECK(nearest("twofactor", names) == "enforce_twofactor");
    CHECK(nearest("force", names).empty()); // too short to say which
}
