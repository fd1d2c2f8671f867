// The docker credential-helper protocol and the key store on it, against a helper that does well
// and helpers that do not.
#include "engine/credentials/entries.hpp"
#include "engine/credentials/helper_store.hpp"
#include "tests/credentials/fake_helper.hpp"
#include "tests/credentials/steps.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace tenantry;
using namespace tenantry::credentials;
using namespace std::chrono_literals;

namespace {

const std::string server = "https://api.example/client/v4";
const std::string email = "ops@acme.example";
const std::string key = "cfk_0123456789abcdef0123456789abcdef";

std::unique_ptr<KeyStore> store_of(const FakeHelper& fake) {
    return helper_store(fake.helper(), server);
}

std::string trouble(const auto& result) {
    return result ? "" : result.error().message + "\n" + result.error().hint;
}

} // namespace

TEST_CASE("the store of a helper keeps, finds and lists users") {
    const FakeHelper fake;
    const auto store = store_of(fake);
    CHECK(store->users() == std::vector<std::string>{});
    CHECK(*store->find(email) == std::nullopt);
    REQUIRE(begin(*store, "Ops@Acme.example").has_value());
    REQUIRE((*store->find(email)).has_value());
    CHECK((**store->find(email)).begun);
    CHECK((**store->find(email)).key.empty());
    CHECK(begin(*store, email).has_value()); // a run that begins again
    REQUIRE(keep(*store, email, key).has_value());
    CHECK((**store->find("OPS@acme.example")).key == key);
    CHECK_FALSE((**store->find(email)).begun);
    REQUIRE(keep(*store, "a+b@acme.example", key).has_value());
    fake.put("https://index.docker.example/v1/", "somebody", "else");
    fake.put(server + "/users/NoBody%40acme.example", "nobody", "else");
    fake.put("https://other.example/client/v4/users/x%40acme.example", "x@acme.example", "else");
    CHECK(store->users() == std::vector<std::string>{"a+b@acme.example", email});
    CHECK(helper_store(fake.helper(), "HTTPS://API.example:443/client/v4//")->users()->size() == 2);
    CHECK(helper_store(fake.helper(), "https://api.example/client/v5")->users()->empty());
}

TEST_CASE("a key is never taken back and never overwritten by a beginning") {
    const FakeHelper fake;
    const auto store = store_of(fake);
    REQUIRE(begin(*store, email).has_value());
    REQUIRE(forget(*store, email).has_value());
    CHECK(*store->find(email) == std::nullopt);
    CHECK(forget(*store, email).has_value()); // nothing to take back
    REQUIRE(keep(*store, email, key).has_value());
    CHECK_FALSE(forget(*store, email).has_value());
    CHECK((**store->find(email)).key == key);
    CHECK(trouble(begin(*store, email)).starts_with("there is a key of \"ops@acme.example\""));
    CHECK((**store->find(email)).key == key);
    CHECK((**store->find(email)).key == key);
    const auto room = store->reserve("b@acme.example");
    for (const char* none : {"", "has blanks", "line\nline", begun_marker.data()})
        CHECK(trouble((*room)->keep(none)).starts_with("what came as the key"));
    CHECK(*store->find("b@acme.example") == std::nullopt); // what only waits leaves nothing
}

TEST_CASE("no secret is in the command line or the environment of a helper") {
    const FakeHelper fake;
    const auto store = store_of(fake);
    REQUIRE(begin(*store, email).has_value());
    REQUIRE(keep(*store, email, key).has_value());
    REQUIRE(store->find(email).has_value());
    REQUIRE(store->users().has_value());
    CHECK(fake.times("store") == 3);
    CHECK(fake.times("get") >= 3);
    CHECK(fake.times("list") == 1);
    CHECK_FALSE(fake.seen().contains(key));
    CHECK_FALSE(fake.seen().contains(email));
}

TEST_CASE("a helper that loses what it was given is trouble") {
    const FakeHelper fake;
    const auto store = store_of(fake);
    fake.misbehave("[ $1 = store ] && exit 0");
    CHECK(trouble(begin(*store, email)).contains("has not kept what it was given"));
    CHECK(trouble(keep(*store, email, key)).contains("has not kept what it was given"));
    fake.behave();
    REQUIRE(begin(*store, email).has_value());
    fake.misbehave("[ $1 = store ] && exit 0");
    CHECK(trouble(keep(*store, email, key)).contains("has not kept what it was given"));
    CHECK_FALSE(trouble(keep(*store, email, key)).contains(key));
}

