// tenantry-measure STDOUT STDERR PROGRAM [ARGUMENTS...]: runs the program with its output in these
// files, and prints what it took as one line of JSON. A program of its own because the kernel
// counts the memory of the process that starts a program as the program's: this one is small.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace {

void connect(const char* file, int to) {
    const int opened = ::open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (opened < 0 || ::dup2(opened, to) < 0) ::_exit(127);
    ::close(opened);
}

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

} // namespace

int main(int count, char** words) {
    if (count < 4) {
        std::fputs("usage: tenantry-measure STDOUT STDERR PROGRAM [ARGUMENTS...]\n", stderr);
        return 64;
    }
    const auto begun = std::chrono::steady_clock::now();
    const pid_t child = ::fork();
    if (child == 0) {
        connect(words[1], STDOUT_FILENO);
        connect(words[2], STDERR_FILENO);
        ::execv(words[3], words + 3);
        ::_exit(127);
    }
    int status = 0;
    rusage used = {};
    if (child < 0 || ::wait4(child, &status, 0, &used) != child) {
        std::perror("tenantry-measure");
        return 1;
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    std::printf("{\"exit_code\": %d, \"wall_s\": %.4f, \"cpu_s\": %.4f, \"memory_mb\": %.1f}\n",
                WIFEXITED(status) ? WEXITSTATUS(status) : -1, took.count(),
                seconds(used.ru_utime) + seconds(used.ru_stime),
                static_cast<double>(used.ru_maxrss) / 1024);
    return 0;
}
