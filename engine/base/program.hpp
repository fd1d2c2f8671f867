// One run of another program: no shell, words as its arguments, the rest on its stdin. It inherits
// no open file of ours, no blocked signal and no credential of the environment; what it may say and
// how long it may take are bounded, and it is gone when this returns.
#pragma once

#include "engine/base/trouble.hpp"

#include <chrono>
#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>

namespace tenantry {

struct ProgramLimits {
    std::size_t output = 64U << 10U;
    std::chrono::milliseconds time = std::chrono::seconds(30);
    std::chrono::milliseconds grace = std::chrono::seconds(2); // from SIGTERM to SIGKILL
    /// Which variables of our environment it gets, by their names; null: all but our credentials.
    bool (*passes_on)(std::string_view variable) = nullptr;
};

/// What a program left when it ended. Both texts may hold secrets.
struct ProgramEnd {
    int exit_code = -1; // -1: it did not exit by itself
    int signal = 0;     // that ended it
    bool timed_out = false;
    bool flooded = false; // it said more than the limit and was stopped
    std::string out = {};
    std::string err = {}; // its beginning
};

/// Where the program of this name is: itself when it is an absolute path, else on PATH. Never in
/// the current directory, which may hold a stranger's files.
std::expected<std::string, Trouble> find_program(const std::string& name);

std::expected<ProgramEnd, Trouble> run_program(const std::string& path,
                                               std::span<const std::string> arguments,
                                               const std::string& input,
                                               const ProgramLimits& limits);

} // namespace tenantry
