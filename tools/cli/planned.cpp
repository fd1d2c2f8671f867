#include "tools/cli/planned.hpp"

#include "engine/diff/diff.hpp"
#include "tools/cli/run_head.hpp"
#include "tools/cli/service_user_lanes.hpp"

#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace tenantry::cli {
namespace {

constexpr auto patience_while_reading = std::chrono::seconds(30);

/// What the revision managed and the manifests do not, as far as it was asked for.
void tell_departed_since(const Setup& setup, Planned& planned) {
    const bool all = setup.arguments().selection.everything();
    planned.plan.departed_since = planned.since->ref;
    planned.plan.departed = planned.since->changes.departed;
    std::erase_if(planned.plan.departed, [&](const Departed& one) {
        return !all && !planned.selection.covers(one.address);
    });
}

} // namespace

std::string Planned::last_lines() const {
    std::string text;
    if (since) {
        for (const std::string& line : since_lines(*since, customers_looked_at(*this)))
            text += line + "\n";
    }
    return text + head_line(head);
}

PlannedRun load_manifests(Setup& setup) {
    if (auto configured = setup.configure(); !configured)
        return std::unexpected(std::move(configured.error()));
    auto planned = std::make_unique<Planned>();
    manifest::Loaded& loaded = planned->loaded;
    loaded = manifest::load(setup.arguments().paths, setup.kinds(), setup.variables());
    if (loaded.diagnostics.has_errors())
        return refuse(std::move(loaded.diagnostics), std::move(loaded.sources));
    Diagnostics slips;
    Selection selection = setup.arguments().selection;
    if (!setup.arguments().since.empty()) {
        auto compared = compare_since(setup, loaded);
        if (!compared) return std::unexpected(std::move(compared.error()));
        selection.only = compared->changes.customers;
        planned->since = std::move(*compared);
    }
    planned->selection = select(std::move(selection), setup.kinds(), loaded.desired, slips);
    if (slips.has_errors()) return refuse(std::move(slips), std::move(loaded.sources));
    return planned;
}

std::expected<void, Refusal> read_live(Setup& setup, Connection& connection, Planned& planned) {
    auto unusable = open_lanes(setup, connection, planned);
    if (!unusable) return std::unexpected(std::move(unusable.error()));
    http::Expected<Matched> live;
    const auto work = [&]() -> boost::asio::awaitable<void> {
        connection.progress().reading();
        // Everybody waits for the reading to end; in an apply they would not.
        connection.lanes().be_patient(patience_while_reading);
        reader::ReadOptions options;
        options.self = connection.terms().self;
        options.unusable = std::move(*unusable);
        live = co_await reader::read_live(connection.lanes(), setup.kinds(), planned.loaded.desired,
                                          planned.selection, std::move(options));
    };
    connection.run(work());
    if (!live) return refuse(live.error(), connection.terms());
    planned.live = std::move(*live);
    return {};
}

std::expected<void, Refusal> make_plan(Setup& setup, Connection& connection, Planned& planned) {
    // Whoever is not selected is not read; nor are the lists that all have in common.
    const bool nobody = planned.since && customers_looked_at(planned).empty();
    if (nobody) {
        planned.live = diff::match(setup.kinds(), planned.loaded.desired, {});
    } else if (auto read = read_live(setup, connection, planned); !read) {
        return read;
    }
    planned.diagnostics = planned.loaded.diagnostics; // it may be made more than once
    planned.plan = planner::plan(setup.kinds(), planned.loaded.desired, planned.live,
                                 planned.selection, planned.diagnostics);
    if (planned.since) tell_departed_since(setup, planned);
    return {};
}

void guard(const Setup& setup, Planned& planned) {
    planner::check_guards(setup.kinds(), planned.loaded.desired, &planned.live,
                          planned.diagnostics);
    planner::guard(planned.plan, setup.kinds(), planned.loaded.desired, planned.live.live,
                   setup.arguments().overrides, planned.diagnostics);
}

std::vector<std::string> customers_looked_at(const Planned& planned) {
    const Desired& desired = planned.loaded.desired;
    // Of a customer who has anything, something has to be selected: a --target may pass by him.
    std::set<std::string_view> have;
    std::set<std::string_view> selected;
    for (const Resource& resource : desired.resources) {
        have.insert(resource.address.customer());
        if (planned.selection.covers(resource.address))
            selected.insert(resource.address.customer());
    }
    std::vector<std::string> names;
    for (const Customer& customer : desired.customers) {
        const bool looked_at = have.contains(customer.name)
                                   ? selected.contains(customer.name)
                                   : planned.selection.covers_customer(customer.name);
        if (looked_at) names.push_back(customer.name);
    }
    return names;
}

void add_since(Json& document, const Planned& planned) {
    if (!planned.since) return;
    document.set("since", since_json(*planned.since, customers_looked_at(planned)));
}

void add_head(render::Digest& digest, const Planned& planned) {
    digest.head = head_line(planned.head);
    if (!planned.since) return;
    auto lines = since_lines(*planned.since, customers_looked_at(planned));
    digest.about.insert(digest.about.begin(), lines.begin(), lines.end());
}

void say(const Setup& setup, const Planned& planned) {
    if (planned.diagnostics.empty()) return;
    const Terminal& terminal = setup.terminal();
    terminal.say(
        render::diagnostics(planned.diagnostics, planned.loaded.sources, terminal.err_style()) +
        "\n");
}

} // namespace tenantry::cli
