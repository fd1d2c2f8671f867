// Keys as files: whole or not there, for nobody else to read, and the same for two runs at once.
#include "engine/base/json.hpp"
#include "engine/credentials/credentials.hpp"
#include "tests/credentials/steps.hpp"
#include "tests/support/workspace.hpp"

#include <doctest/doctest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace tenantry;
using namespace tenantry::credentials;

namespace {

namespace fs = std::filesystem;

const std::string server = "https://api.example/client/v4";
const std::string folder = "keys/https%3A%2F%2Fapi.example%2Fclient%2Fv4/";
const std::string email = "ops@acme.example";
const std::string file = folder + "ops%40acme.example.json";
const std::string key = "cfk_0123456789abcdef0123456789abcdef";

struct Place {
    std::unique_ptr<KeyStore> store() const {
        return directory_store(workspace.path_of("keys"), server);
    }
    void chmod(const std::string& path, mode_t mode) const {
        REQUIRE(::chmod(workspace.path_of(path).c_str(), mode) == 0);
    }
    mode_t mode(const std::string& path) const {
        struct stat status = {};
        REQUIRE(::lstat(workspace.path_of(path).c_str(), &status) == 0);
        return status.st_mode & 07777U;
    }
    /// A file as it stands there when somebody else has written it.
    void put(const std::string& path, const std::string& text) const {
        workspace.write(path, text);
        chmod(path, 0600);
    }
    whole::Workspace workspace = {};
};

std::string trouble(const auto& result) {
    return result ? "" : result.error().message + "\n" + result.error().hint;
}

} // namespace

TEST_CASE("a directory keeps, finds and lists users") {
    const Place place;
    const auto store = place.store();
    CHECK(store->users()->empty());
    CHECK(*store->find(email) == std::nullopt);
    CHECK_FALSE(place.workspace.has("keys")); // looking writes nothing
    REQUIRE(begin(*store, "Ops@Acme.example").has_value());
    CHECK((**store->find(email)).begun);
    CHECK(begin(*store, email).has_value());
    REQUIRE(keep(*store, email, key).has_value());
    CHECK((**store->find("OPS@acme.example")).key == key);
    CHECK_FALSE((**store->find(email)).begun);
    REQUIRE(keep(*store, "../../a/b@acme.example", key).has_value());
    CHECK((**store->find("../../a/b@acme.example")).key == key);
    CHECK(store->users() == std::vector<std::string>{"../../a/b@acme.example", email});
    const auto other = directory_store(place.workspace.path_of("keys"), "https://other.example");
    CHECK(other->users()->empty());
    CHECK(*other->find(email) == std::nullopt);
    CHECK(directory_store(place.workspace.path_of("keys"), "https://API.example:443/client/v4/")
              ->users()
              ->size() == 2);
    CHECK(store->name() == "the directory " + place.workspace.path_of("keys"));
}

TEST_CASE("what is written is for its owner only, and nothing else is left") {
    const Place place;
    const mode_t before = ::umask(0);
    REQUIRE(begin(*place.store(), email).has_value());
    REQUIRE(keep(*place.store(), email, key).has_value());
    ::umask(before);
    CHECK(place.mode("keys") == 0700);
    CHECK(place.mode(folder) == 0700);
    CHECK(place.mode(file) == 0600);
    const auto content = parse_json(place.workspace.read(file));
    REQUIRE(content.has_value());
    CHECK(*content == Json::object({{"key", key}, {"server", server}, {"email", email}}));
    CHECK(std::distance(fs::directory_iterator(place.workspace.path_of(folder)), {}) == 1);
}

TEST_CASE("a key is never taken back and never overwritten by a beginning") {
    const Place place;
    const auto store = place.store();
    REQUIRE(begin(*store, email).has_value());
    REQUIRE(forget(*store, email).has_value());
    CHECK(*store->find(email) == std::nullopt);
    CHECK(forget(*store, email).has_value());
    REQUIRE(keep(*store, email, key).has_value());
    CHECK_FALSE(forget(*store, email).has_value());
    CHECK((**store->find(email)).key == key);
    CHECK(trouble(begin(*store, email)).starts_with("there is a key of \"ops@acme.example\""));
    CHECK((**store->find(email)).key == key);
    CHECK((**store->find(email)).key == key);
    const auto room = store->reserve("b@acme.example");
    REQUIRE(room.has_value());
    for (const char* none : {"", "has blanks", "line\nline"})
        CHECK(trouble((*room)->keep(none)).starts_with("what came as the key"));
}

TEST_CASE("a directory or file that others may use is refused") {
    const Place place;
    REQUIRE(keep(*place.store(), email, key).has_value());
    for (const std::string& path : {std::string("keys"), folder}) {
        place.chmod(path, 0750);
        CHECK(trouble(place.store()->find(email)).contains("is open to others"));
        CHECK(trouble(place.store()->users()).contains("chmod 700"));
        CHECK_FALSE(begin(*place.store(), "b@acme.example").has_value());
        place.chmod(path, 0700);
    }
    place.chmod(file, 0640);
    CHECK(trouble(place.store()->find(email)).contains("can be read by them"));
    place.chmod(file, 0600);
    CHECK(place.store()->find(email).has_value());
    if (::chown(place.workspace.path_of(file).c_str(), 12345, 12345) != 0) return; // only for root
    CHECK(trouble(place.store()->find(email)).contains("belongs to others"));
    REQUIRE(::chown(place.workspace.path_of("keys").c_str(), 12345, 12345) == 0);
    CHECK(trouble(place.store()->users()).contains("belongs to another user"));
}

