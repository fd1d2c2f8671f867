// A program that is asked for secrets: what it gets of us, and how it is kept in bounds.
#include "engine/base/program.hpp"
#include "engine/credentials/secret_text.hpp"
#include "tests/support/workspace.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

using namespace tenantry;
using namespace tenantry::credentials;
using namespace std::chrono_literals;

namespace {

/// A shell script that can be started.
class Script {
public:
    explicit Script(const std::string& code) {
        workspace.write("our-script", "#!/bin/sh\n" + code + "\n");
        std::filesystem::permissions(path(), std::filesystem::perms::owner_all);
    }
    std::string path() const { return workspace.path_of("our-script"); }
    ProgramEnd run(const std::string& input = "",
                   ProgramLimits limits = {.time = 20s, .grace = 200ms}) const {
        auto ended = run_program(path(), std::vector<std::string>{"get"}, input, limits);
        REQUIRE_MESSAGE(ended.has_value(), ended.error().message);
        return *ended;
    }
    whole::Workspace workspace = {};
};

} // namespace

TEST_CASE("a program reads its input to the end and is told apart by its end") {
    const ProgramEnd ended =
        Script("cat; echo \"[$1]\" \"$#\"; echo no >&2; exit 3").run("one\ntwo");
    CHECK(ended.exit_code == 3);
    CHECK(ended.out == "one\ntwo[get] 1\n");
    CHECK(ended.err == "no\n");
    CHECK(Script("kill -9 $$").run().signal == SIGKILL);
    CHECK(Script("exit 0").run(std::string(1U << 20U, 'x')).exit_code == 0); // reads nothing
}

TEST_CASE("nothing of ours is handed on: no open file, no held signal, no credential") {
    const int open = ::open("/dev/null", O_RDONLY); // NOLINT: that it is inheritable is the test
    ::setenv("CLOUDFLARE_API_KEY", "our-own-key", 1);
    ::setenv("CLOUDFLARE_API_TOKEN", "our-own-token", 1);
    ::setenv("PASSWORD_STORE_DIR", "/where/it/is", 1);
    const auto before = std::signal(SIGTERM, SIG_IGN);
    sigset_t held;
    sigset_t old;
    ::sigemptyset(&held);
    ::sigaddset(&held, SIGUSR1);
    ::pthread_sigmask(SIG_BLOCK, &held, &old);
    // Not a script: a shell tidies up after whoever has started it.
    const auto files = run_program("/bin/ls", std::vector<std::string>{"/proc/self/fd"}, "", {});
    const auto status =
        run_program("/bin/cat", std::vector<std::string>{"/proc/self/status"}, "", {});
    const auto variables =
        run_program("/bin/cat", std::vector<std::string>{"/proc/self/environ"}, "", {});
    ::pthread_sigmask(SIG_SETMASK, &old, nullptr);
    std::signal(SIGTERM, before);
    ::unsetenv("CLOUDFLARE_API_KEY");
    ::unsetenv("CLOUDFLARE_API_TOKEN");
    ::unsetenv("PASSWORD_STORE_DIR");
    ::close(open);
    REQUIRE((files && status && variables));
    CHECK(files->out == "0\n1\n2\n3\n"); // 3: what ls reads
    CHECK(status->out.contains("SigBlk:\t0000000000000000"));
    // glibc lets a program begin with its own two signals (32 and 33) ignored.
    const bool none_ignored = status->out.contains("SigIgn:\t0000000000000000") ||
                              status->out.contains("SigIgn:\t0000000180000000");
    CHECK(none_ignored);
    CHECK_FALSE(variables->out.contains("our-own"));
    CHECK(variables->out.contains("PASSWORD_STORE_DIR=/where/it/is"));
}

TEST_CASE("who hangs is ended, with all that it has started") {
    const Script script(
        "trap '' TERM; sleep 300 & echo $! > \"$(dirname \"$0\")/child\"; wait; wait");
    const auto begun = std::chrono::steady_clock::now();
    const ProgramEnd ended = script.run("", {.time = 300ms, .grace = 200ms});
    CHECK(ended.timed_out);
    CHECK(ended.signal == SIGKILL);
    CHECK(std::chrono::steady_clock::now() - begun < 5s);
    const int child = std::stoi(script.workspace.read("child"));
    bool gone = false;
    for (int i = 0; i < 400 && !gone; ++i) {
        // As a zombie it may wait for somebody to bury it.
        const std::string status = "/proc/" + std::to_string(child) + "/stat";
        gone = ::kill(child, 0) != 0 || !std::filesystem::exists(status) ||
               std::system(("grep -q ' Z ' " + status).c_str()) == 0; // NOLINT
        std::this_thread::sleep_for(5ms);
    }
    CHECK(gone);
    CHECK(Script("sleep 300").run("", {.time = 200ms, .grace = 10s}).signal == SIGTERM);
}

