// The key store on the helper that people use: docker-credential-pass, with GnuPG behind it.
#include "engine/credentials/credentials.hpp"
#include "engine/credentials/helper_protocol.hpp"
#include "tests/credentials/steps.hpp"
#include "tests/support/password_store.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

using namespace tenantry;
using namespace tenantry::credentials;

namespace {

const std::string server = "https://api.example/client/v4";
const std::string email = "ops+1@acme.example";
const std::string key = "cfk_0123456789abcdef0123456789abcdef";

} // namespace

TEST_CASE("docker-credential-pass keeps keys and gives them back") {
    if (!has_pass()) {
        MESSAGE("skipped: pass, gnupg and golang-docker-credential-helpers are not installed");
        return;
    }
    const PasswordStore passwords;
    for (const auto& [name, value] : passwords.environment())
        ::setenv(name.c_str(), value.c_str(), 1);
    const auto store = helper_store("docker-credential-pass", server);
    CHECK(store->name() == "docker-credential-pass");
    CHECK(store->users()->empty());
    CHECK(*store->find(email) == std::nullopt);
    const auto begun = begin(*store, "Ops+1@acme.example");
    REQUIRE_MESSAGE(begun.has_value(), begun.error().message);
    CHECK((**store->find(email)).begun);
    CHECK(store->users() == std::vector<std::string>{email});
    REQUIRE(forget(*store, email).has_value());
    CHECK(*store->find(email) == std::nullopt);
    REQUIRE(begin(*store, email).has_value());
    REQUIRE(keep(*store, email, key).has_value());
    CHECK((**store->find(email)).key == key);
    CHECK_FALSE(forget(*store, email).has_value());
    CHECK((**store->find(email)).key == key);
    REQUIRE(keep(*store, "b@acme.example", key + "b").has_value());
    CHECK(store->users() == std::vector<std::string>{"b@acme.example", email});
    const Helper helper("docker-credential-pass");
    REQUIRE(helper.store("https://api.example", {.user = "boss@acme.example", .secret = key}));
    const auto asked = ask_helper("docker-credential-pass", "https://api.example");
    REQUIRE((asked && *asked));
    CHECK((*asked)->user == "boss@acme.example");
    CHECK((*asked)->secret == key);
    REQUIRE(helper.erase("https://api.example"));
    CHECK(*ask_helper("docker-credential-pass", "https://api.example") == std::nullopt);
    ::setenv("PASSWORD_STORE_DIR", "/nowhere", 1);
    CHECK(begin(*store, email).error().message.contains("pass not initialized"));
    for (const auto& [name, value] : passwords.environment())
        ::unsetenv(name.c_str());
}
