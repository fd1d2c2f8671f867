#include "engine/base/program.hpp"

#include "engine/base/descriptor.hpp"
#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace tenantry {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t most_of_stderr = 4096;
constexpr milliseconds tick(5); // between two looks whether it has ended

bool is_program(const std::string& path) {
    struct stat status = {};
    return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
           ::access(path.c_str(), X_OK) == 0;
}

/// The file again, under a number that is not one of stdin, stdout and stderr: when ours are
/// closed, a new file gets such a number, and would be in the way of the program's.
Descriptor above_standard(int number) {
    const Descriptor low(number);
    return Descriptor(::fcntl(low.number(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
}

/// The input as a file that lies in memory only: its end is its end, whether it is read or not.
Descriptor input_file(const std::string& input) {
    Descriptor file = above_standard(::memfd_create("input", MFD_CLOEXEC));
    if (!file) return {};
    const ssize_t written = ::pwrite(file.number(), input.data(), input.size(), 0);
    if (written != static_cast<ssize_t>(input.size())) return {};
    return file;
}

struct Pipe {
    Descriptor reading = {};
    Descriptor writing = {};
};

Pipe make_pipe() {
    std::array<int, 2> ends = {-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return {};
    Pipe pipe{.reading = above_standard(ends[0]), .writing = above_standard(ends[1])};
    ::fcntl(pipe.reading.number(), F_SETFL, O_NONBLOCK);
    return pipe;
}

/// Our environment without our own credentials.
std::vector<char*> environment(const ProgramLimits& limits) {
    std::vector<char*> result;
    for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
        const std::string_view text = *variable;
        if (text.starts_with("CLOUDFLARE_API_TOKEN=") || text.starts_with("CLOUDFLARE_API_KEY="))
            continue;
        if (limits.passes_on != nullptr && !limits.passes_on(text.substr(0, text.find('='))))
            continue;
        result.push_back(*variable);
    }
    result.push_back(nullptr);
    return result;
}

/// Starts it; the number that posix_spawn answers.
int spawn(const std::string& path, std::span<const std::string> given, const Descriptor& in,
          const Descriptor& out, const Descriptor& err, const ProgramLimits& limits, pid_t& pid) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawn_file_actions_adddup2(&files, in.number(), STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&files, out.number(), STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&files, err.number(), STDERR_FILENO);
    ::posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    sigset_t all;
    sigset_t none;
    ::sigfillset(&all);
    ::sigemptyset(&none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    // A group of its own: Ctrl-C lets what is under way finish, and the time limit ends all that
    // the program has started.
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK |
                                                POSIX_SPAWN_SETPGROUP);
    std::vector<std::string> words = {path};
    words.insert(words.end(), given.begin(), given.end());
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const std::vector<char*> variables = environment(limits);
    const int failure =
        ::posix_spawn(&pid, path.c_str(), &files, &attributes, arguments.data(), variables.data());
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&files);
    return failure;
}

/// Takes what is there now and keeps at most `most` of it; whether there was more.
bool drain(Descriptor& from, std::string& to, std::size_t most) {
    constexpr int parts_at_once = 64; // whoever never stops writing must not keep us here
    std::array<char, 4096> part = {};
    bool more = false;
    for (int parts = 0; from && parts < parts_at_once; ++parts) {
        const ssize_t count = ::read(from.number(), part.data(), part.size());
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) break;
        if (count <= 0) {
            from.close();
            break;
        }
        const std::size_t kept = std::min(static_cast<std::size_t>(count), most - to.size());
        to.append(part.data(), kept);
        if (kept < static_cast<std::size_t>(count)) more = true;
    }
    return more;
}

class Running {
public:
    Running(pid_t pid, Descriptor out, Descriptor err, const ProgramLimits& limits)
        : pid_(pid), out_(std::move(out)), err_(std::move(err)), limits_(limits) {}

