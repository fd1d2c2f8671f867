// The command line, taken apart. CLI11 is known here and where flags are told to it (flags.hpp).
#pragma once

#include "engine/planner/planner.hpp"
#include "engine/render/render.hpp"
#include "engine/selection/selection.hpp"
#include "tools/cli/drift_options.hpp"

#include <chrono>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::cli {

enum class Command {
    validate,
    plan,
    apply,
    drift,
    costs,
    show,
    explain,
    history,
    settle,
    unlock,
    ledger,
    doctor,
    permissions,
    export_, // "export" is a word of C++
    adopt,
    init,
    version
};

std::string_view name_of(Command command);

enum class Format {
    text,
    json,
    jsonl,
    csv,
    markdown,
    github,
    gitlab,
    junit,
    sarif,
    html,
    prometheus
};

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

/// What export takes, and how it writes it.
struct ExportArguments {
    std::string into = "manifests";
    std::vector<std::string> accounts = {};
    std::string unit = {};
    std::vector<std::string> with = {};
    std::string layout = "customer";
    std::string group_by = "account";
    bool unmanaged = false;
    bool profiles = false;
    bool overwrite = false;
};

struct Arguments {
    Command command = Command::version;
    std::vector<std::string> paths = {};
    bool paths_given = false; // not taken for given
    std::string config = {};
    std::string out = {};      // where plan saves the plan
    std::string checksum = {}; // that the plan file must have
    Selection selection = {};
    std::vector<Output> outputs = {}; // at least one; at most one without a file
    std::string color = "auto";
    render::Verbosity verbosity = render::Verbosity::usual;
    bool no_pager = false;
    std::string ca_file = {};
    std::string ledger = {}; // a file, a database, "none", or "" for the usual one
    std::chrono::milliseconds lock_timeout{0};
    /// What explain, history, settle, unlock and ledger are about.
    std::string subject = {};
    std::string field = {};                  // explain: of the subject
    std::vector<std::string> manifests = {}; // of these: they tell whose the ledger is
    std::string address = {};                // a glob
    std::string since = {};                  // a time for history, else a revision of Git
    bool undo = false; // history: the manifests that bring back what the run updated
    std::string older_than = {};
    std::string happened = {}; // the id of what is there
    bool did_not = false;
    LogOptions log = {};
    std::optional<int> parallelism = {};
    std::optional<std::chrono::milliseconds> timeout = {};
    planner::Overrides overrides = {};
    bool auto_approve = false;
    bool dry_run = false;
    ExportArguments exporting = {};
    bool list_outputs = false; // show: what the API decided, not a plan
    bool detailed_exitcode = false;
    DriftOptions drift = {};
    /// What is no mistake of the command line and looks like one: lines to print.
    std::string warnings = {};
};

/// What to print and how to end when the command line is not a run: help, or a mistake.
struct Ended {
    std::string text = {};
    int exit_code = 0;
};

/// Help comes in lines of at most `width` columns.
std::expected<Arguments, Ended> parse(int argc, const char* const* argv, std::size_t width = 100);

/// "30s", "500ms", "2m"; nothing when it is none of these.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

} // namespace tenantry::cli
