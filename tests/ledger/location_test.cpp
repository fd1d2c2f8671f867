#include "engine/ledger/ledger.hpp"

#include <doctest/doctest.h>

namespace tenantry::ledger {
namespace {

const Whose acme{.tenant = "Acme & Söhne", .api = "https://api.cloudflare.com/client/v4"};

TEST_CASE("each tenant and API has a file of its own in the user's folder") {
    const auto one = locate("", acme, {.home = "/home/ops"});
    REQUIRE(one);
    CHECK(one->file.starts_with("/home/ops/.local/state/tenantry/acme-s-hne-"));
    CHECK(one->file.ends_with(".sqlite"));
    const auto other_api =
        locate("", {.tenant = acme.tenant, .api = "http://127.0.0.1"}, {.home = "/home/ops"});
    CHECK(other_api->file != one->file);
    CHECK(locate("", acme, {.state_home = "/state", .home = "/home/ops"})
              ->file.starts_with("/state/tenantry/"));
    // A path that depends on where one stands would be another ledger tomorrow.
    CHECK(locate("", acme, {.state_home = "state", .home = "/home/ops"})->file == one->file);
    CHECK(locate("", {.tenant = "", .api = "a"}, {.home = "/h"})
              ->file.starts_with("/h/.local/state/tenantry/tenant-"));
    CHECK_FALSE(locate("", acme, {}));
}

TEST_CASE("what is written names a file, a database or nothing, and never a password") {
    CHECK_FALSE(locate("none", acme, {})->exists());
    CHECK(locate("/var/lib/a/../ledger.db", acme, {})->file == "/var/lib/ledger.db");
    const auto database = locate("postgresql://ops@db/ledger", acme, {});
    REQUIRE(database);
    CHECK(database->url == "postgresql://ops@db/ledger");
    CHECK(database->room.starts_with("tenantry_acme_s_hne_"));
    for (const char* const told :
         {"postgresql://ops:secret@db/ledger", "postgres://db/ledger?password=secret",
          "postgresql://db/ledger?user=ops&%70assword=secret", "postgresql://ops:@db",
          "postgresql://db/ledger?%zz"}) {
        CAPTURE(told);
        const auto refused = locate(told, acme, {});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().message.find("secret") == std::string::npos);
    }
    for (const char* const fine : {"postgresql://db/ledger?sslmode=require&connect_timeout=3",
                                   "postgresql:///ledger?host=/run/postgresql&user=ops"})
        CHECK(locate(fine, acme, {}));
    const auto other = locate("mysql://ops:secret@db/ledger", acme, {});
    REQUIRE_FALSE(other);
    CHECK(other.error().message.find("secret") == std::string::npos);
    CHECK_FALSE(locate("/a/\"b", acme, {}));
}

TEST_CASE("a run is named by its number, and only by that") {
    CHECK(run_named(name_of_run(7'000'000'000'123)) == 7'000'000'000'123);
    for (const char* const name : {"", "0", "-1", "a b", "zzzzzzzzzzzzzzzzzzzzzz", "7 "})
        CHECK_FALSE(run_named(name));
}

} // namespace
} // namespace tenantry::ledger
