// Where the credential of a run comes from: the environment, files, programs that keep secrets; and
// apply with another one than the commands that read. No run prints any of them (see Tenantry).
#include "tests/support/password_store.hpp"
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

using namespace tenantry::whole;

namespace {

void expect(const Ended& ended, int exit_code, const std::string& says) {
    CHECK_MESSAGE(ended.exit_code == exit_code, ended.text());
    CHECK_MESSAGE(ended.text().contains(says), ended.text());
}

/// Without a credential in its environment: only what the configuration says counts.
struct World {
    World() : simulator(), workspace(), tenantry(simulator, workspace) {
        workspace.write("manifests/a.yaml", customer("acme", "- name: Acme"));
        tenantry.environment.erase("CLOUDFLARE_API_TOKEN");
        tenantry.environment["TENANTRY_CONFIG"] = "etc/operator.yaml";
    }
    void configure(const std::string& spec) const {
        workspace.write("etc/operator.yaml", "apiVersion: tenantry/v1\nkind: Configuration\nspec:\n"
                                             "  pace: {identity: \"off\", address: \"off\"}\n" +
                                                 spec);
    }
    void write_private(const std::string& name, const std::string& text) const {
        workspace.write(name, text);
        std::filesystem::permissions(workspace.path_of(name),
                                     std::filesystem::perms::owner_read |
                                         std::filesystem::perms::owner_write);
    }
    void write_program(const std::string& name, const std::string& code) const {
        workspace.write(name, "#!/bin/sh\n" + code + "\n");
        std::filesystem::permissions(workspace.path_of(name), std::filesystem::perms::owner_all);
    }
    /// A helper that answers with this entry for every server.
    std::string answer(const std::string& user, const std::string& secret) const {
        const std::string entry =
            R"({"ServerURL":"%s","Username":")" + user + R"(","Secret":")" + secret + R"("})";
        return "printf '" + entry + "' \"$(cat)\"";
    }
    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry;
};

} // namespace

TEST_SUITE_BEGIN("credentials");

TEST_CASE("a key comes from a program that keeps secrets, and with it whose it is") {
    World world;
    const std::string helper = world.workspace.path_of("bin/docker-credential-ours");
    world.write_program("bin/docker-credential-ours",
                        world.answer(world.simulator.email(), world.simulator.key()));
    world.configure("  credential: {key: {helper: {program: " + helper +
                    ", server: \"https://api.example\"}}}\n");
    expect(world.tenantry.run({"plan"}), Exit::done, "1 to create");
    expect(world.tenantry.run({"doctor"}), Exit::done, "key: " + world.simulator.email());
    world.configure("  credential: {token: {helper: {program: " + helper +
                    ", server: \"https://api.example\"}}}\n");
    world.write_program("bin/docker-credential-ours", world.answer("x", world.simulator.token()));
    expect(world.tenantry.run({"plan"}), Exit::done, "1 to create");
}

TEST_CASE("a program that keeps secrets is found on PATH, and never where a run is started") {
    World world;
    const std::string spec = "  credential: {token: {helper: {program: docker-credential-ours, "
                             "server: \"https://api.example\"}}}\n";
    world.configure(spec);
    const std::string code = "touch \"$0.ran\"\n" + world.answer("x", world.simulator.token());
    world.write_program("docker-credential-ours", code);
    for (const char* path : {"/usr/bin:/bin", ".:/usr/bin:/bin", ":/usr/bin:/bin", ""}) {
        world.tenantry.environment["PATH"] = path;
        expect(world.tenantry.run({"plan"}), Exit::no_credential,
               "no program \"docker-credential-ours\" on PATH");
    }
    CHECK_FALSE(world.workspace.has("docker-credential-ours.ran"));
    world.tenantry.environment["PATH"] = world.workspace.path() + ":/usr/bin:/bin";
    expect(world.tenantry.run({"plan"}), Exit::done, "1 to create");
    for (const char* program : {"./docker-credential-ours", "bin/ours", "ours;id", "a b"}) {
        world.configure("  credential: {token: {helper: {program: \"" + std::string(program) +
                        "\", server: \"https://api.example\"}}}\n");
        expect(world.tenantry.run({"plan"}), Exit::usage, "the name of a program on PATH");
    }
}

