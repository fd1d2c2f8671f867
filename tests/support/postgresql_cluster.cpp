#include "tests/support/postgresql_cluster.hpp"

#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <system_error>

namespace tenantry::test {
namespace fs = std::filesystem;
namespace {

bool succeeds(const std::string& line) {
    return std::system((line + " >/dev/null 2>&1").c_str()) == 0;
}

void command(const std::string& line) {
    if (!succeeds(line)) throw std::runtime_error("failed: " + line);
}

} // namespace

TemporaryFolder::TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "tenantry-ledger-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder");
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code failed;
    fs::remove_all(path_, failed);
}

// The server refuses to run as root, so it runs as its own user then.
PostgresqlCluster::PostgresqlCluster() {
    for (const auto& version : fs::directory_iterator("/usr/lib/postgresql"))
        programs_ = version.path().string() + "/bin/";
    if (::geteuid() == 0) {
        as_user_ = "runuser -u postgres -- ";
        command("chown postgres " + own_.path());
    }
    command("cd / && " + as_user_ + programs_ + "initdb --no-sync --auth=trust -D " + data());
    start();
}

// It may have ended already.
PostgresqlCluster::~PostgresqlCluster() { (void)succeeds(stopping()); }

void PostgresqlCluster::start() {
    command("cd / && " + as_user_ + programs_ + "pg_ctl -w -D " + data() +
            " -o \"-c listen_addresses='' -c fsync=off -k " + own_.path() + "\" -l " + own_.path() +
            "/log start");
}

void PostgresqlCluster::stop() { command(stopping()); }

std::string PostgresqlCluster::url() const {
    return "postgresql:///postgres?user=" + user() + "&host=" + own_.path();
}

std::string PostgresqlCluster::stopping() const {
    return "cd / && " + as_user_ + programs_ + "pg_ctl -w -m fast -D " + data() + " stop";
}

std::string PostgresqlCluster::data() const { return own_.path() + "/data"; }

std::string PostgresqlCluster::user() const {
    if (!as_user_.empty()) return "postgres";
    const char* const name = std::getenv("USER");
    return name == nullptr ? "postgres" : name;
}

} // namespace tenantry::test
