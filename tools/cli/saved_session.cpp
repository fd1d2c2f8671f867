// What a session does with plan files.
#include "engine/base/sha256.hpp"
#include "engine/base/text.hpp"
#include "engine/planner/planner.hpp"
#include "tools/cli/plan_file.hpp"
#include "tools/cli/session.hpp"
#include "tools/cli/version.hpp"

namespace tenantry::cli {
namespace asio = boost::asio;

std::expected<planner::TenantIdentity, ExitCode> Session::identify() {
    http::Expected<std::vector<std::string>> tenants;
    const auto work = [&]() -> asio::awaitable<void> {
        tenants = co_await reader::read_tenants(*api_);
    };
    run(work());
    if (!tenants) {
        return std::unexpected(refuse(tenants.error()));
    }
    return planner::TenantIdentity{api_url_, std::move(*tenants)};
}

std::expected<std::string, ExitCode> Session::save(const Planned& planned,
                                                   const std::string& file) {
    auto tenant = identify();
    if (!tenant) return std::unexpected(tenant.error());
    const planner::SavedPlan saved = planner::to_save(
        planned.plan, kinds_, planned.loaded.desired, planned.live, planned.selection,
        planned.loaded.sources, planned.loaded.shared, std::move(*tenant));
    const std::string text = planner::to_text(saved, version);
    if (auto written = write_private(file, text); !written) {
        return std::unexpected(refuse(written.error(), "", ExitCode::error));
    }
    return sha256(text);
}

std::expected<planner::SavedPlan, ExitCode> Session::read_saved(const std::string& file) {
    auto read = read_plan_file(file);
    if (!read) return std::unexpected(refuse(read.error(), "", ExitCode::usage));
    if (!arguments_.checksum.empty() && ascii_lower(arguments_.checksum) != read->checksum) {
        return std::unexpected(refuse("the plan file " + in_quotes(file) + " has the SHA-256 " +
                                          read->checksum + ", not the one that --checksum demands",
                                      "it is not the plan that was looked at: make a new one",
                                      ExitCode::usage));
    }
    auto saved = planner::parse_saved(read->text, kinds_);
    if (saved) return std::move(*saved);
    return std::unexpected(
        refuse("cannot use the plan file " + in_quotes(file) + ": " + saved.error(),
               "make a new plan with tenantry plan --out", ExitCode::usage));
}

std::expected<std::unique_ptr<Planned>, ExitCode> Session::replay(const planner::SavedPlan& saved) {
    auto planned = std::make_unique<Planned>();
    planned->loaded = manifest::load_texts(saved.sources, kinds_, operator_.variables);
    if (planned->loaded.diagnostics.has_errors()) {
        return std::unexpected(
            end(planned->loaded.diagnostics, planned->loaded.sources, ExitCode::usage));
    }
    Diagnostics said_then; // when the plan was made
    planned->selection = select(saved.selection, kinds_, planned->loaded.desired, said_then);
    planned->live = planner::live_then(saved, kinds_, planned->loaded.desired);
    // A plan without steps selects nobody, and nobody is not everybody.
    if (saved.steps == Json::array()) return planned;
    planned->plan = planner::plan(kinds_, planned->loaded.desired, planned->live,
                                  planned->selection, said_then);
    const bool fits = planner::steps_to_save(planned->plan) == saved.steps;
    if (fits && planner::apply_verdicts(saved.verdicts, planned->plan)) return planned;
    return std::unexpected(
        refuse("the plan file does not fit together: its steps do not follow from its manifests",
               "it was changed, made by another version of tenantry, or a variable has another "
               "value now: make a new plan",
               ExitCode::usage));
}

std::expected<std::unique_ptr<Planned>, ExitCode> Session::replay(const std::string& file) {
    if (auto begun = begin(); !begun) return std::unexpected(begun.error());
    auto saved = read_saved(file);
    if (!saved) return std::unexpected(saved.error());
    return replay(*saved);
}

std::expected<std::unique_ptr<Planned>, ExitCode> Session::plan_again(const std::string& file) {
    if (auto begun = begin(); !begun) return std::unexpected(begun.error());
    auto saved = read_saved(file);
    if (!saved) return std::unexpected(saved.error());
    const auto then = replay(*saved);
    if (!then) return std::unexpected(then.error());
    if (auto connected = connect(); !connected) return std::unexpected(connected.error());
    const auto tenant = identify();
    if (!tenant) return std::unexpected(tenant.error());
    if (*tenant != saved->tenant) {
        return std::unexpected(
            refuse("the plan was made for another tenant, at " + printable(saved->tenant.api),
                   "use the credential and the address it was made with", ExitCode::usage));
    }
    auto planned = std::make_unique<Planned>();
    planned->loaded = manifest::load_texts(saved->sources, kinds_, operator_.variables);
    Diagnostics said_then; // when the plan was made
    planned->selection = select(saved->selection, kinds_, planned->loaded.desired, said_then);
    if ((*then)->plan.steps.empty()) return planned;
    if (auto opened = open_lanes(*planned); !opened) return std::unexpected(opened.error());
    auto live = read(*planned);
    if (!live) return std::unexpected(live.error());
    planned->live = std::move(*live);
    // What told the program may not be read again for fewer customers, nor what others have of the
    // plans that are ordered.
    Live& now = planned->live.live;
    now.program = saved->live.program;
    for (const auto& [where, names] : saved->live.components)
        now.components[where].insert(names.begin(), names.end());
    planned->plan = planner::plan(kinds_, planned->loaded.desired, planned->live,
                                  planned->selection, planned->diagnostics);
    planner::refuse_moved(kinds_, (*then)->plan, planned->plan, planned->loaded.desired,
                          planned->live, planned->diagnostics);
    planner::guard(planned->plan, kinds_, planned->loaded.desired, planned->live.live,
                   arguments_.overrides, planned->diagnostics);
    say(*planned);
    return planned;
}

} // namespace tenantry::cli