TEST_CASE("a program that has no such secret, or fails, ends the run with 7 and tells nothing") {
    World world;
    const std::string helper = world.workspace.path_of("bin/ours");
    world.configure("  credential: {token: {helper: {program: " + helper +
                    ", server: \"https://api.example\"}}}\n");
    const std::string token = world.simulator.token();
    world.write_program("bin/ours", "echo 'credentials not found in native keychain'; exit 1");
    expect(world.tenantry.run({"plan"}), Exit::no_credential,
           "has no entry for \"https://api.example\"");
    world.write_program("bin/ours", "echo 'cannot decrypt " + token + "' >&2; exit 1");
    expect(world.tenantry.run({"plan"}), Exit::no_credential, "cannot decrypt ***");
    world.write_program("bin/ours", world.answer("x", token) + "; exit 1");
    expect(world.tenantry.run({"plan"}), Exit::no_credential, "get failed (exit code 1)");
    world.write_program("bin/ours", "echo " + token);
    expect(world.tenantry.run({"plan", "--json"}), Exit::no_credential,
           "get answered no JSON object");
    world.workspace.remove("bin/ours");
    expect(world.tenantry.run({"plan"}), Exit::no_credential, "is not a program");
    CHECK(world.simulator.requests() == 0);
}

TEST_CASE("a file is found from where the configuration lies, and only its owner may read it") {
    World world;
    world.configure("  credential: {token: {file: secrets/token}}\n");
    world.write_private("secrets/token", "of-another-place");
    world.write_private("etc/secrets/token", world.simulator.token() + "\n# of the partner\n");
    expect(world.tenantry.run({"plan"}), Exit::done, "1 to create");
    world.tenantry.environment["TENANTRY_CONFIG"] = world.workspace.path_of("etc/operator.yaml");
    expect(world.tenantry.run({"plan"}), Exit::done, "1 to create");
    std::filesystem::permissions(world.workspace.path_of("etc/secrets/token"),
                                 std::filesystem::perms::group_read,
                                 std::filesystem::perm_options::add);
    expect(world.tenantry.run({"plan"}), Exit::no_credential, "can be read by others");
    world.workspace.remove("etc/secrets/token");
    expect(world.tenantry.run({"plan"}), Exit::no_credential, "No such file or directory");
    expect(world.tenantry.run({"plan"}), Exit::no_credential, "correct spec.credential.token");
}

TEST_CASE("apply has a credential of its own, and the commands that read do not use it") {
    World world;
    world.write_private("etc/good", world.simulator.token());
    world.write_private("etc/bad", "no-such-token-0123456789");
    const std::string good = "{token: {file: good}}\n";
    const std::string bad = "{token: {file: bad}}\n";
    world.configure("  credential: " + good + "  apply:\n    credential: " + bad);
    for (const char* command : {"plan", "drift", "doctor"})
        expect(world.tenantry.run({command}), Exit::done, "");
    CHECK(world.tenantry.run({"plan", "--out", "plan.json"}).exit_code == Exit::done);
    world.simulator.forget_requests();
    expect(world.tenantry.apply(), Exit::no_credential, "");
    expect(world.tenantry.run({"apply", "plan.json"}), Exit::no_credential, "");
    expect(world.tenantry.apply({"--dry-run"}), Exit::no_credential, "");
    CHECK(world.simulator.state().at("accounts").empty());
    world.configure("  credential: " + bad + "  apply:\n    credential: " + good);
    for (const char* command : {"plan", "drift", "doctor"})
        expect(world.tenantry.run({command}), Exit::no_credential, "");
    expect(world.tenantry.run({"apply", "plan.json"}), Exit::done, "1 created");
    world.configure("  apply:\n    credential: {token: {file: none}}\n");
    expect(world.tenantry.apply(), Exit::no_credential, "correct spec.apply.credential.token");
}

