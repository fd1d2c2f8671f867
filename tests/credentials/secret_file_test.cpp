// The file of a secret: whose it is, who may read it, and what is taken from it.
#include "engine/credentials/credentials.hpp"
#include "tests/support/workspace.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace tenantry;
using namespace tenantry::credentials;

namespace {

struct VariableTexts {
    explicit VariableTexts(const std::string& text, mode_t mode = 0600) {
        workspace.write("key", text);
        ::chmod(path().c_str(), mode);
    }
    std::string path() const { return workspace.path_of("key"); }
    whole::Workspace workspace = {};
};

std::string trouble(const std::string& path) {
    const auto secret = read_secret_file(path);
    return secret ? "" : secret.error().message;
}

} // namespace

TEST_CASE("a secret is the first line of its file") {
    CHECK(read_secret_file(VariableTexts("s3cret").path()) == "s3cret");
    CHECK(read_secret_file(VariableTexts("s3cret \r\n").path()) == "s3cret");
    CHECK(read_secret_file(VariableTexts("s3cret\nlogin: somebody\n").path()) == "s3cret");
    CHECK(read_secret_file(VariableTexts("s3cret", 0400).path()) == "s3cret");
    CHECK(trouble(VariableTexts("").path()).ends_with("is empty"));
    CHECK(trouble(VariableTexts("\ns3cret\n").path()).ends_with("is empty"));
    CHECK(trouble(VariableTexts(std::string(4097, 'a')).path())
              .ends_with("too large for a credential"));
    CHECK(read_secret_file(VariableTexts(std::string(4096, 'a')).path())->size() == 4096);
}

TEST_CASE("a file that others may read or write is refused") {
    for (const mode_t mode : {0640U, 0604U, 0620U, 0602U, 0610U})
        CHECK(trouble(VariableTexts("s3cret", mode).path()).ends_with("can be read by others"));
}

TEST_CASE("a file of another user is refused") {
    const VariableTexts file("s3cret");
    if (::chown(file.path().c_str(), 12345, 12345) != 0) {
        MESSAGE("skipped: only root can give a file away");
        return;
    }
    CHECK(trouble(file.path()).ends_with("belongs to another user"));
}

TEST_CASE("only a file holds a secret, and nothing is waited for") {
    const whole::Workspace workspace;
    const std::string pipe = workspace.path_of("pipe");
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    CHECK(trouble(pipe).ends_with("it is not a file"));
    CHECK(trouble(workspace.path()).ends_with("it is not a file"));
    CHECK(trouble("/dev/zero").ends_with("it is not a file"));
    CHECK(trouble(workspace.path_of("none")).ends_with("No such file or directory"));
    // As Kubernetes hands out secrets.
    workspace.write("data/key", "s3cret");
    ::chmod(workspace.path_of("data/key").c_str(), 0600);
    std::filesystem::create_symlink("data/key", workspace.path_of("key"));
    CHECK(read_secret_file(workspace.path_of("key")) == "s3cret");
}