TEST_CASE("an entry of another user or server, or without a key, is not used") {
    const FakeHelper fake;
    const auto store = store_of(fake);
    const std::string url = entry_url(server, email);
    fake.put(url, "other@acme.example", key);
    CHECK(trouble(store->find(email)).contains("names another user"));
    CHECK_FALSE(begin(*store, email).has_value());
    fake.put(url, email, "not a key");
    CHECK(trouble(store->find(email)).contains("holds no key"));
    CHECK_FALSE(trouble(store->find(email)).contains("not a key"));
    fake.misbehave(
        R"(echo '{"ServerURL":"https://other.example","Username":"a","Secret":"b"}'; exit)");
    CHECK(trouble(store->find(email)).contains("the entry of another server"));
}

TEST_CASE("a helper that knows nothing says so in either of two ways") {
    const FakeHelper fake;
    CHECK(*fake.helper().get("https://nobody.example") == std::nullopt);
    fake.misbehave(
        R"(echo '{"ServerURL":"https://nobody.example","Username":"","Secret":""}'; exit)");
    CHECK(*fake.helper().get("https://nobody.example") == std::nullopt);
    fake.misbehave("[ $1 = list ] && { echo null; exit; }");
    CHECK(fake.helper().list()->empty());
}

TEST_CASE("what is no answer is trouble, and no message repeats it") {
    const FakeHelper fake;
    for (const char* answer :
         {"", "secretgarbage", "[]", "null", "{}", R"({"Secret":"secretgarbage"})",
          R"({"Username":"a","Secret":["secretgarbage"]})", R"({"Username":"a","Secret":""})",
          R"({"Username":"a","Secret":"secretgarbage")"}) {
        fake.misbehave("printf %s '" + std::string(answer) + "'; exit 0");
        const auto entry = fake.helper().get(server);
        CAPTURE(answer);
        CHECK(trouble(entry).contains("get answered"));
        CHECK_FALSE(trouble(entry).contains("secretgarbage"));
        const auto users = store_of(fake)->users();
        const bool empty = users.has_value() && users->empty(); // {} and null are empty lists
        CHECK((trouble(users).contains("list answered") || empty));
    }
    fake.misbehave("exit 0");
    CHECK_FALSE(store_of(fake)->find(email).has_value());
}

TEST_CASE("a helper that fails tells why, and never a secret") {
    const FakeHelper fake;
    const auto store = store_of(fake);
    fake.misbehave("echo 'pass not initialized: Try \"pass init\".'; exit 1");
    CHECK(trouble(store->find(email))
              .contains("get failed (exit code 1): pass not initialized: Try \"pass init\"."));
    CHECK(trouble(store->users()).contains("list failed (exit code 1)"));
    CHECK(trouble(forget(*store, email)).contains("failed"));
    fake.behave();
    const auto room = store->reserve(email);
    REQUIRE(room.has_value());
    fake.misbehave("tee /dev/stderr; exit 4");
    for (const auto& said :
         {trouble((*room)->keep(key)), trouble(fake.helper().store(server, {"a", "short"}))}) {
        CHECK(said.contains("store failed (exit code 4)"));
        CHECK_FALSE(said.contains(key));
        CHECK_FALSE(said.contains("short"));
    }
    fake.misbehave("echo 'the key is " + key + "' >&2; echo " + key + "; exit 1");
    CHECK(trouble(store->find(email)).contains("the key is ***"));
    CHECK_FALSE(trouble(store->find(email)).contains("0123456789"));
    CHECK_FALSE(trouble(keep(*store, email, key)).contains("0123456789"));
    fake.misbehave("echo 'cannot keep hunter two'; exit 1");
    const std::string said = trouble(fake.helper().store(server, {"a", "hunter"}));
    CHECK(said.contains("store failed (exit code 1)"));
    CHECK_FALSE(said.contains("hunter"));
    fake.misbehave("kill -9 $$");
    CHECK(trouble(store->find(email)).contains("get failed (ended by signal 9)"));
    CHECK(trouble(helper_store(Helper("/no/such/helper"), server)->users())
              .contains("is not a program"));
    CHECK(trouble(ask_helper("no-such-helper", server))
              .contains("no program \"no-such-helper\" on PATH"));
}

TEST_CASE("a helper that hangs or floods is ended") {
    const FakeHelper fake;
    fake.misbehave("sleep 300");
    const auto begun = std::chrono::steady_clock::now();
    CHECK(trouble(fake.helper(200ms).get(server)).contains("get took longer than 1 second"));
    CHECK(std::chrono::steady_clock::now() - begun < 10s);
    fake.misbehave("exec yes secret");
    CHECK(trouble(fake.helper().get(server)).contains("answered more than a helper has to say"));
    CHECK(trouble(fake.helper().list()).contains("answered more than a helper has to say"));
}

TEST_CASE("two runs at once leave whole entries") {
    const FakeHelper fake;
    const auto writes = [&](const std::string& user) {
        const auto store = store_of(fake);
        for (int i = 0; i < 5; ++i)
            (void)keep(*store, user, key);
    };
    std::thread other(writes, "b@acme.example");
    writes("a@acme.example");
    other.join();
    CHECK((**store_of(fake)->find("a@acme.example")).key == key);
    CHECK((**store_of(fake)->find("b@acme.example")).key == key);
    CHECK(store_of(fake)->users()->size() == 2);
}
