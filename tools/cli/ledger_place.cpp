#include "tools/cli/ledger_place.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <sys/stat.h>

#include <filesystem>

namespace tenantry::cli {
namespace {

std::string value_of(const Setup& setup, std::string_view name) {
    return setup.environment()(std::string(name)).value_or("");
}

/// The Tenant document's name, as far as the manifests tell it.
std::string tenant_named(const Setup& setup) {
    std::error_code failed;
    std::vector<std::string> paths;
    for (const std::string& path : setup.arguments().manifests)
        if (std::filesystem::exists(path, failed)) paths.push_back(path);
    if (paths.empty()) return "";
    return manifest::load(paths, setup.kinds(), setup.variables()).desired.tenant;
}

} // namespace

std::unexpected<Refusal> refuse(const Trouble& trouble) {
    return refuse(trouble.message, trouble.hint, ExitCode::error);
}

ledger::Who who_runs(const Setup& setup) {
    return ledger::who_runs([&](std::string_view name) { return value_of(setup, name); });
}

std::expected<LedgerPlace, Refusal> ledger_place(const Setup& setup, const std::string& tenant,
                                                 const std::string& api_url) {
    LedgerPlace place{.whose = {.tenant = tenant, .api = api_url}};
    auto location = ledger::locate(
        setup.ledger_written(), place.whose,
        {.state_home = value_of(setup, "XDG_STATE_HOME"), .home = value_of(setup, "HOME")});
    if (!location) return refuse(location.error());
    place.location = std::move(*location);
    return place;
}

std::expected<std::unique_ptr<ledger::Ledger>, Refusal> open_ledger(const LedgerPlace& place,
                                                                    ledger::Access access) {
    auto opened = ledger::Ledger::open(place.location, place.whose, access);
    if (!opened) return refuse(opened.error());
    return std::move(*opened);
}

void warn_of_loose_rights(const Setup& setup, const LedgerPlace& place) {
    struct stat status = {};
    if (!place.location.is_file() || ::stat(place.location.file.c_str(), &status) != 0) return;
    if ((status.st_mode & 077U) == 0) return;
    // Quotes and backslashes are in no name of a ledger.
    setup.terminal().say(
        fmt::format("warning: the ledger {} may be read or written by others than its owner\n"
                    "  hint: chmod 600 '{}'\n",
                    in_quotes(place.location.file), printable(place.location.file)));
}

std::expected<std::unique_ptr<ledger::Ledger>, Refusal>
look_into_ledger(const Setup& setup, const std::string& tenant, const std::string& api_url) {
    const auto place = ledger_place(setup, tenant, api_url);
    // Who has no folder for one has none to look into; what is written wrongly is a mistake.
    if (!place && setup.ledger_written().empty()) return nullptr;
    if (!place) return std::unexpected(place.error());
    if (!place->location.exists()) return nullptr;
    warn_of_loose_rights(setup, *place);
    auto opened = ledger::Ledger::open(place->location, place->whose, ledger::Access::read);
    if (opened) return std::move(*opened);
    setup.terminal().say(
        fmt::format("warning: {}; what earlier runs left open is not known\n  hint: {}\n",
                    opened.error().message, opened.error().hint));
    return nullptr;
}

std::expected<std::unique_ptr<ledger::Ledger>, Refusal> ledger_of_manifests(Setup& setup,
                                                                            ledger::Access access) {
    if (auto configured = setup.configure(); !configured)
        return std::unexpected(std::move(configured.error()));
    auto url = setup.api_url();
    if (!url) return std::unexpected(std::move(url.error()));
    auto place = ledger_place(setup, tenant_named(setup), *url);
    if (!place) return std::unexpected(std::move(place.error()));
    if (!place->location.exists())
        return refuse("there is no ledger: --ledger says none", "name one", ExitCode::usage);
    warn_of_loose_rights(setup, *place);
    // One that is not there is not made by who only cares for it.
    auto opened = open_ledger(*place, ledger::Access::read);
    if (!opened) return opened;
    if (*opened && access == ledger::Access::read) return opened;
    if (*opened) return open_ledger(*place, access);
    return refuse(fmt::format("there is no ledger at {} yet", in_quotes(place->location.name())),
                  "a first apply makes it; --manifests tells of which tenant, --ledger where it is",
                  ExitCode::error);
}

} // namespace tenantry::cli
