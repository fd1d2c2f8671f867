// What the API answers, in the worst case: a section "== zone 200" is one answer to the list of
// zones with HTTP status 200; a name that is no kind stands for each of them, "== unit" for the
// catalogue and "== detail" for what lists do not tell. All of it is planned against manifests that
// do not change, and printed.
#include "engine/diff/diff.hpp"
#include "engine/http/envelope.hpp"
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/model/explain.hpp"
#include "engine/planner/planner.hpp"
#include "engine/render/render.hpp"
#include "tests/fuzz/harness.hpp"
#include "tests/support/places.hpp"

#include <algorithm>
#include <charconv>

using namespace tenantry;
using fuzz::claim;

namespace {

/// The manifests that people start from, and some that make the planner think.
struct Wanted {
    KindTable kinds = kinds::all_kinds();
    manifest::Loaded loaded = manifest::load(
        {places::source("manifests"), places::source("tests/fuzz/wanted.yaml")}, kinds, {});

    Wanted() {
        claim(!loaded.diagnostics.has_errors(),
              render::diagnostics(loaded.diagnostics, loaded.sources, {}));
    }
};

const Wanted& wanted() {
    static const Wanted once;
    return once;
}

struct Heading {
    std::string_view name = {};
    int status = 200;
};

Heading heading_of(std::string_view title) {
    const auto blank = title.find(' ');
    Heading heading{.name = title.substr(0, blank)};
    if (blank == std::string_view::npos) return heading;
    std::from_chars(title.data() + blank + 1, title.data() + title.size(), heading.status);
    return heading;
}

void claim_harmless(const Fault& fault) {
    Diagnostic diagnostic{.summary = fault.summary()};
    explain(diagnostic, fault);
    Diagnostics diagnostics;
    diagnostics.add(std::move(diagnostic));
    fuzz::claim_printable(render::diagnostics(diagnostics, {}, {}));
    fuzz::claim_printable(fault.describe());
}

/// Takes over the items of one page, as the reader of lists does: an item that cannot be told is
/// refused.
void add_page(Live& live, const Kind& kind, const Json& result) {
    const JsonArray* items = result.items();
    if (items == nullptr) return;
    for (const Json& item : *items) {
        std::optional<LiveObject> object = kind.reading.from_api(item);
        if (!object || object->doubt("") != nullptr) continue;
        auto& known = live.objects[std::string(kind.name)];
        const bool twice = std::ranges::find(known, object->id, &LiveObject::id) != known.end();
        if (!twice) known.push_back(std::move(*object));
    }
}

/// Takes over what every parent has one of.
void add_single(Live& live, const Kind& kind, const Json& result) {
    auto& known = live.objects[std::string(kind.name)];
    for (const LiveObject& parent : live.of(kind.parent)) {
        const bool twice = std::ranges::find(known, parent.id, &LiveObject::id) != known.end();
        std::optional<LiveObject> object = kind.reading.from_api(result);
        if (twice || !object || object->doubt("") != nullptr) continue;
        object->id = object->parent = parent.id;
        known.push_back(std::move(*object));
    }
}

/// Takes over what a call of its own told of every object.
void add_details(Live& live, const Json& result) {
    for (const Kind* kind : wanted().kinds.kinds()) {
        for (LiveObject& object : live.objects[std::string(kind->name)])
            kind->reading.part.add(result, object);
    }
}

void add_units(Live& live, const Json& result) {
    auto& units = live.catalogues[{"unit", ""}];
    for (const Json& item : result.items() == nullptr ? JsonArray() : *result.items()) {
        units.push_back({std::string(item.text_of("id")), std::string(item.text_of("name")),
                         std::string(item.text_of("tenant"))});
    }
}

void add_answer(Live& live, const Heading& heading, std::string_view body) {
    const Request request{.path = "/" + std::string(heading.name)};
    const http::Reply reply{.status = heading.status, .body = std::string(body)};
    const auto response = http::read_envelope(request, reply);
    if (!response) return claim_harmless(response.error());
    if (heading.name == "unit") return add_units(live, response->result);
    if (heading.name == "detail") return add_details(live, response->result);
    const Kind* named = wanted().kinds.find(heading.name);
    for (const Kind* kind : wanted().kinds.kinds()) {
        if (named != nullptr && named != kind) continue;
        if (kind->one_per_parent) {
            add_single(live, *kind, response->result);
        } else {
            add_page(live, *kind, response->result);
        }
    }
}

void claim_sound(const Plan& plan) {
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const Step& step = plan.steps[i];
        const bool creates = step.change.action == Action::create;
        claim(creates == (step.change.live == nullptr), "only what is not live is created");
        claim(!step.calls.empty(), "a step has calls");
        for (const std::size_t before : step.waits_for)
            claim(before < i, "a step stands behind those it waits for");
        for (const Binding& binding : step.bindings) {
            const bool known = binding.from_step == Binding::known;
            claim(known || binding.from_step < i, "an id comes from a step before");
            claim(!known || is_id(binding.id), "only an id gets into a path");
        }
    }
}

void claim_printed(const Plan& plan, const Diagnostics& diagnostics) {
    const Sources& sources = wanted().loaded.sources;
    Drift drift{.findings = planner::findings(plan)};
    planner::judge(drift, wanted().kinds, wanted().loaded.desired, plan, diagnostics,
                   {.today = Day()});
    fuzz::claim_printable(render::diagnostics(diagnostics, sources, {}));
    fuzz::claim_printable(render::plan(plan, sources, {}));
    fuzz::claim_printable(render::drift(drift, plan, sources, {}));
    // As values: that every value can be written and read is what json_fuzz tries.
    claim(render::plan_json(plan, sources).members() != nullptr, "a plan is JSON");
    claim(render::drift_json(drift, plan, sources).members() != nullptr, "findings are JSON");
    claim(render::diagnostics_json(diagnostics, sources).items() != nullptr, "mistakes are JSON");
}

} // namespace

void fuzz::try_input(std::string_view input) {
    Live live;
    for (const Section& section : sections_of(input))
        add_answer(live, heading_of(section.title), section.body);
    Diagnostics diagnostics;
    const Wanted& want = wanted();
    const Matched matched = diff::match(want.kinds, want.loaded.desired, std::move(live));
    const Plan plan = planner::plan(want.kinds, want.loaded.desired, matched, {}, diagnostics);
    claim_sound(plan);
    claim_printed(plan, diagnostics);
}
