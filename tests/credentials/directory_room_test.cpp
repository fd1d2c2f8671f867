// What keeping a key takes is held before its user is created: whatever is missing, is missing
// before anything is sent, and nothing that is taken away afterwards costs the key.
#include "engine/credentials/credentials.hpp"
#include "tests/credentials/steps.hpp"
#include "tests/support/workspace.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <fstream>

using namespace tenantry;
using namespace tenantry::credentials;

namespace {

namespace fs = std::filesystem;

const std::string server = "https://api.example/client/v4";
const std::string folder = "keys/https%3A%2F%2Fapi.example%2Fclient%2Fv4";
const std::string email = "ops@acme.example";
const std::string key = "cfk_0123456789abcdef0123456789abcdef";

std::string trouble(const auto& result) {
    return result ? "" : result.error().message + "\n" + result.error().hint;
}

/// A limit of this process that goes back when this does.
class Limit {
public:
    Limit(__rlimit_resource what, rlim_t most) : what_(what) {
        ::getrlimit(what, &before_);
        const rlimit now{most, before_.rlim_max};
        REQUIRE(::setrlimit(what, &now) == 0);
    }
    ~Limit() { ::setrlimit(what_, &before_); }
    Limit(const Limit&) = delete;
    Limit& operator=(const Limit&) = delete;

private:
    __rlimit_resource what_;
    rlimit before_ = {};
};

/// A disk of so many bytes and files, which only root can have.
class SmallDisk {
public:
    explicit SmallDisk(const std::string& options) {
        ::mkdir(path().c_str(), 0700);
        mounted_ =
            ::mount("tmpfs", path().c_str(), "tmpfs", 0, (options + ",mode=700").c_str()) == 0;
        if (!mounted_) MESSAGE("no file system can be mounted here: this part is left out");
    }
    ~SmallDisk() {
        if (mounted_) ::umount2(path().c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    explicit operator bool() const { return mounted_; }
    std::string path() const { return workspace_.path_of("disk"); }
    /// Writes until there is no room left, but for `left` bytes.
    void fill(std::size_t left = 0) const {
        const std::string ballast = path() + "/ballast";
        std::ofstream(ballast) << std::string(1U << 20U, 'x');
        fs::resize_file(ballast, fs::file_size(ballast) - std::min(left, fs::file_size(ballast)));
    }

private:
    whole::Workspace workspace_ = {};
    bool mounted_ = false;
};

struct Place {
    std::unique_ptr<KeyStore> store() const {
        return directory_store(workspace.path_of("keys"), server);
    }
    whole::Workspace workspace = {};
};

std::size_t files_in(const std::string& path) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path), {}));
}

} // namespace

TEST_CASE("a full disk is told before anything is sent, and a disk that fills up costs no key") {
    const SmallDisk disk("size=64k");
    if (!disk) return;
    const auto store = directory_store(disk.path() + "/keys", server);
    REQUIRE(begin(*store, "first@acme.example").has_value()); // makes the folders
    REQUIRE(forget(*store, "first@acme.example").has_value());
    for (const std::size_t left : {0U, 4096U, 8192U}) {
        CAPTURE(left);
        disk.fill(left);
        CHECK(trouble(store->reserve(email)).contains("No space left on device"));
        CHECK(store->users()->empty());
        CHECK(files_in(disk.path() + "/" + folder) == 0);
        fs::remove(disk.path() + "/ballast");
    }
    const auto room = store->reserve(email);
    REQUIRE(room.has_value());
    disk.fill();
    REQUIRE((*room)->begin().has_value());
    REQUIRE((*room)->keep(std::string(4096, '"')).has_value()); // the largest there can be
    CHECK((**store->find(email)).key == std::string(4096, '"'));
}

TEST_CASE("the last inode is taken before anything is sent") {
    const SmallDisk disk("size=1m,nr_inodes=6");
    if (!disk) return;
    const auto store = directory_store(disk.path() + "/keys", server);
    auto room = store->reserve(email);
    REQUIRE(room.has_value());
    int more = 0;
    while (std::ofstream(disk.path() + "/" + std::to_string(more)).is_open())
        ++more;
    CHECK(more < 6);
    CHECK(trouble(store->reserve("b@acme.example")).contains("No space left on device"));
    REQUIRE((*room)->begin().has_value());
    CHECK((*room)->keep(key).has_value());
    room->reset();
    CHECK((**store->find(email)).key == key);
}