    /// A program that it leaves behind may hold our pipes open: its own end is what counts.
    ProgramEnd wait() {
        const auto deadline = Clock::now() + limits_.time;
        while (!has_ended() && !ended_.flooded && !ended_.timed_out) {
            std::array<pollfd, 2> pipes = {
                {{out_.number(), POLLIN, 0}, {err_.number(), POLLIN, 0}}};
            ::poll(pipes.data(), pipes.size(), static_cast<int>(tick.count()));
            take();
            ended_.timed_out = Clock::now() > deadline;
        }
        if (!has_ended()) stop();
        take();
        int status = 0;
        if (::waitpid(pid_, &status, 0) == pid_) {
            if (WIFEXITED(status)) ended_.exit_code = WEXITSTATUS(status);
            if (WIFSIGNALED(status)) ended_.signal = WTERMSIG(status);
        }
        return std::move(ended_);
    }

private:
    /// Leaves it to be waited for, so that its number, and that of its group, stay its own.
    bool has_ended() const {
        siginfo_t info = {};
        const int answer =
            ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT);
        return answer == 0 ? info.si_pid == pid_ : errno != EINTR;
    }

    void take() {
        if (drain(out_, ended_.out, limits_.output)) ended_.flooded = true;
        drain(err_, ended_.err, most_of_stderr);
    }

    /// Asks it to end, then ends it, with all that it has started.
    void stop() const {
        ::kill(-pid_, SIGTERM);
        const auto deadline = Clock::now() + limits_.grace;
        while (!has_ended() && Clock::now() < deadline)
            ::poll(nullptr, 0, static_cast<int>(tick.count()));
        ::kill(-pid_, SIGKILL);
    }

    pid_t pid_;
    Descriptor out_;
    Descriptor err_;
    const ProgramLimits& limits_;
    ProgramEnd ended_;
};

/// Who may change a program that is run, or handed keys, acts for whoever runs it.
std::expected<std::string, Trouble> if_not_open(std::string path) {
    struct stat status = {};
    if (::stat(path.c_str(), &status) == 0 && (status.st_mode & S_IWOTH) == 0) return path;
    return std::unexpected(
        Trouble{fmt::format("the program {} can be changed by everybody", in_quotes(path)),
                "run chmod o-w on it, and see what it is before the next run: "
                "it would act for you, and be handed keys"});
}

} // namespace

std::expected<std::string, Trouble> find_program(const std::string& name) {
    if (name.contains('\0')) {
        return std::unexpected(Trouble{in_quotes(name) + " is no name of a program",
                                       "correct it in the configuration"});
    }
    if (name.starts_with('/')) {
        if (is_program(name)) return if_not_open(name);
        return std::unexpected(Trouble{in_quotes(name) + " is not a program",
                                       "correct its path in the configuration"});
    }
    const char* const path = std::getenv("PATH");
    std::string_view rest = path == nullptr ? "" : path;
    const bool bare = !name.empty() && !name.contains('/');
    while (bare && !rest.empty()) {
        const std::size_t end = std::min(rest.find(':'), rest.size());
        const std::string_view folder = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (!folder.starts_with('/')) continue; // the current directory, or one below it
        std::string found = std::string(folder) + "/" + name;
        if (is_program(found)) return if_not_open(std::move(found));
    }
    return std::unexpected(Trouble{fmt::format("there is no program {} on PATH", in_quotes(name)),
                                   "install it, or write its absolute path"});
}

std::expected<ProgramEnd, Trouble> run_program(const std::string& path,
                                               std::span<const std::string> arguments,
                                               const std::string& input,
                                               const ProgramLimits& limits) {
    const auto failed = [&](int why) {
        return std::unexpected(Trouble{
            fmt::format("{} cannot be started: {}", in_quotes(path), std::strerror(why)), ""});
    };
    const Descriptor in = input_file(input);
    Pipe out = make_pipe();
    Pipe err = make_pipe();
    if (!in || !out.writing || !err.writing) return failed(errno);
    pid_t pid = -1;
    const int failure = spawn(path, arguments, in, out.writing, err.writing, limits, pid);
    if (failure != 0) return failed(failure);
    out.writing.close();
    err.writing.close();
    ProgramEnd ended = Running(pid, std::move(out.reading), std::move(err.reading), limits).wait();
    // What it has left behind may hold the input open.
    [[maybe_unused]] const int emptied = ::ftruncate(in.number(), 0);
    return ended;
}

} // namespace tenantry