TEST_CASE("each value has one source, and a store is one place") {
    World world;
    world.configure("  credential:\n    token: {env: A, file: b}\n");
    expect(world.tenantry.run({"validate"}), Exit::usage,
           "only one of env and file and helper can stand here");
    world.configure("  credential:\n    token: {}\n");
    expect(world.tenantry.run({"validate"}), Exit::usage,
           "one of env or file or helper is missing here");
    world.configure("  store: {helper: docker-credential-pass, directory: keys}\n");
    expect(world.tenantry.run({"validate"}), Exit::usage,
           "only one of helper and directory can stand here");
    world.configure("  store: {directory: keys}\n");
    expect(world.tenantry.run({"validate"}), Exit::done, "Valid");
}

TEST_CASE("a key comes from docker-credential-pass") {
    if (!tenantry::credentials::has_pass()) {
        MESSAGE("skipped: pass, gnupg and golang-docker-credential-helpers are not installed");
        return;
    }
    World world;
    const tenantry::credentials::PasswordStore passwords;
    for (const auto& [name, value] : passwords.environment())
        world.tenantry.environment[name] = value;
    const Json entry = {{"ServerURL", "https://api.example"},
                        {"Username", world.simulator.email()},
                        {"Secret", world.simulator.key()}};
    const Ended stored = run({.program = "/usr/bin/docker-credential-pass",
                              .arguments = {"store"},
                              .environment = world.tenantry.environment,
                              .input = entry.dump()});
    REQUIRE_MESSAGE(stored.exit_code == 0, stored.text());
    world.configure("  credential: {key: {helper: {program: docker-credential-pass, "
                    "server: \"https://api.example\"}}}\n");
    expect(world.tenantry.run({"plan"}), Exit::done, "1 to create");
    expect(world.tenantry.apply(), Exit::done, "1 created");
    expect(world.tenantry.run({"doctor"}), Exit::done, "key: " + world.simulator.email());
    world.configure("  credential: {key: {helper: {program: docker-credential-pass, "
                    "server: \"https://other.example\"}}}\n");
    expect(world.tenantry.run({"plan"}), Exit::no_credential, "has no entry");
}

TEST_CASE("docker-credential-pass keeps the keys of service users") {
    if (!tenantry::credentials::has_pass()) {
        MESSAGE("skipped: pass, gnupg and golang-docker-credential-helpers are not installed");
        return;
    }
    World world;
    world.tenantry.use_key(world.simulator);
    const tenantry::credentials::PasswordStore passwords;
    for (const auto& [name, value] : passwords.environment())
        world.tenantry.environment[name] = value;
    world.configure("  store: {helper: docker-credential-pass}\n");
    world.workspace.write("manifests/tenant.yaml", service_users_tenant);
    world.workspace.write("manifests/a.yaml",
                          customer_with_user("acme", "- {name: Acme, zones: [{name: a.example}]}"));
    expect(world.tenantry.apply(), Exit::done, "4 created");
    CHECK_MESSAGE(world.tenantry.has_nothing_to_do(), world.tenantry.run({"plan"}).text());
    expect(world.tenantry.run({"doctor"}), Exit::done, "keeps the keys of 1 user");
    const Ended listed = run({.program = "/usr/bin/docker-credential-pass",
                              .arguments = {"list"},
                              .environment = world.tenantry.environment});
    CHECK_MESSAGE(listed.out.contains("acme%40svc.example"), listed.text());
    // It is the store that opens the lane: without it the user counts as not there.
    const tenantry::credentials::PasswordStore empty;
    for (const auto& [name, value] : empty.environment())
        world.tenantry.environment[name] = value;
    expect(world.tenantry.run({"plan"}), Exit::done, "+ service_user/acme@svc.example");
}

TEST_SUITE_END();