TEST_CASE("no descriptor is needed once the room is held") {
    const Place place;
    const auto store = place.store();
    {
        const Limit none(RLIMIT_NOFILE, 0);
        CHECK(trouble(store->reserve(email)).contains("Too many open files"));
    }
    auto room = store->reserve(email);
    REQUIRE(room.has_value());
    {
        const Limit none(RLIMIT_NOFILE, 0);
        CHECK((*room)->begin().has_value());
        CHECK((*room)->take_back().has_value());
        CHECK((*room)->begin().has_value());
        CHECK((*room)->keep(key).has_value());
    }
    room->reset();
    CHECK((**store->find(email)).key == key);
}

TEST_CASE("a limit of the size of files is told before anything is sent") {
    const Place place;
    const auto store = place.store();
    const auto before = std::signal(SIGXFSZ, SIG_IGN);
    {
        // Enough for the record that a user may exist, and for a short key.
        const Limit small(RLIMIT_FSIZE, 4096);
        CHECK(trouble(store->reserve(email)).contains("File too large"));
    }
    std::signal(SIGXFSZ, before);
    CHECK(files_in(place.workspace.path_of(folder)) == 0);
}

TEST_CASE("a directory that may not be written any more costs no key") {
    const Place place;
    const auto store = place.store();
    auto room = store->reserve(email);
    REQUIRE(room.has_value());
    REQUIRE((*room)->begin().has_value());
    ::chmod(place.workspace.path_of(folder).c_str(), 0500);
    ::chmod(place.workspace.path_of("keys").c_str(), 0500);
    CHECK((*room)->keep(key).has_value());
    ::chmod(place.workspace.path_of("keys").c_str(), 0700);
    ::chmod(place.workspace.path_of(folder).c_str(), 0700);
    room->reset();
    CHECK((**store->find(email)).key == key);
}

TEST_CASE("an entry or a directory that is removed before the key comes is made again") {
    for (const std::string& gone :
         {folder + "/ops%40acme.example.json", folder, std::string("keys")}) {
        CAPTURE(gone);
        const Place place;
        const auto store = place.store();
        const auto room = store->reserve(email);
        REQUIRE((*room)->begin().has_value());
        REQUIRE(fs::remove_all(place.workspace.path_of(gone)) > 0);
        CHECK((*room)->keep(key).has_value());
        CHECK((**store->find(email)).key == key);
    }
}

TEST_CASE("who is killed while it waits for its turn is in nobody's way; later, it is on record") {
    for (const bool sent : {false, true}) {
        CAPTURE(sent);
        const Place place;
        const auto store = place.store();
        const pid_t child = ::fork();
        if (child == 0) {
            const auto room = store->reserve(email);
            if (sent) (void)(*room)->begin();
            ::raise(SIGKILL);
        }
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        REQUIRE(WIFSIGNALED(status));
        CHECK(store->users()->size() == (sent ? 1 : 0));
        const auto record = store->find(email);
        REQUIRE_MESSAGE(record.has_value(), trouble(record));
        CHECK(record->has_value() == sent);
        if (sent) CHECK((**record).begun);
        CHECK(keep(*store, email, key).has_value());
        CHECK(files_in(place.workspace.path_of(folder)) == 1);
    }
}

TEST_CASE("two runs do not create the same user at once") {
    const Place place;
    const auto store = place.store();
    const auto other = place.store();
    auto room = store->reserve(email);
    CHECK(trouble(other->reserve(email)).contains("another run is creating"));
    CHECK(other->reserve("b@acme.example").has_value());
    CHECK(*other->find(email) == std::nullopt);
    REQUIRE((*room)->begin().has_value());
    CHECK(trouble(other->reserve(email)).contains("another run is creating"));
    CHECK(trouble(other->find(email)).contains("another run is creating"));
    REQUIRE((*room)->take_back().has_value());
    CHECK(trouble(other->reserve(email)).contains("another run is creating"));
    CHECK(*other->find(email) == std::nullopt);
    room->reset();
    CHECK(other->reserve(email).has_value());
    CHECK(files_in(place.workspace.path_of(folder)) == 0);
}
