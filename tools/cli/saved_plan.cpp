#include "tools/cli/saved_plan.hpp"

#include "engine/base/sha256.hpp"
#include "engine/base/text.hpp"
#include "tools/cli/output_files.hpp"
#include "tools/cli/plan_file.hpp"
#include "tools/cli/version.hpp"

#include <fmt/core.h>

namespace tenantry::cli {
namespace {

std::expected<planner::TenantIdentity, Refusal> identify(Connection& connection) {
    http::Expected<std::vector<std::string>> tenants;
    const auto work = [&]() -> boost::asio::awaitable<void> {
        tenants = co_await reader::read_tenants(connection.api());
    };
    connection.run(work());
    if (!tenants) return refuse(tenants.error(), connection.terms());
    return planner::TenantIdentity{connection.terms().api_url, std::move(*tenants)};
}

std::expected<planner::SavedPlan, Refusal> read_saved(const Setup& setup, const std::string& file) {
    auto read = read_plan_file(file);
    if (!read) return refuse(read.error(), "", ExitCode::usage);
    const std::string& demanded = setup.arguments().checksum;
    if (!demanded.empty() && ascii_lower(demanded) != read->checksum) {
        return refuse(
            fmt::format("the plan file {} has the SHA-256 {}, not the one that --checksum demands",
                        in_quotes(file), read->checksum),
            "it is not the plan that was looked at: make a new one", ExitCode::usage);
    }
    auto saved = planner::parse_saved(read->text, setup.kinds());
    if (saved) return std::move(*saved);
    return refuse(fmt::format("cannot use the plan file {}: {}", in_quotes(file), saved.error()),
                  "make a new plan with tenantry plan --out", ExitCode::usage);
}

/// The manifests and the selection of a saved plan. What there was to say of them was said when it
/// was made.
std::unique_ptr<Planned> load_saved(const Setup& setup, const planner::SavedPlan& saved) {
    auto planned = std::make_unique<Planned>();
    planned->loaded = manifest::load_texts(saved.sources, setup.kinds(), setup.variables());
    Diagnostics said_then;
    if (!planned->loaded.diagnostics.has_errors()) {
        planned->selection =
            select(saved.selection, setup.kinds(), planned->loaded.desired, said_then);
    }
    return planned;
}

/// Loads a saved plan's manifests and plans from the live state that it holds.
PlannedRun replay(const Setup& setup, const planner::SavedPlan& saved) {
    const KindTable& kinds = setup.kinds();
    auto planned = load_saved(setup, saved);
    manifest::Loaded& loaded = planned->loaded;
    if (loaded.diagnostics.has_errors())
        return refuse(std::move(loaded.diagnostics), std::move(loaded.sources));
    planned->live = planner::live_then(saved, kinds, loaded.desired);
    // A plan without steps selects nobody, and nobody is not everybody.
    if (saved.steps == Json::array()) return planned;
    Diagnostics said_then;
    planned->plan =
        planner::plan(kinds, loaded.desired, planned->live, planned->selection, said_then);
    const bool fits = planner::steps_to_save(planned->plan) == saved.steps;
    if (fits && planner::apply_verdicts(saved.verdicts, planned->plan)) return planned;
    return refuse("the plan file does not fit together: its steps do not follow from its manifests",
                  "it was changed, made by another version of tenantry, or a variable has another "
                  "value now: make a new plan",
                  ExitCode::usage);
}

} // namespace

std::expected<OpenedPlan, Refusal> open_plan(Setup& setup, const std::string& file) {
    if (auto configured = setup.configure(); !configured)
        return std::unexpected(std::move(configured.error()));
    auto saved = read_saved(setup, file);
    if (!saved) return std::unexpected(std::move(saved.error()));
    auto then = replay(setup, *saved);
    if (!then) return std::unexpected(std::move(then.error()));
    return OpenedPlan{std::move(*saved), std::move(*then)};
}

std::unique_ptr<Planned> load_again(const Setup& setup, const OpenedPlan& opened) {
    return load_saved(setup, opened.saved);
}

std::expected<void, Refusal> plan_again(Setup& setup, Connection& connection,
                                        const OpenedPlan& opened, Planned& planned) {
    const KindTable& kinds = setup.kinds();
    const auto& [saved, then] = opened;
    const auto tenant = identify(connection);
    if (!tenant) return std::unexpected(tenant.error());
    if (*tenant != saved.tenant) {
        return refuse("the plan was made for another tenant, at " + printable(saved.tenant.api),
                      "use the credential and the address it was made with", ExitCode::usage);
    }
    planned.diagnostics = {};
    if (then->plan.steps.empty()) return {};
    if (auto read = read_live(setup, connection, planned); !read) return read;
    // What told the program may not be read again for fewer customers, nor what others have of the
    // plans that are ordered.
    Live& now = planned.live.live;
    now.program = saved.live.program;
    for (const auto& [where, names] : saved.live.components)
        now.components[where].insert(names.begin(), names.end());
    planned.plan = planner::plan(kinds, planned.loaded.desired, planned.live, planned.selection,
                                 planned.diagnostics);
    planner::refuse_moved(kinds, then->plan, planned.plan, planned.loaded.desired, planned.live,
                          planned.diagnostics);
    planner::guard(planned.plan, kinds, planned.loaded.desired, now, setup.arguments().overrides,
                   planned.diagnostics);
    return {};
}

std::expected<std::string, Refusal> save(const Setup& setup, Connection& connection,
                                         const Planned& planned, const std::string& file) {
    auto tenant = identify(connection);
    if (!tenant) return std::unexpected(std::move(tenant.error()));
    const planner::SavedPlan saved = planner::to_save(
        planned.plan, setup.kinds(), planned.loaded.desired, planned.live, planned.selection,
        planned.loaded.sources, planned.loaded.shared, std::move(*tenant));
    const std::string text = planner::to_text(saved, version);
    if (auto written = write_private(file, text); !written)
        return refuse(written.error(), "", ExitCode::error);
    return sha256(text);
}

} // namespace tenantry::cli
