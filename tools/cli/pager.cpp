#include "tools/cli/pager.hpp"

#include "engine/base/descriptor.hpp"
#include "engine/base/program.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <string_view>
#include <vector>

namespace tenantry::cli {
namespace {

/// The words for a shell, or nothing where nobody wants a pager.
std::optional<std::string> pager_of(const Environment& environment) {
    const std::optional<std::string> wanted = environment("PAGER");
    if (wanted) return wanted->empty() || *wanted == "cat" ? std::nullopt : wanted;
    const auto less = find_program("less");
    return less ? std::optional<std::string>("less") : std::nullopt;
}

/// Our environment without our credentials; and less ends by itself where all is on one screen,
/// lets colours through, and leaves the text standing.
std::vector<std::string> environment_of_pager(const Environment& environment) {
    std::vector<std::string> variables;
    for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
        const std::string_view text = *variable;
        if (!text.starts_with("CLOUDFLARE_API_")) variables.emplace_back(text);
    }
    if (!environment("LESS")) variables.emplace_back("LESS=FRX");
    return variables;
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    pointers.reserve(words.size() + 1);
    for (std::string& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// Ctrl-C is for the pager, which stays until the person leaves it, and so do we.
class WithoutInterrupts {
public:
    WithoutInterrupts() {
        struct sigaction ignored = {};
        ignored.sa_handler = SIG_IGN;
        ::sigaction(SIGINT, &ignored, &before_[0]);
        ::sigaction(SIGQUIT, &ignored, &before_[1]);
    }
    ~WithoutInterrupts() {
        ::sigaction(SIGINT, &before_[0], nullptr);
        ::sigaction(SIGQUIT, &before_[1], nullptr);
    }
    WithoutInterrupts(const WithoutInterrupts&) = delete;
    WithoutInterrupts& operator=(const WithoutInterrupts&) = delete;

private:
    std::array<struct sigaction, 2> before_ = {};
};

/// Starts it with the reading end of a pipe as its stdin; nothing when that does not work.
std::optional<pid_t> start(const std::string& command, int reading,
                           const Environment& environment) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawn_file_actions_adddup2(&files, reading, STDIN_FILENO);
    ::posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    sigset_t all;
    sigset_t none;
    ::sigfillset(&all);
    ::sigemptyset(&none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    std::vector<std::string> words = {"sh", "-c", command};
    std::vector<std::string> variables = environment_of_pager(environment);
    pid_t pid = -1;
    const int failure = ::posix_spawn(&pid, "/bin/sh", &files, &attributes,
                                      pointers_to(words).data(), pointers_to(variables).data());
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&files);
    return failure == 0 ? std::optional<pid_t>(pid) : std::nullopt;
}

/// Its exit code, once it has ended; -1 when a signal ended it.
int wait_for(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

bool page(const std::string& text, const Terminal& terminal, const Environment& environment) {
    const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n'));
    if (!terminal.pages() || lines < terminal.rows()) return false;
    const std::optional<std::string> command = pager_of(environment);
    if (!command) return false;
    std::array<int, 2> ends = {-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    Descriptor reading(ends[0]);
    Descriptor writing(ends[1]);
    const WithoutInterrupts quiet;
    const auto pid = start(*command, reading.number(), environment);
    if (!pid) return false;
    reading.close();
    write_all(writing.number(), text); // who leaves early has seen enough
    writing.close();
    // One that failed may have shown nothing; twice is better than not at all.
    return wait_for(*pid) == 0;
}

} // namespace tenantry::cli
