#include "tools/cli/export_forms.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

namespace tenantry::cli {
namespace {

constexpr std::size_t most_told = 20;

/// "  118 of 121 members; 3 belong in no manifest".
std::string tally_line(const exporter::Tally& tally) {
    std::string line = fmt::format("  {} of {}", tally.written, tally.kind->counted(tally.live));
    if (tally.left_out > 0)
        line += fmt::format("; {} {} in no manifest", tally.left_out,
                            tally.left_out == 1 ? "belongs" : "belong");
    if (tally.missing > 0)
        line += fmt::format("; {} {} not written, see below", tally.missing,
                            tally.missing == 1 ? "is" : "are");
    return line + "\n";
}

/// A heading and the lines below it, the first of them where there are many.
std::string listed(const std::string& heading, const std::vector<std::string>& lines) {
    if (lines.empty()) return {};
    std::string text = "\n" + heading + "\n";
    for (std::size_t i = 0; i < std::min(lines.size(), most_told); ++i)
        text += "  " + printable(lines[i]) + "\n";
    if (lines.size() > most_told)
        text += fmt::format("  and {} more; --output json has all\n", lines.size() - most_told);
    return text;
}

/// Why things belong in no manifest, with how many: one line for each reason.
std::vector<std::string> reasons(const Exported& exported) {
    std::map<std::pair<std::string, std::string>, std::size_t> counts;
    for (const exporter::LeftOut& one : exported.made.left_out)
        if (one.meant) ++counts[{one.why, std::string(one.kind->name)}];
    std::vector<std::string> lines;
    for (const exporter::LeftOut& one : exported.made.left_out) {
        const auto found = counts.find({one.why, std::string(one.kind->name)});
        if (!one.meant || found == counts.end()) continue;
        lines.push_back(fmt::format("{}: {}", one.kind->counted(found->second), one.why));
        counts.erase(found);
    }
    return lines;
}

} // namespace

std::string export_summary(const Exported& exported) {
    const std::string what =
        fmt::format("{} in {}", counted(exported.made.customers.size(), "customer"),
                    counted(exported.made.files.size(), "file"));
    const std::string place = in_quotes(exported.folder);
    std::string text = exported.written
                           ? fmt::format("Export: {} below {}", what, place)
                           : fmt::format("Export: {} would be written below {}", what, place);
    text += exported.proof.holds()
                ? "; planned, they leave nothing to do.\n"
                : fmt::format("; {} to what is live.\n",
                              counted(exported.proof.differences.size(), "difference"));
    return text;
}

std::string export_text(const Exported& exported) {
    std::string text;
    for (const exporter::Tally& tally : exported.proof.tallies)
        text += tally_line(tally);
    text += listed("In no manifest, because they belong in none:", reasons(exported));
    text += listed("To know:", exported.made.remarks);
    text += listed("Different from what is live:", exported.proof.differences);
    return text + (text.empty() ? "" : "\n") + export_summary(exported);
}

Json export_json(const Exported& exported) {
    Json files = Json::array();
    for (const exporter::ExportedFile& file : exported.made.files)
        files.push(Json(exported.folder + "/" + file.path));
    Json counts = Json::array();
    for (const exporter::Tally& tally : exported.proof.tallies)
        counts.push(Json::object({{"kind", tally.kind->name},
                                  {"live", static_cast<std::int64_t>(tally.live)},
                                  {"written", static_cast<std::int64_t>(tally.written)},
                                  {"left_out", static_cast<std::int64_t>(tally.left_out)},
                                  {"missing", static_cast<std::int64_t>(tally.missing)}}));
    Json left_out = Json::array();
    for (const exporter::LeftOut& one : exported.made.left_out)
        left_out.push(Json::object({{"kind", one.kind->name},
                                    {"account", one.account},
                                    {"name", one.name},
                                    {"why", one.why},
                                    {"meant", one.meant}}));
    const auto texts = [](const std::vector<std::string>& lines) {
        Json list = Json::array();
        for (const std::string& line : lines)
            list.push(Json(line));
        return list;
    };
    return Json::object({{"folder", exported.folder},
                         {"written", exported.written},
                         {"customers", texts(exported.made.customers)},
                         {"files", std::move(files)},
                         {"counts", std::move(counts)},
                         {"left_out", std::move(left_out)},
                         {"remarks", texts(exported.made.remarks)},
                         {"differences", texts(exported.proof.differences)}});
}

} // namespace tenantry::cli
