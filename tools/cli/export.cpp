#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/exporter/exporter.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/connection.hpp"
#include "tools/cli/export_forms.hpp"
#include "tools/cli/output_files.hpp"
#include "tools/cli/perform.hpp"
#include "tools/cli/planned.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

namespace tenantry::cli {
namespace {

namespace fs = std::filesystem;

constexpr auto patience_while_reading = std::chrono::seconds(30);

/// The words of --with, and the kinds that they stand for.
std::vector<std::pair<std::string, const Kind*>> words_of(const KindTable& kinds) {
    std::vector<std::pair<std::string, const Kind*>> words;
    const ServiceUsers* users = kinds.service_users();
    for (const Kind* kind : kinds.kinds()) {
        if (users != nullptr && users->are_told_by(*kind)) continue;
        if (kind->parent.empty()) {
            words.emplace_back(kind->reading.part.word, kind);
            continue;
        }
        for (const auto& [name, property] : kinds.schema_of(kinds.parent_of(*kind)).properties) {
            const bool listed = property->items != nullptr && property->items->file == kind->name;
            if (listed || property->file == kind->name) words.emplace_back(name, kind);
        }
    }
    return words;
}

/// Adds what --with names; the error names a word that means nothing.
std::expected<void, Refusal> take_words(const std::vector<std::string>& with,
                                        const KindTable& kinds, exporter::ExportChoice& choice) {
    const auto words = words_of(kinds);
    choice.parts = with.empty();
    if (with.empty()) {
        for (const auto& [word, kind] : words)
            if (kind->unnamed != Unnamed::by_itself && !kind->parent.empty())
                choice.kinds.emplace(kind->name);
    }
    for (const std::string& wanted : with) {
        const auto found =
            std::ranges::find(words, wanted, &std::pair<std::string, const Kind*>::first);
        if (found == words.end()) {
            std::vector<std::string> known;
            known.reserve(words.size());
            for (const auto& [word, kind] : words)
                known.push_back(word);
            const std::string near = suggest(wanted, known);
            return refuse("--with: nothing is called " + in_quotes(wanted),
                          near.empty() ? "known are " + join(known, ", ") : near, ExitCode::usage);
        }
        if (found->second->parent.empty()) choice.parts = true;
        // What something lies in comes along.
        for (const Kind* kind = found->second; !kind->parent.empty();
             kind = &kinds.parent_of(*kind))
            choice.kinds.emplace(kind->name);
    }
    return {};
}

exporter::Layout layout_of(const std::string& word) {
    if (word == "one-file") return exporter::Layout::one_file;
    return word == "customer" ? exporter::Layout::customer : exporter::Layout::unit_customer;
}

exporter::Grouping grouping_of(const std::string& word) {
    if (word == "name-prefix") return exporter::Grouping::name_prefix;
    return word == "account" ? exporter::Grouping::account : exporter::Grouping::external_metadata;
}

/// What there is already: manifests, and what the export is to be.
struct Before {
    manifest::Loaded manifests = {};
    exporter::ExportChoice choice = {};
};

struct ExportCommand {
    static std::expected<Before, Refusal> load(Setup& setup) {
        if (auto configured = setup.configure(); !configured)
            return std::unexpected(std::move(configured.error()));
        const Arguments& arguments = setup.arguments();
        Before before;
        if (auto taken = take_words(arguments.exporting.with, setup.kinds(), before.choice); !taken)
            return std::unexpected(std::move(taken.error()));
        std::vector<std::string> paths;
        if (arguments.paths_given) paths = arguments.paths;
        if (fs::exists(arguments.exporting.into)) paths.push_back(arguments.exporting.into);
        if (!paths.empty() && holds_manifests(paths)) {
            before.manifests = manifest::load(paths, setup.kinds(), setup.variables());
            if (before.manifests.diagnostics.has_errors())
                return refuse(std::move(before.manifests.diagnostics),
                              std::move(before.manifests.sources));
        }
        before.choice.layout = layout_of(arguments.exporting.layout);
        before.choice.group_by = grouping_of(arguments.exporting.group_by);
        before.choice.profiles = arguments.exporting.profiles;
        if (arguments.exporting.overwrite) return before;
        for (const Customer& customer : before.manifests.desired.customers)
            before.choice.taken.insert(customer.name);
        return before;
    }

    static std::expected<Exported, Refusal> run(Setup& setup, Before before) {
        auto connection = Connection::open(setup);
        if (!connection) return std::unexpected(std::move(connection.error()));
        auto live = read(setup, **connection, before);
        if (!live) return std::unexpected(std::move(live.error()));
        const ExportArguments& arguments = setup.arguments().exporting;
        Exported exported{.made = exporter::write(setup.kinds(), *live, before.choice),
                          .folder = arguments.into};
        if (auto free = room_for(exported, arguments); !free)
            return std::unexpected(std::move(free.error()));
        std::vector<Source> others = beside(before, exported, arguments.into);
        exported.proof = exporter::prove(setup.kinds(), std::move(*live), before.choice,
                                         exported.made, std::move(others));
        if (exported.proof.diagnostics.has_errors())
            setup.terminal().say(render::diagnostics(exported.proof.diagnostics,
                                                     exported.proof.sources,
                                                     setup.terminal().err_style()) +
                                 "\n");
        if (setup.arguments().dry_run) return exported;
        if (auto written = write_all_of(exported); !written)
            return refuse(written.error(), "make room there, or name another folder by --into",
                          ExitCode::error);
        exported.written = true;
        return exported;
    }

