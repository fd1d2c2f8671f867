// A program as a pipeline starts it: arguments, an environment of exactly what is given, and no
// terminal unless asked for. Nothing outlives its object: what still runs then is killed with its
// process group.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tenantry::whole {

using Words = std::vector<std::string>;
using Environment = std::map<std::string, std::string>;

/// How a program is started.
struct Start {
    std::string program = {};
    Words arguments = {};
    Environment environment = {};
    std::string directory = "."; // where it runs
    std::string input = {};      // on stdin
    bool terminal = false;       // a person sits at stdin and stderr: see Program::type
    /// Of the terminal, and then stdout is on it, too: what is printed is among what `err` holds.
    unsigned short columns = 0;
    unsigned short rows = 0;
};

/// What a program left when it ended.
struct Ended {
    std::string out = {};
    std::string err = {};
    int exit_code = -1; // -1: it did not exit by itself
    int signal = 0;     // that ended it
    bool timed_out = false;
    std::chrono::milliseconds took = {};

    /// All of it, for the message of a failed test.
    std::string text() const;
};

class Program {
public:
    explicit Program(const Start& start);
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    /// Waits for the end; kills what takes longer than `limit`.
    Ended wait(std::chrono::milliseconds limit = std::chrono::seconds(60));
    void send(int signal) const;
    bool has_ended();
    /// Whether the condition comes true while it runs, and before `limit` is over.
    bool runs_until(const std::function<bool()>& condition,
                    std::chrono::milliseconds limit = std::chrono::seconds(20));
    /// Keys pressed at the terminal.
    void type(const std::string& keys) const;

    /// What it has written so far.
    std::string out() const { return content(*out_); }
    std::string err() {
        watch();
        return content(*err_);
    }

private:
    using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

    static File temporary();
    static std::string content(std::FILE& file);
    void kill_group() const;
    void sleep_until_something_happens(std::chrono::steady_clock::time_point deadline) const;
    int open_terminal(const Start& start); // the program's end of it
    void watch();                          // takes over what appeared on the terminal

    // Files, not pipes: they take any amount of output while nobody reads.
    File in_;
    File out_;
    File err_;
    int terminal_ = -1; // our end of it
    std::chrono::steady_clock::time_point begun_;
    pid_t pid_ = -1;
    int end_ = -1; // becomes readable when it ends
    bool ended_ = false;
    int status_ = 0;
};

/// Starts the program and waits for its end.
Ended run(const Start& start, std::chrono::milliseconds limit = std::chrono::seconds(60));

} // namespace tenantry::whole
