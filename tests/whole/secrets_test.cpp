// Secrets: whatever is run, in every form of output, under every fault, no key and no token is
// printed, written or given as an argument: neither as it is, nor in another case, cut in pieces or
// shown in part; nor in base64, in hexadecimal digits or percent-encoded.
#include "tests/support/places.hpp"
#include "tests/support/sample_manifests.hpp"
#include "tests/support/seeded_trials.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

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

std::string hex(const std::string& text) {
    std::string out;
    for (const char c : text) {
        constexpr const char* digits = "0123456789abcdef";
        const auto byte = static_cast<unsigned char>(c);
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
    return out;
}

/// The letters and digits alone, in small letters, with %XX read: what any splitting leaves.
std::string letters_of(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        const bool coded = c == '%' && i + 2 < text.size() && std::isxdigit(text[i + 1]) != 0 &&
                           std::isxdigit(text[i + 2]) != 0;
        if (coded) {
            c = static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
            i += 2;
        }
        if (static_cast<signed char>(c) > 0 && std::isalnum(c) != 0)
            out += static_cast<char>(std::tolower(c));
    }
    return out;
}

/// Pieces of a secret in all the forms that it could leak in: each run of eight of its characters,
/// as they are and in hexadecimal digits, and of its base64, at each of the three places it can
/// begin at, each run of ten.
std::set<std::string> forms_of(const std::string& secret) {
    std::set<std::string> forms;
    const auto add = [&](const std::string& form, std::size_t length, std::size_t step) {
        for (std::size_t i = 0; i + length <= form.size(); i += step)
            forms.insert(form.substr(i, length));
    };
    add(letters_of(secret), 8, 1);
    add(hex(secret), 16, 2);
    for (std::size_t from = 0; from < 3; ++from)
        add(letters_of(base64(secret.substr(from))), 10, 1);
    return forms;
}

std::string content_of(const std::filesystem::path& path) {
    // A process that ends meanwhile has no arguments any more: that reading it fails says nothing.
    const std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
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
        const Json state = simulator.state();
        for (const Json& user : state.at("users")) {
            for (const char* name : {"key", "token"}) {
                const std::string secret = user.value(name, "");
                if (secret.size() >= 8) all.merge(forms_of(secret));
            }
        }
        return all;
    }
    void hold(const std::string& text, const std::string& where) {
        const std::set<std::string> known = forms();
        const std::string letters = letters_of(text);
        std::string found;
        for (const std::size_t length : {8U, 10U, 16U}) {
            for (std::size_t i = 0; i + length <= letters.size() && found.empty(); ++i) {
                if (known.contains(letters.substr(i, length))) found = letters.substr(i, length);
            }
        }
        CHECK_MESSAGE(found.empty(), "a secret stands in " << where << ": " << found);
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
        Json::object(),
        {{"fault", "500=40%"}},
        {{"fault", "html=40%"}},
        {{"fault", "drop-after=40%"}},
        {{"fault", "empty=40%"}},
        {{"fault", "echo=40%"}},
        {{"fault", "echo-after=40%"}},
    };
    std::size_t runs = 0;
    for (const Json& fault : faults) {
        world.write(runs % 2 == 0 ? "full" : "strict");
        world.simulator.set_faults(fault);
        for (const std::size_t i : tried(commands.size(), fault.dump(), fault.empty() ? 1 : 3)) {
            const Words& command = commands[i];
            // What it must not print is in check(), too; here also what a service user has.
            const Ended ended = world.tenantry.run(command);
            world.hold(ended.out, command.front() + ", stdout: " + ended.out);
            world.hold(ended.err, command.front() + ", stderr: " + ended.err);
            ++runs;
        }
    }
    world.simulator.set_faults(Json::object());
    world.hold_files();
    CHECK(runs >= faults.size() * commands.size() / 3);
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
            for (const std::size_t i : tried(commands.size(), who + std::to_string(status), 3)) {
                const Words& command = commands[i];
                const Ended ended = world.tenantry.run(command);
                world.hold(ended.out + ended.err, command.front() + ": " + ended.text());
            }
            world.simulator.control("PUT", std::string("/identities/") + who,
                                    {{"refused", nullptr}});
        }
    }
}

TEST_CASE("what an error repeats of a credential is not repeated") {
    // Each of the forms that the simulator knows stands in some error of the doctor, who goes on.
    World world(false);
    world.simulator.set_faults({{"fault", "echo=100%"}});
    for (int i = 0; i < 20; ++i) {
        for (const Words& command :
             {Words{"plan", "--json"}, Words{"doctor", "--log-level", "debug"}}) {
            const Ended ended = world.tenantry.run(command);
            world.hold(ended.out + ended.err, ended.text());
            CHECK_MESSAGE((ended.out + ended.err).contains("***"), ended.text());
            CHECK_MESSAGE((ended.out + ended.err).contains("is not accepted"), ended.text());
        }
    }
}

TEST_CASE("an answer that may hold the key of a new user is not repeated") {
    for (int nth = 1; nth < 20; ++nth) {
        World world(false);
        world.simulator.fail_nth(nth, "echo-after");
        const Ended ended = world.tenantry.apply({"--log-level", "debug"});
        world.simulator.set_faults(Json::object());
        world.hold(ended.out + ended.err, ended.text());
        if (!ended.out.contains("its words are not repeated")) continue;
        CHECK_MESSAGE(ended.out.contains("answered 400"), ended.text());
        CHECK_MESSAGE(ended.out.contains("(code 1001)"), ended.text());
        return;
    }
    FAIL("no request was the one that creates the user");
}

TEST_SUITE_END();
