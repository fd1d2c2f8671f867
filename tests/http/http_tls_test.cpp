#include "tests/http/http_world.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

using namespace tenantry;
using namespace tenantry::http;
using std::chrono::milliseconds;
using std::chrono::seconds;

using Clock = std::chrono::steady_clock;
namespace {

/// A file that is gone with the object.
class TemporaryFile {
public:
    explicit TemporaryFile(const std::string& text) { std::ofstream(path_) << text; }
    ~TemporaryFile() { std::filesystem::remove(path_); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_ = std::filesystem::temp_directory_path() /
                        ("tenantry_" + std::to_string(Clock::now().time_since_epoch().count()));
};

} // namespace

TEST_CASE("a certificate that is trusted and names the host is accepted") {
    const Certificates certificates = make_certificates("IP:127.0.0.1");
    const TemporaryFile authority(certificates.authority);
    World world;
    Act last = success();
    last.close = true;
    const ScriptedServer server(world.context, {success(), last, success()}, certificates);
    Settings settings = settings_for(server.url());
    settings.ca_file = authority.path();
    settings.timeout = seconds(5);
    world.connect_to(settings);
    CHECK(world.send(request_of(Method::get)).has_value());
    CHECK(world.send(request_of(Method::post)).has_value());
    CHECK(server.connections() == 1);
    world.pass(milliseconds(20));
    CHECK(world.send(request_of(Method::post)).has_value());
    CHECK(server.connections() == 2);
}

TEST_CASE("a certificate that is not to be trusted ends the call before anything is sent") {
    const Certificates ours = make_certificates("IP:127.0.0.1");
    const Certificates strange = make_certificates("IP:127.0.0.1");
    const Certificates elsewhere = make_certificates("DNS:api.cloudflare.com,IP:127.0.0.2");
    struct Row {
        const Certificates& server;
        const std::string& authority;
        const char* reason;
    };
    const std::string none;
    const std::vector<Row> rows = {
        {ours, strange.authority, "certificate"},
        {ours, none, "certificate"}, // the system's store does not know it
        {elsewhere, elsewhere.authority, "IP address mismatch"},
    };
    for (const Row& row : rows) {
        World world;
        const ScriptedServer server(world.context, {success()}, row.server);
        const TemporaryFile authority(row.authority);
        Settings settings = settings_for(server.url());
        settings.timeout = seconds(5);
        if (!row.authority.empty()) settings.ca_file = authority.path();
        world.connect_to(settings);
        const Result result = world.send(request_of(Method::post));
        CHECK(name_of(result.error().category) == "unreachable");
        CHECK_FALSE(result.error().maybe_done);
        CHECK(result.error().message.contains(row.reason));
        world.pass(milliseconds(20));
        CHECK(server.requests().empty());
        CHECK(server.connections() == 1); // another try would meet the same certificate
        CHECK(server.failed_handshakes() == 1);
    }
}

TEST_CASE("a CA file that is none is refused before any connection") {
    World world;
    Settings settings = settings_for("https://127.0.0.1:1");
    settings.ca_file = "/nonexistent/ca.pem";
    CHECK(connect(world.context.get_executor(), settings).error() ==
          "the CA file \"/nonexistent/ca.pem\" cannot be read: No such file or directory");
    const TemporaryFile garbage("not a certificate");
    settings.ca_file = garbage.path();
    CHECK(connect(world.context.get_executor(), settings)
              .error()
              .ends_with("holds no certificate in PEM form"));
}

TEST_CASE("a TLS server that never answers is given up in time") {
    World world;
    const ScriptedServer server(world.context, {}); // plain: it waits for a request line
    Settings settings = settings_for("https" + server.url().substr(4));
    settings.connect_timeout = milliseconds(50);
    settings.retry.tries = 1;
    world.connect_to(settings);
    const Result result = world.send(request_of(Method::post));
    CHECK(result.error().message == "no TLS answer from 127.0.0.1 in time");
    CHECK(name_of(result.error().category) == "unreachable");
}

TEST_CASE("a name is looked up, and one that is unknown was sent nothing") {
    World world;
    const ScriptedServer server(world.context, {success()});
    std::string url = server.url();
    url.replace(url.find("127.0.0.1"), 9, "localhost");
    Settings settings = settings_for(url);
    settings.timeout = seconds(5);
    world.connect_to(settings);
    CHECK(world.send(request_of(Method::get)).has_value());

    settings.base_url = "https://no-such-host.invalid";
    settings.retry.tries = 1;
    world.connect_to(settings);
    const Result result = world.send(request_of(Method::post));
    CHECK(name_of(result.error().category) == "unreachable");
    CHECK_FALSE(result.error().maybe_done);
}
