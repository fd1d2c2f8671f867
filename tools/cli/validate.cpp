#include "engine/base/text.hpp"
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/planner/planner.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/perform.hpp"

#include <fmt/core.h>

#include <chrono>

namespace tenantry::cli {
namespace {

struct Validate {
    static std::expected<manifest::Loaded, Refusal> load(Setup& setup) {
        auto configured = setup.configure();
        if (configured) {
            return manifest::load(setup.arguments().paths, setup.kinds(), setup.variables());
        }
        // Without the configuration every variable would be a mistake of the manifests.
        return manifest::Loaded{.sources = std::move(configured.error().sources),
                                .diagnostics = std::move(configured.error().diagnostics),
                                .files = 1};
    }

    static std::expected<manifest::Loaded, Refusal> run(const Setup& setup,
                                                        manifest::Loaded loaded) {
        // What a guard names may stand in what could not be read.
        if (!loaded.diagnostics.has_errors())
            planner::check_guards(setup.kinds(), loaded.desired, nullptr, loaded.diagnostics);
        kinds::check_alone(loaded.desired, loaded.diagnostics);
        const auto now = std::chrono::system_clock::now();
        planner::check_ignores(loaded.desired, std::chrono::floor<std::chrono::days>(now),
                               loaded.diagnostics);
        const Terminal& terminal = setup.terminal();
        if (!loaded.diagnostics.empty()) {
            terminal.say(
                render::diagnostics(loaded.diagnostics, loaded.sources, terminal.err_style()) +
                "\n");
        }
        return loaded;
    }

    static std::string text_of(const manifest::Loaded& loaded) {
        const std::string files = counted(loaded.files, "file");
        if (const std::size_t errors = loaded.diagnostics.count(Severity::error);
            loaded.diagnostics.has_errors()) {
            return fmt::format("{} in {}.\n", counted(errors, "error"), files);
        }
        return fmt::format("Valid: {}, {} in {}.\n",
                           counted(loaded.desired.customers.size(), "customer"),
                           counted(loaded.desired.resources.size(), "resource"), files);
    }

    static Result show(const Setup&, const manifest::Loaded& loaded) {
        return {.text = [&](render::Style) { return text_of(loaded); },
                .json =
                    [&](Json& document) {
                        const auto number = [](std::size_t count) {
                            return Json(static_cast<std::int64_t>(count));
                        };
                        document.set("valid", !loaded.diagnostics.has_errors());
                        document.set("files", number(loaded.files));
                        document.set("customers", number(loaded.desired.customers.size()));
                        document.set("resources", number(loaded.desired.resources.size()));
                    },
                .csv = no_words,
                .digest =
                    [&](const Sources&) {
                        render::Digest digest = render::digest(loaded.diagnostics);
                        digest.summary = text_of(loaded);
                        digest.summary.pop_back(); // its end of line
                        return digest;
                    },
                .prometheus = no_words,
                .code = exit_code(loaded.diagnostics),
                .diagnostics = &loaded.diagnostics,
                .sources = &loaded.sources};
    }
};

} // namespace

ExitCode run_validate(Setup& setup) { return perform<Validate>(setup); }

} // namespace tenantry::cli
