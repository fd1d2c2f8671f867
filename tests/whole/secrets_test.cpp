// Secrets: whatever is run, in every form of output, under every fault, no key and no token is
// printed, written or given as an argument: neither as it is, nor in base64, nor percent-encoded.
#include "tests/places.hpp"
#include "tests/whole/sample.hpp"
#include "tests/whole/tenantry.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

using namespace tenantry::whole;
using namespace std::chrono_literals;

namespace {

std::string base64(const std::string& text) {
    constexpr const char* digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    unsigned bits = 0;
    int count = 0;
    for (const char c : text) {
        bits = (bits << 8U) | static_cast<unsigned char>(c);
        for (count += 8; count >= 6; count -= 6)
            out += digits[(bits >> static_cast<unsigned>(count - 6)) & 63U];
    }
    return out;
}

std::string percent(const std::string& text) {
    std::string out;
    for (const char c : text) {
        constexpr const char* digits = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
    return out;
}

/// A secret in all the forms that it could leak in. Of base64 the whole groups, at each of the
/// three places it can begin at.
std::set<std::string> forms_of(const std::string& secret) {
    std::set<std::string> forms = {secret, percent(secret)};
    for (std::size_t from = 0; from < 3; ++from) {
        const std::string coded = base64(secret.substr(from));
        forms.insert(coded.substr(0, coded.size() - 2));
    }
    return forms;
}

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

struct World {
    explicit World(bool quirks) : simulator(quirks) {
        tenantry.use_key(simulator);
        workspace.write("manifests/tenant.yaml", service_users_tenant);
        write("full");
    }
    void write(const std::string& ssl) const {
        workspace.write("manifests/acme.yaml",
                        customer_with_user("acme", "- {name: acme, zones: [{name: acme.example, "
                                                   "settings: {ssl: " +
                                                       ssl + "}}]}"));
    }
    /// All secrets there are by now, those of service users included.
    std::set<std::string> forms() {
        std::set<std::string> all = forms_of(simulator.key());
        all.merge(forms_of(simulator.token()));
        for (const Json& user : simulator.state().at("users")) {
            for (const char* name : {"key", "token"}) {
                const std::string secret = user.value(name, "");
                if (secret.size() >= 8) all.merge(forms_of(secret));
            }
        }
        return all;
    }
    void hold(const std::string& text, const std::string& where) {
        for (const std::string& form : forms())
            CHECK_MESSAGE(!text.contains(form), "a secret stands in " << where);
    }
    /// Everything that was written, but for the store itself.
    void hold_files() {
        namespace fs = std::filesystem;
        for (const auto& file : fs::recursive_directory_iterator(workspace.path())) {
            const std::string path = file.path().string();
            const bool stored = path.starts_with(workspace.path_of("keys"));
            if (file.is_regular_file() && !stored) hold(content_of(file.path()), path);
        }
    }

    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry{simulator, workspace};
};

const std::vector<Words> commands = {
    {"validate"},
    {"validate", "--json"},
    {"plan"},
    {"plan", "--json"},
    {"plan", "--out", "plan.json", "--output", "json=out.json", "--output", "text"},
    {"apply", "--auto-approve"},
    {"apply", "--auto-approve", "--json"},
    {"drift"},
    {"drift", "--json"},
    {"doctor"},
    {"doctor", "--json"},
    {"show", "--outputs"},
    {"plan", "--log-level", "debug"},
    {"apply", "--auto-approve", "--log-level", "debug", "--log-format", "json"},
    {"doctor", "--log-level", "debug", "--log-format", "text"},
    {"drift", "--log-level", "warning"},
    {"apply", "--auto-approve", "--log-level", "info"},
    {"permissions"}};

} // namespace

TEST_SUITE_BEGIN("secrets");

TEST_CASE("no command, in no form and under no fault, lets a secret out") {
    World world(with_quirks());
    const std::vector<Json> faults = {
        Json::object(),           {{"fault", "500=40%"}},
        {{"fault", "html=40%"}},  {{"fault", "drop-after=40%"}},
        {{"fault", "empty=40%"}},
    };
    std::size_t runs = 0;
    for (const Json& fault : faults) {
        world.write(runs % 2 == 0 ? "full" : "strict");
        world.simulator.set_faults(fault);
        for (const Words& command : commands) {
            // What it must not print is in check(), too; here also what a service user has.
            const Ended ended = world.tenantry.run(command);
            world.hold(ended.out, command.front() + ", stdout: " + ended.out);
            world.hold(ended.err, command.front() + ", stderr: " + ended.err);
            ++runs;
        }
    }
    world.simulator.set_faults(Json::object());
    world.hold_files();
    CHECK(runs == faults.size() * commands.size());
    // What is looked for is there to be found.
    std::string stored;
    for (const auto& file :
         std::filesystem::recursive_directory_iterator(world.workspace.path_of("keys"))) {
        if (file.is_regular_file()) stored += content_of(file.path());
    }
    const Json users = world.simulator.state().at("users");
    CHECK(std::ranges::any_of(users, [&](const Json& user) {
        const std::string key = user.value("key", "");
        return key.size() >= 8 && stored.contains(key);
    }));
}

TEST_CASE("arguments of a running program hold no secret, and refused credentials are not told") {
    World world(with_quirks());
    REQUIRE(world.tenantry.apply().exit_code == Exit::done);
    world.simulator.set_faults({{"fault", "delay=200ms"}});
    const auto program = world.tenantry.start({"plan", "--json"});
    bool seen = false;
    while (!program->has_ended()) {
        for (const auto& process : std::filesystem::directory_iterator("/proc")) {
            const std::string arguments = content_of(process.path() / "cmdline");
            if (!arguments.contains(tenantry::places::program("tenantry")) ||
                !arguments.contains("plan"))
                continue;
            seen = true;
            world.hold(arguments, "the arguments of a process");
        }
    }
    CHECK(seen);
    world.simulator.set_faults(Json::object());
    for (const char* who : {"acme@svc.example", "admin@partner.example"}) {
        for (const int status : {401, 403}) {
            world.simulator.control("PUT", std::string("/identities/") + who,
                                    {{"refused", status}});
            for (const Words& command : commands) {
                const Ended ended = world.tenantry.run(command);
                world.hold(ended.out + ended.err, command.front() + ": " + ended.text());
            }
            world.simulator.control("PUT", std::string("/identities/") + who,
                                    {{"refused", nullptr}});
        }
    }
}

TEST_SUITE_END();
