#include "tools/cli/notify.hpp"

#include "engine/base/mask.hpp"
#include "engine/base/program.hpp"
#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace tenantry::cli {
namespace {

constexpr std::string_view scheme = "exec:";

std::string program_of(const std::string& notify) { return notify.substr(scheme.size()); }

/// What a program needs of our environment to find its files and its way out, and what is named for
/// it: NOTIFY_URL, say. Everything else may be a secret of ours.
bool passes_on(std::string_view variable) {
    constexpr std::string_view known[] = {"PATH",          "HOME",         "USER",
                                          "LOGNAME",       "LANG",         "TZ",
                                          "TMPDIR",        "HTTP_PROXY",   "HTTPS_PROXY",
                                          "NO_PROXY",      "ALL_PROXY",    "http_proxy",
                                          "https_proxy",   "no_proxy",     "all_proxy",
                                          "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE"};
    return variable.starts_with("NOTIFY_") || variable.starts_with("LC_") ||
           std::ranges::find(known, variable) != std::end(known);
}

} // namespace

std::expected<void, Refusal> judge_notify(const Setup& setup) {
    const std::string& notify = setup.arguments().drift.notify;
    if (notify.empty()) return {};
    if (!notify.starts_with(scheme)) {
        return refuse("--notify: expected exec:PROGRAM, not " + in_quotes(notify),
                      "write exec: and a program by its whole path, or one that is on PATH",
                      ExitCode::usage);
    }
    const auto found = find_program(program_of(notify));
    if (!found)
        return refuse("--notify: " + found.error().message,
                      "write exec: and a program by its whole path, or one that is on PATH",
                      ExitCode::usage);
    return {};
}

bool is_worth_telling(const Drift& drift, const std::string& on) {
    if (const auto severity = severity_named(on)) return has_finding(drift, *severity);
    // Of whom nothing is known, anything may be wrong.
    if (on == "any" || !drift.before)
        return has_finding(drift, FindingSeverity::low) || !drift.unjudged.empty();
    return std::ranges::any_of(drift.findings, &Finding::is_new) ||
           std::ranges::any_of(drift.hidden, &Finding::is_new);
}

std::expected<void, std::string> notify(const std::string& program, const Json& document) {
    const std::string name = program_of(program);
    const auto path = find_program(name);
    if (!path) return std::unexpected(path.error().message);
    const std::string words[] = {"drift"};
    const auto ended = run_program(*path, words, without_tokens(to_text(document, 2)) + "\n",
                                   {.passes_on = passes_on});
    if (!ended) return std::unexpected(ended.error().message);
    if (!ended->timed_out && !ended->flooded && ended->exit_code == 0) return {};
    std::string how = fmt::format("ended with {}", ended->exit_code);
    if (ended->exit_code < 0) how = fmt::format("was ended by signal {}", ended->signal);
    if (ended->timed_out) how = "did not end in time";
    if (ended->flooded) how = "said too much";
    // What it said itself may hold the address that it was given.
    return std::unexpected(
        fmt::format("{} {}; run it by hand to see what it says", in_quotes(name), how));
}

} // namespace tenantry::cli