    static Result show(const Setup&, const Exported& exported) {
        return {.text = [&](render::Style) { return export_text(exported); },
                .json = [&](Json& document) { document.set("export", export_json(exported)); },
                .csv = no_words,
                .digest = no_digest,
                .prometheus = no_words,
                .summary = export_summary(exported),
                .code = exported.proof.holds() ? ExitCode::done : ExitCode::error};
    }

private:
    /// A folder in which there is none yet is no mistake here.
    static bool holds_manifests(const std::vector<std::string>& paths) {
        return std::ranges::any_of(paths, [](const std::string& path) {
            if (!fs::is_directory(path)) return true;
            std::error_code error;
            for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path, error)) {
                const std::string ending = ascii_lower(entry.path().extension().string());
                if (ending == ".yaml" || ending == ".yml") return true;
            }
            return false;
        });
    }

    static std::expected<Live, Refusal> read(Setup& setup, Connection& connection, Before& before) {
        reader::Everything asked;
        asked.kinds = before.choice.kinds;
        asked.parts = before.choice.parts;
        asked.self = connection.terms().self;
        Diagnostics mistakes;
        const ExportArguments& arguments = setup.arguments().exporting;
        const Desired none; // what is written over is no manifest for long
        asked.choose = [&](const Live& roots) {
            before.choice.roots = exporter::choose(
                setup.kinds(), roots, {arguments.accounts, arguments.unit, arguments.unmanaged},
                arguments.overwrite && !arguments.unmanaged ? none : before.manifests.desired,
                mistakes);
            if (mistakes.has_errors()) before.choice.roots.clear(); // nothing more is read
            return before.choice.roots;
        };
        http::Expected<Live> live;
        const auto work = [&]() -> boost::asio::awaitable<void> {
            connection.progress().reading();
            connection.lanes().be_patient(patience_while_reading);
            live = co_await reader::read_all(connection.lanes(), setup.kinds(), asked);
        };
        connection.run(work());
        if (mistakes.has_errors()) return refuse(std::move(mistakes), before.manifests.sources);
        if (!live) return refuse(live.error(), connection.terms());
        if (auto known = note_service_users(setup, connection, before, *live); !known)
            return std::unexpected(std::move(known.error()));
        return std::move(*live);
    }

    /// Those that manifests name, and those whose keys are kept.
    static std::expected<void, Refusal> note_service_users(Setup& setup, Connection& connection,
                                                           const Before& before, Live& live) {
        const ServiceUsers* users = setup.kinds().service_users();
        for (const Resource& resource : before.manifests.desired.resources)
            if (users != nullptr && users->is_user(*resource.kind))
                live.service_users.insert(ascii_lower(resource.text_of("email")));
        credentials::KeyStore* store = setup.open_store(connection.terms().api_url);
        if (store == nullptr) return {};
        const auto known = store->users();
        if (!known)
            return refuse("the service users cannot be told from other members: " +
                              known.error().message,
                          known.error().hint, ExitCode::error);
        for (const std::string& email : *known)
            live.service_users.insert(ascii_lower(email));
        return {};
    }

    static std::expected<void, Refusal> room_for(const Exported& exported,
                                                 const ExportArguments& arguments) {
        if (arguments.overwrite) return {};
        std::vector<std::string> there;
        for (const exporter::ExportedFile& file : exported.made.files)
            if (fs::exists(fs::path(exported.folder) / file.path)) there.push_back(file.path);
        if (there.empty()) return {};
        return refuse(fmt::format("{} there already below {}, and nothing is written over: {}{}",
                                  counted(there.size(), "file is", "files are"),
                                  in_quotes(exported.folder), printable(there.front()),
                                  there.size() > 1 ? ", ..." : ""),
                      "name another folder by --into, take only what no manifest names by "
                      "--unmanaged, or write over them by --force",
                      ExitCode::error);
    }

    /// The manifests that stand beside the new files, without those that these take the place of.
    static std::vector<Source> beside(const Before& before, const Exported& exported,
                                      const std::string& into) {
        std::set<fs::path> replaced;
        for (const exporter::ExportedFile& file : exported.made.files)
            replaced.insert(fs::weakly_canonical(fs::path(into) / file.path));
        std::vector<Source> others;
        for (std::size_t i = 0; i < before.manifests.sources.size(); ++i) {
            const Source& source = before.manifests.sources[static_cast<std::uint32_t>(i)];
            if (!replaced.contains(fs::weakly_canonical(source.name))) others.push_back(source);
        }
        return others;
    }

    static std::expected<void, std::string> write_all_of(const Exported& exported) {
        for (const exporter::ExportedFile& file : exported.made.files) {
            const fs::path path = fs::path(exported.folder) / file.path;
            std::error_code error;
            fs::create_directories(path.parent_path(), error);
            if (error)
                return std::unexpected(fmt::format("cannot make the folder {}: {}",
                                                   in_quotes(path.parent_path().string()),
                                                   error.message()));
            if (auto written = write_file(path.string(), file.text); !written) return written;
        }
        return {};
    }
};

} // namespace

ExitCode run_export(Setup& setup) { return perform<ExportCommand>(setup); }

} // namespace tenantry::cli
