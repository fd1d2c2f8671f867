#include "tests/support/child_program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace tenantry::whole {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

std::vector<char*> pointers(Words& words) {
    std::vector<char*> result;
    for (std::string& word : words)
        result.push_back(word.data());
    result.push_back(nullptr);
    return result;
}

/// What the child connects to its stdin, stdout and stderr.
struct Streams {
    int in = -1;
    int out = -1;
    int err = -1;
};

/// What happens in the child: only what is safe after a fork in a program with threads.
[[noreturn]] void become(const char* directory, const Streams& streams, char* const* words,
                         char* const* environment) {
    ::setpgid(0, 0);
    // When a test is killed at its time limit, nobody else ends what it has started.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (const int signal : {SIGINT, SIGTERM, SIGPIPE})
        ::signal(signal, SIG_DFL);
    const bool connected = ::dup2(streams.in, STDIN_FILENO) >= 0 &&
                           ::dup2(streams.out, STDOUT_FILENO) >= 0 &&
                           ::dup2(streams.err, STDERR_FILENO) >= 0;
    if (connected && ::chdir(directory) == 0) ::execve(words[0], words, environment);
    ::_exit(127);
}

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
    if (std::fseek(in_.get(), 0, SEEK_SET) != 0)
        throw std::system_error(errno, std::generic_category(), "fseek");
    Streams streams{
        .in = ::fileno(in_.get()), .out = ::fileno(out_.get()), .err = ::fileno(err_.get())};
    if (start.terminal) streams.in = streams.err = open_terminal(start);
    if (start.rows > 0) streams.out = streams.err;
    Words words = start.arguments;
    words.insert(words.begin(), start.program);
    Words environment;
    for (const auto& [name, value] : start.environment)
        environment.push_back(name + "=" + value);
    const std::vector<char*> word_pointers = pointers(words);
    const std::vector<char*> environment_pointers = pointers(environment);
    pid_ = ::fork();
    if (pid_ == 0) {
        become(start.directory.c_str(), streams, word_pointers.data(), environment_pointers.data());
    }
    if (start.terminal) ::close(streams.in);
    if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
    ::setpgid(pid_, pid_); // whichever of the two comes first
    // The header of glibc 2.36 declares pidfd_open() for C alone.
    end_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
    if (end_ < 0) throw std::system_error(errno, std::generic_category(), "pidfd_open");
}

Program::~Program() {
    const bool running = !has_ended(); // else its number may belong to another by now
    if (running) {
        kill_group();
        ::waitpid(pid_, &status_, 0);
    }
    if (terminal_ >= 0) ::close(terminal_);
    ::close(end_);
}

int Program::open_terminal(const Start& start) {
    terminal_ = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    const bool unlocked = terminal_ >= 0 && ::grantpt(terminal_) == 0 && ::unlockpt(terminal_) == 0;
    const int other = unlocked ? ::open(::ptsname(terminal_), O_RDWR | O_NOCTTY | O_CLOEXEC) : -1;
    if (other < 0) throw std::system_error(errno, std::generic_category(), "posix_openpt");
    const struct winsize size = {
        .ws_row = start.rows, .ws_col = start.columns, .ws_xpixel = 0, .ws_ypixel = 0};
    ::ioctl(terminal_, TIOCSWINSZ, &size);
    return other;
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

void Program::sleep_until_something_happens(Clock::time_point deadline) const {
    const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
    pollfd watched[] = {{.fd = end_, .events = POLLIN, .revents = 0},
                        {.fd = terminal_, .events = POLLIN, .revents = 0}};
    ::poll(watched, 2, static_cast<int>(std::max(left, milliseconds(0)).count()));
    // A terminal that nobody holds at the other end reports just that, again and again.
    if (watched[0].revents == 0 && watched[1].revents == POLLHUP)
        ::poll(watched, 1, static_cast<int>(std::max(left, milliseconds(0)).count()));
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
        sleep_until_something_happens(deadline);
        result.timed_out = !has_ended() && Clock::now() > deadline;
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
