// A plan file as a stranger wrote it: read, and planned from as apply does before it asks the API.
// Whatever stands in it, the calls that come out are calls of kinds, with ids in their paths.
#include "engine/diff/diff.hpp"
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/planner/planner.hpp"
#include "engine/render/render.hpp"
#include "tests/fuzz/harness.hpp"

#include <algorithm>
#include <set>

using namespace tenantry;
using fuzz::claim;

namespace {

const KindTable& table() {
    static const KindTable kinds = kinds::all_kinds();
    return kinds;
}

/// The slots of a path: "account" in "/accounts/{account}/members".
std::vector<std::string_view> slots_of(std::string_view path) {
    std::vector<std::string_view> slots;
    for (auto open = path.find('{'); open != std::string_view::npos;
         open = path.find('{', open + 1))
        slots.push_back(path.substr(open + 1, path.find('}', open) - open - 1));
    return slots;
}

/// The paths that writes have, by method: those of the lists and of single objects, as the kinds
/// spell them.
bool is_path_of(const Kind& kind, std::string_view path) {
    static const std::set<std::string_view> known = {
        "/accounts",
        "/accounts/{account}",
        "/zones",
        "/zones/{zone}",
        "/zones/{zone}/subscription",
        "/zones/{zone}/hold",
        "/accounts/{account}/members",
        "/accounts/{account}/members/{member}",
        "/accounts/{account}/subscriptions",
        "/accounts/{account}/subscriptions/{account_subscription}"};
    const Part& part = kind.reading.part;
    const std::string_view fields = part.path;
    if (part.is_each_field() && path.starts_with(fields)) {
        const std::string_view name = path.substr(fields.size());
        return !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") ==
                                    std::string_view::npos;
    }
    const bool of_list = std::ranges::any_of(
        kind.reading.list_calls, [&](const ListCall& list) { return path.starts_with(list.path); });
    return known.contains(path) && (of_list || path.starts_with(kind.reading.object_path));
}

void claim_sound(const Step& step, std::size_t index) {
    const bool creates = step.change.action == Action::create;
    claim(creates == (step.change.live == nullptr), "only what is not live is created");
    claim(!step.calls.empty(), "a step has calls");
    for (const Binding& binding : step.bindings) {
        const bool known = binding.from_step == Binding::known;
        claim(known ? is_id(binding.id) : binding.from_step < index, "only an id gets into a path");
    }
    for (const Call& call : step.calls) {
        claim(call.method != Method::get, "a step writes");
        claim(is_path_of(step.kind(), call.path), "a call is one of its kind");
        for (const std::string_view slot : slots_of(call.path)) {
            // The first call of a create gives the id that the next ones need.
            const bool bound =
                std::ranges::find(step.bindings, slot, &Binding::slot) != step.bindings.end();
            claim(bound || (creates && slot == step.kind().name), "every slot has its id");
        }
    }
}

void claim_printed(const Plan& plan, const Diagnostics& diagnostics, const Sources& sources) {
    fuzz::claim_printable(render::plan(plan, sources, {}));
    fuzz::claim_printable(render::diagnostics(diagnostics, sources, {}));
    claim(render::plan_json(plan, sources).members() != nullptr, "a plan is JSON");
}

} // namespace

void fuzz::try_input(std::string_view input) {
    const auto saved = planner::parse_saved(input, table());
    if (!saved) return claim(!saved.error().empty(), "what is refused is refused with a reason");
    const std::string text = planner::to_text(*saved, "0.0");
    const auto again = planner::parse_saved(text, table());
    claim(again.has_value(), "what was read can be kept");
    claim(planner::to_text(*again, "0.0") == text, "what is kept stays the same");
    const manifest::Loaded loaded = manifest::load_texts(saved->sources, table());
    if (loaded.diagnostics.has_errors()) return;
    Diagnostics diagnostics;
    const Matched live = planner::live_then(*saved, table(), loaded.desired);
    const Selection selection = select(saved->selection, table(), loaded.desired, diagnostics);
    Plan plan = planner::plan(table(), loaded.desired, live, selection, diagnostics);
    for (std::size_t i = 0; i < plan.steps.size(); ++i)
        claim_sound(plan.steps[i], i);
    claim_printed(plan, diagnostics, loaded.sources);
    planner::guard(plan, table(), loaded.desired, saved->live, {}, diagnostics);
    // Against an empty tenant: all that stood there is gone.
    const Matched empty = diff::match(table(), loaded.desired, {});
    Plan now = planner::plan(table(), loaded.desired, empty, selection, diagnostics);
    planner::refuse_moved(table(), plan, now, loaded.desired, empty, diagnostics);
    claim_printed(now, diagnostics, loaded.sources);
}
