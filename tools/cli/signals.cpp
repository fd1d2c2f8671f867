#include "tools/cli/signals.hpp"

#include "tools/cli/exit_code.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <string_view>

namespace tenantry::cli {
namespace {

void leave(int) {
    constexpr std::string_view message = "interrupted: nothing was changed\n";
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, message.data(), message.size());
    ::_exit(static_cast<int>(ExitCode::interrupted));
}

volatile std::sig_atomic_t signal_came = 0;

void note_signal(int) { signal_came = 1; }

void on_signals(void (*handler)(int)) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        std::signal(signal, handler);
}

} // namespace

void leave_on_signals() { on_signals(&leave); }

bool wait_for_input() {
    sigset_t ours;
    sigset_t before;
    ::sigemptyset(&ours);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        ::sigaddset(&ours, signal);
    // A signal that comes before the wait begins ends it all the same: it is let in there alone.
    ::sigprocmask(SIG_BLOCK, &ours, &before);
    signal_came = 0;
    on_signals(&note_signal);
    pollfd input{STDIN_FILENO, POLLIN, 0};
    ::ppoll(&input, 1, nullptr, &before);
    ::sigprocmask(SIG_SETMASK, &before, nullptr);
    const bool interrupted = signal_came != 0;
    leave_on_signals();
    return !interrupted;
}

void hold_signals() { on_signals(SIG_IGN); }

void protect_process() {
    // A file that is opened later must not become what is taken for stdout, and get the result
    // written into it. Of what was closed nothing can be read or written, as before.
    for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(number, F_GETFD) < 0) ::open("/dev/null", O_RDONLY);
    }
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN); // the write that is too large says so
    const rlimit none = {};
    ::setrlimit(RLIMIT_CORE, &none);
}

} // namespace tenantry::cli
