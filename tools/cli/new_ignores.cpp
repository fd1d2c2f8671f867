#include "tools/cli/new_ignores.hpp"

#include "engine/base/text.hpp"
#include "engine/exporter/exporter.hpp"
#include "engine/manifest/manifest.hpp"
#include "tools/cli/output_files.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>

namespace tenantry::cli {
namespace {

/// Whether the text, loaded with what the manifests have already, leaves none of the findings; and
/// how many documents it has.
std::expected<std::size_t, std::string> prove(const std::string& text, const Setup& setup,
                                              const Planned& planned, const Drift& found,
                                              const planner::Judging& judging) {
    const DriftOptions& options = setup.arguments().drift;
    manifest::Loaded loaded =
        manifest::load_texts({{options.write_ignore, text}}, setup.kinds(), setup.variables());
    if (loaded.diagnostics.has_errors()) {
        return std::unexpected("it would not be read: " +
                               loaded.diagnostics.told().front().summary);
    }
    const std::size_t documents = loaded.desired.ignores.size();
    Desired both;
    both.ignores = std::move(loaded.desired.ignores);
    std::ranges::copy(planned.loaded.desired.ignores, std::back_inserter(both.ignores));
    Drift drift = found;
    planner::judge(drift, setup.kinds(), both, planned.plan, planned.diagnostics, judging);
    const std::size_t left = drift.findings.size() + drift.hidden.size();
    if (left == 0) return documents;
    return std::unexpected(fmt::format(
        "{} would be left of what was found, as {}", counted(left, "finding"),
        in_quotes(
            (drift.findings.empty() ? drift.hidden : drift.findings).front().address.text())));
}

} // namespace

std::expected<void, Refusal> judge_new_ignores(const Setup& setup, Day today) {
    const DriftOptions& options = setup.arguments().drift;
    if (options.write_ignore.empty()) return {};
    if (const auto until = day_named(options.until); !until || *until < today) {
        return refuse(fmt::format("--until {} is over: it is {} in UTC", printable(options.until),
                                  day_in_words(today)),
                      "write a day that is to come", ExitCode::usage);
    }
    std::error_code error;
    const auto status = std::filesystem::symlink_status(options.write_ignore, error);
    if (std::filesystem::exists(status)) {
        return refuse(fmt::format("--write-ignore {} is there already, and is never written over",
                                  in_quotes(options.write_ignore)),
                      "name a new file, or remove that one", ExitCode::usage);
    }
    for (const Output& output : setup.arguments().outputs) {
        if (output.file != options.write_ignore) continue;
        return refuse(fmt::format("--output and --write-ignore {} are the same file",
                                  in_quotes(options.write_ignore)),
                      "name another file", ExitCode::usage);
    }
    return {};
}

std::expected<std::size_t, Refusal> write_ignores(const Setup& setup, const Planned& planned,
                                                  const Drift& found, const Drift& drift,
                                                  const planner::Judging& judging) {
    const DriftOptions& options = setup.arguments().drift;
    if (options.write_ignore.empty() || (drift.findings.empty() && drift.hidden.empty())) return 0;
    const std::string text =
        fmt::format("# What tenantry drift found on {}, to be quiet about until {}. Remove what is "
                    "mended, and what is no longer meant.\n{}",
                    day_in_words(judging.today), options.until,
                    exporter::ignore_documents(drift, planned.loaded.desired,
                                               *day_named(options.until), options.why));
    const auto documents = prove(text, setup, planned, found, judging);
    if (!documents) {
        return refuse(
            "the Ignore documents would not keep quiet what was found: " + documents.error(),
            "nothing was written; please report this as a mistake of tenantry", ExitCode::error);
    }
    if (const auto written = write_new_file(options.write_ignore, text); !written)
        return refuse(written.error(), "name a new file in a folder that can be written to",
                      ExitCode::error);
    return *documents;
}

} // namespace tenantry::cli