TEST_CASE("who floods is stopped, and its errors are cut") {
    const ProgramEnd flood = Script("exec yes 12345678901234567890").run();
    CHECK(flood.flooded);
    CHECK(flood.out.size() == (64U << 10U));
    CHECK(flood.signal == SIGTERM);
    const ProgramEnd errors = Script("yes | head -c 1000000 >&2; echo done").run();
    CHECK(errors.out == "done\n");
    CHECK(errors.err.size() == 4096);
    const ProgramEnd endless = Script("exec yes >&2").run("", {.time = 300ms, .grace = 200ms});
    CHECK(endless.timed_out);
}

TEST_CASE("a program that leaves one behind is not waited for") {
    const auto begun = std::chrono::steady_clock::now();
    const ProgramEnd ended = Script("sleep 3 & echo here").run();
    CHECK(ended.out == "here\n");
    CHECK(ended.exit_code == 0);
    CHECK(std::chrono::steady_clock::now() - begun < 2s);
}

TEST_CASE("a program is found on PATH or by its absolute path, never in the current directory") {
    const Script script("exit 0");
    const std::string folder = script.workspace.path();
    const std::string path = std::getenv("PATH");
    const std::string here = std::filesystem::current_path();
    std::filesystem::current_path(folder);
    ::setenv("PATH", ("/nowhere:" + folder + ":/usr/bin").c_str(), 1);
    CHECK(find_program("our-script") == folder + "/our-script");
    for (const char* unsafe : {"", ".", ":/usr/bin:", "./:/usr/bin"}) {
        ::setenv("PATH", unsafe, 1);
        const auto found = find_program("our-script");
        CAPTURE(unsafe);
        REQUIRE_FALSE(found.has_value());
        CHECK(found.error().message == "there is no program \"our-script\" on PATH");
    }
    ::setenv("PATH", folder.c_str(), 1);
    CHECK_FALSE(find_program("./our-script").has_value());
    CHECK_FALSE(find_program("").has_value());
    CHECK_FALSE(find_program("..").has_value());
    CHECK(find_program(script.path()) == script.path());
    namespace fs = std::filesystem;
    fs::permissions(script.path(), fs::perms::others_write, fs::perm_options::add);
    for (const std::string& open : {script.path(), std::string("our-script")}) {
        const auto found = find_program(open);
        REQUIRE_FALSE(found.has_value());
        CHECK(found.error().message.ends_with("can be changed by everybody"));
    }
    script.workspace.write("plain", "text");
    CHECK(find_program(folder + "/plain").error().message.ends_with("is not a program"));
    CHECK_FALSE(find_program("plain").has_value());
    ::setenv("PATH", path.c_str(), 1);
    std::filesystem::current_path(here);
}

TEST_CASE("what cannot be started is said") {
    const whole::Workspace workspace;
    workspace.write("broken", "#!/no/such/interpreter\n");
    const std::string path = workspace.path_of("broken");
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    const auto ended = run_program(path, std::vector<std::string>{"get"}, "", {});
    REQUIRE_FALSE(ended.has_value());
    CHECK(ended.error().message.contains("cannot be started: No such file"));
}

TEST_CASE("of what a program says, words that could be a secret are not repeated") {
    const std::string key = "0123456789abcdef0123456789abcdef01234";
    const auto shown = [](const std::string& said) { return without_secrets(said, ""); };
    CHECK(shown("Error: password store is empty. Try \"pass init\".\n\n") ==
          "Error: password store is empty. Try \"pass init\".");
    CHECK(shown("gpg: decryption failed: No secret key\nexit status 2") ==
          "gpg: decryption failed: No secret key exit status 2");
    CHECK(shown("open /root/.password-store/.gpg-id: no such file") ==
          "open /root/.password-store/.gpg-id: no such file");
    CHECK(shown("bad key " + key + "!") == "bad key ***");
    CHECK(shown("cfk_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789") == "***");
    CHECK(shown("key=" + key + ";x") == "***");
    CHECK(shown("MDEyMzQ1Njc4OWFiY2RlZg==") == "***");
    CHECK(shown("AbCdEfGhIjKlMnOpQrStUvWxYz") == "***");
    CHECK(shown("1a2b3c4d-5e6f-7a8b-9c0d") == "***");
    CHECK(shown("{ \"Username\": \"a\", \"Secret\": \"short\" }") == "");
    CHECK(without_secrets("the key short is bad", "short") == "");
    CHECK(shown("\x1b[2J") == "***");
    CHECK(shown(std::string(5000, ' ') + "a") == "a");
    std::string words;
    for (int i = 0; i < 1000; ++i)
        words += "word ";
    CHECK(shown(words).size() < 320);
}
