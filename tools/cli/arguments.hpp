// The command line, taken apart. The only door to CLI11.
#pragma once

#include "engine/planner/planner.hpp"
#include "engine/selection/selection.hpp"

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::cli {

enum class Command { validate, plan, apply, drift, show, doctor, permissions, version };

std::string_view name_of(Command command);

enum class Format { text, json, csv };

std::string_view name_of(Format format);

/// One --output: a format, and the file it goes to; "" is stdout.
struct Output {
    Format format = Format::text;
    std::string file = {};
};

/// From nothing to everything; each takes in those before it.
enum class LogLevel { off, warning, info, debug };

std::string_view name_of(LogLevel level);

struct LogOptions {
    LogLevel level = LogLevel::off;
    bool json = false; // one document a line
};

struct Arguments {
    Command command = Command::version;
    std::vector<std::string> paths = {};
    std::string config = {};
    std::string out = {};      // where plan saves the plan
    std::string checksum = {}; // that the plan file must have
    Selection selection = {};
    std::vector<Output> outputs = {}; // at least one; at most one without a file
    std::string color = "auto";
    std::string ca_file = {};
    LogOptions log = {};
    std::optional<int> parallelism = {};
    std::optional<std::chrono::milliseconds> timeout = {};
    planner::Overrides overrides = {};
    bool auto_approve = false;
    bool dry_run = false;
    bool list_outputs = false; // show: what the API decided, not a plan
    bool detailed_exitcode = false;
    /// What is no mistake of the command line and looks like one: lines to print.
    std::string warnings = {};
};

/// What to print and how to end when the command line is not a run: help, or a mistake.
struct Ended {
    std::string text = {};
    int exit_code = 0;
};

std::expected<Arguments, Ended> parse(int argc, const char* const* argv);

/// "30s", "500ms", "2m"; nothing when it is none of these.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

} // namespace tenantry::cli
