#include "tools/cli/new_snippets.hpp"

#include "engine/base/text.hpp"
#include "engine/exporter/exporter.hpp"
#include "tools/cli/output_files.hpp"

#include <fmt/core.h>

#include <filesystem>

namespace tenantry::cli {

std::expected<void, Refusal> judge_new_snippets(const Setup& setup) {
    const std::string& file = setup.arguments().drift.export_to;
    if (file.empty()) return {};
    std::error_code error;
    if (std::filesystem::exists(std::filesystem::symlink_status(file, error)))
        return refuse(
            fmt::format("--export {} is there already, and is never written over", in_quotes(file)),
            "name a new file, or remove that one", ExitCode::usage);
    bool taken = file == setup.arguments().drift.write_ignore;
    for (const Output& output : setup.arguments().outputs)
        taken = taken || output.file == file;
    if (taken)
        return refuse(fmt::format("--export {} is the file of another flag, too", in_quotes(file)),
                      "name another file", ExitCode::usage);
    return {};
}

std::expected<std::size_t, Refusal> write_snippets(const Setup& setup, const Planned& planned) {
    const std::string& file = setup.arguments().drift.export_to;
    const auto& unmanaged = planned.plan.unmanaged;
    if (file.empty() || unmanaged.empty()) return 0;
    const std::string text =
        exporter::snippets(setup.kinds(), planned.live.live, planned.loaded.sources, unmanaged);
    if (const auto written = write_new_file(file, text); !written)
        return refuse(written.error(), "name another file by --export", ExitCode::error);
    return unmanaged.size();
}

} // namespace tenantry::cli