TEST_CASE("no link is followed") {
    const Place place;
    const whole::Workspace elsewhere;
    ::chmod(elsewhere.path().c_str(), 0700);
    fs::create_symlink(elsewhere.path(), place.workspace.path_of("keys"));
    CHECK(trouble(keep(*place.store(), email, key)).contains("it is a link"));
    CHECK(trouble(place.store()->users()).contains("it is a link"));
    fs::remove(place.workspace.path_of("keys"));
    REQUIRE(keep(*place.store(), email, key).has_value());
    place.put("own.json", place.workspace.read(file));
    place.workspace.remove(file);
    fs::create_symlink(place.workspace.path_of("own.json"), place.workspace.path_of(file));
    CHECK(trouble(place.store()->find(email)).contains("is a link"));
    fs::create_symlink(elsewhere.path_of("planted"),
                       place.workspace.path_of(folder + "b%40acme.example.room"));
    CHECK(trouble(keep(*place.store(), "b@acme.example", key)).contains("is a link"));
    CHECK_FALSE(elsewhere.has("planted"));
    place.workspace.remove("keys");
    place.workspace.write("keys", "a file");
    CHECK(trouble(begin(*place.store(), email)).contains("cannot be used"));
}

TEST_CASE("what another wrote there, or half of it, is trouble and not a user without entry") {
    const Place place;
    REQUIRE(keep(*place.store(), email, key).has_value());
    const std::string whole = place.workspace.read(file);
    const std::string of_another =
        R"({"key":"cfk_x","server":"https://api.example/client/v4","email":"b@acme.example"})";
    const std::string of_other_server =
        R"({"key":"cfk_x","server":"https://other.example","email":"ops@acme.example"})";
    const std::string both =
        R"({"key":"cfk_x","begun":true,"server":"https://api.example/client/v4","email":"ops@acme.example"})";
    for (const std::string& text :
         {std::string(), whole.substr(0, whole.size() / 2), of_another, of_other_server, both,
          std::string("{}"), std::string(70000, ' ')}) {
        place.put(file, text);
        CAPTURE(text);
        CHECK(
            trouble(place.store()->find(email)).contains("is none, or of another user or server"));
        CHECK_FALSE(trouble(place.store()->find(email)).contains("cfk_"));
        CHECK_FALSE(begin(*place.store(), email).has_value());
        CHECK_FALSE(forget(*place.store(), email).has_value());
        CHECK(place.workspace.read(file) == text);
    }
    place.workspace.remove(file);
    place.put(folder + "ops%40acme.example.room", std::string(100'000, 'x'));
    place.workspace.write(folder + "notes.txt", "");
    place.workspace.write(folder + "not-encoded@acme.example.json", "");
    CHECK(place.store()->users() == std::vector<std::string>{});
    REQUIRE(keep(*place.store(), email, key).has_value());
    CHECK_FALSE(place.workspace.has(folder + "ops%40acme.example.room"));
    CHECK(place.workspace.read(file) == whole);
}

TEST_CASE("a directory that cannot be made or written is trouble before anything is created") {
    const Place place;
    const auto nowhere = directory_store(place.workspace.path_of("no/such/keys"), server);
    CHECK(trouble(begin(*nowhere, email)).contains("cannot be made: No such file or directory"));
    CHECK(nowhere->users()->empty());
    const std::string name(300, 'a');
    CHECK(trouble(begin(*place.store(), name + "@acme.example")).contains("File name too long"));
}

TEST_CASE("two processes that write at once leave whole entries and lose none") {
    const Place place;
    constexpr int runs = 3;
    constexpr int rounds = 40;
    for (int run = 0; run < runs; ++run) {
        if (::fork() != 0) continue;
        const auto store = place.store();
        bool well = true;
        for (int i = 0; i < rounds; ++i) {
            const std::string own = std::to_string(run) + "-" + std::to_string(i) + "@acme.example";
            well = well && begin(*store, own) && keep(*store, own, key);
            (void)keep(*store, email, key + std::to_string(run)); // all of them want this one
            const auto found = store->find(email);
            const bool whole = found && (!*found || (*found)->key.starts_with(key));
            well = well && (whole || trouble(found).contains("another run is creating"));
        }
        ::_exit(well ? 0 : 1);
    }
    for (int run = 0; run < runs; ++run) {
        int status = 0;
        REQUIRE(::wait(&status) > 0);
        CHECK(status == 0);
    }
    CHECK(place.store()->users()->size() == std::size_t{runs} * rounds + 1);
    CHECK((**place.store()->find(email)).key.starts_with(key));
    const auto files = fs::directory_iterator(place.workspace.path_of(folder));
    CHECK(std::distance(files, {}) == runs * rounds + 1);
}
