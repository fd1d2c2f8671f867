#include "tools/cli/signals.hpp"

#include "tools/cli/exit_code.hpp"

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

void on_signals(void (*handler)(int)) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        std::signal(signal, handler);
}

} // namespace

void leave_on_signals() { on_signals(&leave); }

void hold_signals() { on_signals(SIG_IGN); }

void protect_process() {
    std::signal(SIGPIPE, SIG_IGN);
    const rlimit none = {};
    ::setrlimit(RLIMIT_CORE, &none);
}

} // namespace tenantry::cli
