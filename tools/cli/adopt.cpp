#include "engine/base/text.hpp"
#include "engine/exporter/exporter.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/output_files.hpp"
#include "tools/cli/perform.hpp"
#include "tools/cli/planned.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry::cli {
namespace {

struct AdoptCommand {
    struct Done {
        std::unique_ptr<Planned> planned = {};
        exporter::Adopted adopted = {};
        bool written = false;
    };

    static PlannedRun load(Setup& setup) { return load_manifests(setup); }

    static std::expected<Done, Refusal> run(Setup& setup, std::unique_ptr<Planned> planned) {
        auto connection = Connection::open(setup);
        if (!connection) return std::unexpected(std::move(connection.error()));
        if (auto read = read_live(setup, **connection, *planned); !read)
            return std::unexpected(std::move(read.error()));
        Done done{.adopted = exporter::adopt(setup.kinds(), planned->loaded, planned->live,
                                             planned->selection)};
        planned->diagnostics = planned->live.matches.found;
        say(setup, *planned);
        done.planned = std::move(planned);
        if (setup.arguments().dry_run) return done;
        const Sources& sources = done.planned->loaded.sources;
        for (const exporter::AdoptedFile& file : done.adopted.files) {
            const auto written = write_file(sources[file.source].name, file.text);
            if (!written)
                return refuse(written.error(), "the files before it are written; run it again",
                              ExitCode::error);
        }
        done.written = true;
        return done;
    }

    static Result show(const Setup&, const Done& done) {
        return {.text = [&](render::Style) { return text_of(done); },
                .json = [&](Json& document) { document.set("adopted", json_of(done)); },
                .csv = no_words,
                .digest = no_digest,
                .prometheus = no_words,
                .summary = summary_of(done),
                .code = code_of(done),
                .diagnostics = &done.planned->diagnostics,
                .sources = &done.planned->loaded.sources};
    }

private:
    static ExitCode code_of(const Done& done) {
        const std::size_t count = count_written(done);
        const bool all =
            count == done.adopted.adoptions.size() && !done.planned->diagnostics.has_errors();
        if (all) return ExitCode::done;
        return count > 0 ? ExitCode::partly : ExitCode::error;
    }

    static std::string what(const exporter::Adoption& adoption) {
        if (adoption.instead_of.empty())
            return fmt::format("{}: {}", adoption.field, printable(adoption.value));
        return fmt::format("{}: {} -> {}", adoption.field, in_quotes(adoption.instead_of),
                           in_quotes(adoption.value));
    }

    static std::size_t count_written(const Done& done) {
        std::size_t count = 0;
        for (const exporter::Adoption& adoption : done.adopted.adoptions)
            if (adoption.why_not.empty()) ++count;
        return count;
    }

    static std::string summary_of(const Done& done) {
        const std::size_t count = count_written(done);
        if (done.adopted.adoptions.empty())
            return "Adopt: every account that is live has its id and its name already.\n";
        std::string text =
            fmt::format("Adopt: {} {}written into {}", counted(count, "value is", "values are"),
                        done.written ? "" : "to be ", counted(done.adopted.files.size(), "file"));
        const bool renamed =
            std::ranges::any_of(done.adopted.adoptions, [](const exporter::Adoption& one) {
                return !one.instead_of.empty();
            });
        if (renamed) text += "; addresses follow names: look at protect and at Ignore documents";
        const std::size_t left = done.adopted.adoptions.size() - count;
        if (left > 0) text += fmt::format("; {} could not be, see above", left);
        return text + ".\n";
    }

    static std::string text_of(const Done& done) {
        std::string text;
        for (const exporter::Adoption& adoption : done.adopted.adoptions) {
            text += fmt::format("{}\n  {}\n  {}\n", printable(adoption.resource->address.text()),
                                what(adoption),
                                done.planned->loaded.sources.describe(adoption.position));
            if (!adoption.why_not.empty())
                text +=
                    fmt::format("  not written: {}; write it there yourself\n", adoption.why_not);
        }
        return text + (text.empty() ? "" : "\n") + summary_of(done);
    }

    static Json json_of(const Done& done) {
        Json values = Json::array();
        const Sources& sources = done.planned->loaded.sources;
        for (const exporter::Adoption& adoption : done.adopted.adoptions) {
            Json value = Json::object({{"address", adoption.resource->address.text()},
                                       {"field", adoption.field},
                                       {"value", adoption.value},
                                       {"place", sources.describe(adoption.position)}});
            if (!adoption.instead_of.empty()) value.set("instead_of", adoption.instead_of);
            if (!adoption.why_not.empty()) value.set("why_not", adoption.why_not);
            values.push(std::move(value));
        }
        Json files = Json::array();
        for (const exporter::AdoptedFile& file : done.adopted.files)
            files.push(Json(sources[file.source].name));
        return Json::object({{"written", done.written},
                             {"values", std::move(values)},
                             {"files", std::move(files)}});
    }
};

} // namespace

ExitCode run_adopt(Setup& setup) { return perform<AdoptCommand>(setup); }

} // namespace tenantry::cli
