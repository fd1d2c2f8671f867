#include "tests/whole/program.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace tenantry::whole {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

void must(int error, const char* what) {
    if (error != 0) throw std::system_error(error, std::generic_category(), what);
}

/// What posix_spawn is told to do in the child.
class Actions {
public:
    Actions() {
        must(posix_spawn_file_actions_init(&files_), "posix_spawn_file_actions_init");
        must(posix_spawnattr_init(&attributes_), "posix_spawnattr_init");
        // A group of its own, so that all of it can be killed; and no signal blocked or ignored.
        sigset_t signals;
        sigemptyset(&signals);
        posix_spawnattr_setsigmask(&attributes_, &signals);
        sigaddset(&signals, SIGINT);
        sigaddset(&signals, SIGTERM);
        sigaddset(&signals, SIGPIPE);
        posix_spawnattr_setsigdefault(&attributes_, &signals);
        posix_spawnattr_setpgroup(&attributes_, 0);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF |
                                                   POSIX_SPAWN_SETSIGMASK);
    }
    ~Actions() {
        posix_spawn_file_actions_destroy(&files_);
        posix_spawnattr_destroy(&attributes_);
    }
    Actions(const Actions&) = delete;
    Actions& operator=(const Actions&) = delete;

    void connect(int from, int to) {
        must(posix_spawn_file_actions_adddup2(&files_, from, to), "adddup2");
    }
    void open(const std::string& file, int as) {
        must(posix_spawn_file_actions_addopen(&files_, as, file.c_str(), O_RDWR | O_NOCTTY, 0),
             "addopen");
    }
    void enter(const std::string& directory) {
        must(posix_spawn_file_actions_addchdir_np(&files_, directory.c_str()), "addchdir");
    }
    pid_t spawn(const std::string& program, Words words, Words environment) const {
        const auto pointers = [](Words& texts) {
            std::vector<char*> result;
            for (std::string& text : texts)
                result.push_back(text.data());
            result.push_back(nullptr);
            return result;
        };
        pid_t pid = -1;
        must(posix_spawn(&pid, program.c_str(), &files_, &attributes_, pointers(words).data(),
                         pointers(environment).data()),
             program.c_str());
        return pid;
    }

private:
    posix_spawn_file_actions_t files_ = {};
    posix_spawnattr_t attributes_ = {};
};

} // namespace

std::string Ended::text() const {
    std::string result = timed_out     ? "killed at the time limit"
                         : signal != 0 ? "ended by signal " + std::to_string(signal)
                                       : "exit code " + std::to_string(exit_code);
    return result + "\n--- stdout\n" + out + "\n--- stderr\n" + err + "\n---";
}

Program::File Program::temporary() {
    File file(std::tmpfile(), &std::fclose);
    if (!file) throw std::system_error(errno, std::generic_category(), "tmpfile");
    // Other programs that are started meanwhile have no business with it.
    ::fcntl(::fileno(file.get()), F_SETFD, FD_CLOEXEC);
    return file;
}

Program::Program(const Start& start)
    : in_(temporary()), out_(temporary()), err_(temporary()), begun_(Clock::now()) {
    std::fwrite(start.input.data(), 1, start.input.size(), in_.get());
    std::rewind(in_.get());
    Actions actions;
    actions.enter(start.directory);
    actions.connect(::fileno(in_.get()), STDIN_FILENO);
    actions.connect(::fileno(out_.get()), STDOUT_FILENO);
    actions.connect(::fileno(err_.get()), STDERR_FILENO);
    if (start.terminal) {
        actions.open(open_terminal(), STDIN_FILENO);
        actions.connect(STDIN_FILENO, STDERR_FILENO);
    }
    Words words = start.arguments;
    words.insert(words.begin(), start.program);
    Words environment;
    for (const auto& [name, value] : start.environment)
        environment.push_back(name + "=" + value);
    pid_ = actions.spawn(start.program, std::move(words), std::move(environment));
}

Program::~Program() {
    const bool running = !has_ended(); // else its number may belong to another by now
    if (running) {
        kill_group();
        ::waitpid(pid_, &status_, 0);
    }
    if (terminal_ >= 0) ::close(terminal_);
}

std::string Program::open_terminal() {
    terminal_ = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (terminal_ < 0 || ::grantpt(terminal_) != 0 || ::unlockpt(terminal_) != 0) {
        throw std::system_error(errno, std::generic_category(), "posix_openpt");
    }
    return ::ptsname(terminal_);
}

void Program::watch() {
    std::string part(65536, '\0');
    while (terminal_ >= 0) {
        const ssize_t count = ::read(terminal_, part.data(), part.size());
        if (count <= 0) return;
        std::fwrite(part.data(), 1, static_cast<std::size_t>(count), err_.get());
        std::fflush(err_.get());
    }
}

void Program::type(const std::string& keys) const {
    if (::write(terminal_, keys.data(), keys.size()) < 0) {
        throw std::system_error(errno, std::generic_category(), "the terminal");
    }
}

void Program::kill_group() const { ::kill(-pid_, SIGKILL); }

void Program::send(int signal) const { ::kill(pid_, signal); }

bool Program::has_ended() {
    watch(); // a full terminal would hold it up
    if (!ended_) ended_ = ::waitpid(pid_, &status_, WNOHANG) == pid_;
    return ended_;
}

bool Program::runs_until(const std::function<bool()>& condition, milliseconds limit) {
    const auto deadline = Clock::now() + limit;
    while (!condition()) {
        if (has_ended() || Clock::now() > deadline) return false;
        std::this_thread::sleep_for(milliseconds(1));
    }
    return true;
}

Ended Program::wait(milliseconds limit) {
    const auto deadline = Clock::now() + limit;
    Ended result;
    while (!has_ended() && !result.timed_out) {
        std::this_thread::sleep_for(milliseconds(1));
        result.timed_out = Clock::now() > deadline;
    }
    if (result.timed_out) {
        kill_group();
        ::waitpid(pid_, &status_, 0);
        ended_ = true;
    } else {
        if (WIFEXITED(status_)) result.exit_code = WEXITSTATUS(status_);
        if (WIFSIGNALED(status_)) result.signal = WTERMSIG(status_);
    }
    result.took = std::chrono::duration_cast<milliseconds>(Clock::now() - begun_);
    result.out = out();
    result.err = err();
    return result;
}

// pread leaves alone the offset, which the program that writes shares with us.
std::string Program::content(std::FILE& file) {
    std::string text;
    std::string part(65536, '\0');
    while (true) {
        const ssize_t count =
            ::pread(::fileno(&file), part.data(), part.size(), static_cast<off_t>(text.size()));
        if (count <= 0) return text;
        text.append(part, 0, static_cast<std::size_t>(count));
    }
}

Ended run(const Start& start, milliseconds limit) {
    Program program(start);
    return program.wait(limit);
}

} // namespace tenantry::whole
