#include "tools/cli/since.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace tenantry::cli {
namespace {

/// The first mistakes of manifests that do not load, behind what that means.
std::unexpected<Refusal> not_loaded(const Setup& setup, const std::string& commit,
                                    manifest::Loaded then) {
    constexpr std::size_t most_told = 5;
    const std::string& ref = setup.arguments().since;
    Diagnostics told;
    told.add({.code = "since.not-loaded",
              .summary = fmt::format("the manifests at {} ({}) do not load, so that nobody can say "
                                     "which customers differ from then",
                                     in_quotes(ref), commit.substr(0, 12)),
              .hint = "use another revision, or leave --since away to plan all"});
    std::size_t count = 0;
    for (Diagnostic& mistake : then.diagnostics.told()) {
        if (mistake.severity == Severity::error && count++ < most_told)
            told.add(std::move(mistake));
    }
    return refuse(std::move(told), std::move(then.sources));
}

std::vector<std::string> names_in(const since::ManifestChanges& changes) {
    return {changes.customers.begin(), changes.customers.end()};
}

} // namespace

std::expected<ComparedSince, Refusal> compare_since(const Setup& setup,
                                                    const manifest::Loaded& now) {
    const Arguments& arguments = setup.arguments();
    auto revision = since::read_revision(arguments.since, arguments.paths);
    if (!revision) return refuse(revision.error().message, revision.error().hint, ExitCode::usage);
    ComparedSince compared{.ref = arguments.since,
                           .commit = std::move(revision->commit),
                           .was_empty = revision->files.empty(),
                           .customers = now.desired.customers.size()};
    manifest::Loaded then =
        manifest::load_texts(std::move(revision->files), setup.kinds(), setup.variables());
    if (then.diagnostics.has_errors()) return not_loaded(setup, compared.commit, std::move(then));
    compared.changes = since::compare(setup.kinds(), then.desired, now.desired);
    return compared;
}

std::vector<std::string> since_lines(const ComparedSince& compared,
                                     const std::vector<std::string>& selected) {
    constexpr std::size_t most_named = 20;
    std::vector<std::string> names = names_in(compared.changes);
    const std::size_t differ = names.size();
    names.resize(std::min(differ, most_named));
    const std::string begin =
        fmt::format("Since {} ({}): ", printable(compared.ref), compared.commit.substr(0, 12));
    const std::string all = counted(compared.customers, "customer");
    std::vector<std::string> lines;
    if (differ == 0) {
        lines.push_back(begin + fmt::format("none of {} differs; nothing was looked at.", all));
    } else {
        const std::string more =
            differ > most_named ? fmt::format(" and {} more", differ - most_named) : "";
        lines.push_back(begin + fmt::format("{} of {} {}: {}{}.", differ, all,
                                            differ == 1 ? "differs" : "differ",
                                            printable(join(names, ", ")), more));
    }
    if (selected.size() != differ) {
        lines.back() += selected.size() == 1
                            ? " Of these 1 is selected."
                            : fmt::format(" Of these {} are selected.", selected.size());
    }
    if (compared.was_empty)
        lines.emplace_back("There were no manifests here then, so that all customers are new.");
    std::vector<std::string> others;
    others.reserve(compared.changes.of_tenant.size());
    for (const std::string& what : compared.changes.of_tenant)
        others.push_back((what == "program" ? "another " : "other ") + what);
    if (!others.empty()) {
        lines.push_back(fmt::format("The Tenant document has {} than then: that selects nobody by "
                                    "itself.",
                                    join(others, " and ")));
    }
    return lines;
}

Json since_json(const ComparedSince& compared, const std::vector<std::string>& selected) {
    const auto texts = [](const std::vector<std::string>& names) {
        JsonArray list;
        for (const std::string& name : names)
            list.emplace_back(name);
        return Json(std::move(list));
    };
    return Json::object({{"ref", compared.ref},
                         {"commit", compared.commit},
                         {"customers", texts(names_in(compared.changes))},
                         {"selected", static_cast<std::int64_t>(selected.size())},
                         {"of", static_cast<std::int64_t>(compared.customers)},
                         {"was_empty", compared.was_empty},
                         {"tenant", texts(compared.changes.of_tenant)}});
}

} // namespace tenantry::cli
