#include "engine/base/text.hpp"
#include "engine/diff/diff.hpp"
#include "engine/exporter/exporter.hpp"
#include "engine/exporter/roots.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/planner/planner.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

namespace tenantry::exporter {
namespace {

/// Objects by kind, of the roots that are written.
class Counts {
public:
    /// What lies in a root that is left out goes with it.
    Counts(const KindTable& kinds, const Live& live, const ExportChoice& choice,
           const Export& written) {
        std::set<std::string_view> gone;
        for (const LeftOut& one : written.left_out)
            if (is_root(kinds, *one.kind)) gone.insert(one.account);
        std::map<std::pair<std::string_view, std::string_view>, bool> chosen;
        for (const Kind* kind : kinds.kinds()) {
            for (const LiveObject& object : live.of(kind->name)) {
                const bool in = kind->parent.empty() ? choice.roots.contains(object.id)
                                                     : chosen[{kind->parent, object.parent}];
                chosen[{kind->name, object.id}] = in && !gone.contains(object.id);
                const bool asked = kind->parent.empty() || choice.kinds.contains(kind->name);
                if (in && asked && !kind->comes_with_parent()) ++live_[kind];
            }
        }
    }

    std::size_t of(const Kind& kind) const {
        const auto found = live_.find(&kind);
        return found == live_.end() ? 0 : found->second;
    }

private:
    std::map<const Kind*, std::size_t> live_;
};

std::vector<Tally> tallies_of(const KindTable& kinds, const Live& live, const ExportChoice& choice,
                              const Export& written, const Desired& desired,
                              const Matches& matches) {
    const Counts counts(kinds, live, choice, written);
    std::vector<Tally> tallies;
    for (const Kind* kind : kinds.kinds()) {
        const bool asked = kind->parent.empty() || choice.kinds.contains(kind->name);
        if (!asked || kind->comes_with_parent() || !is_exported(kinds, *kind)) continue;
        Tally tally{.kind = kind, .live = counts.of(*kind)};
        for (std::size_t i = 0; i < desired.resources.size(); ++i) {
            const LiveObject* object = matches.of[i].live;
            const bool ours = desired.resources[i].kind == kind && object != nullptr &&
                              choice.roots.contains(matches.root_id(desired, i));
            if (ours) ++tally.written;
        }
        for (const LeftOut& one : written.left_out)
            if (one.kind == kind) (one.meant ? tally.left_out : tally.missing) += one.count;
        tallies.push_back(tally);
    }
    return tallies;
}

void add_steps(const Plan& plan, std::vector<std::string>& differences) {
    for (const Step& step : plan.steps) {
        std::vector<std::string> fields;
        fields.reserve(step.change.fields.size());
        for (const FieldChange& field : step.change.fields)
            fields.push_back(field.path);
        differences.push_back(fmt::format("a plan would {} {}: {}", name_of(step.change.action),
                                          step.address().text(), join(fields, ", ")));
    }
    for (const Change& change : plan.barred)
        differences.push_back("a plan finds a difference that it cannot mend at " +
                              change.resource->address.text());
    for (const std::string& customer : plan.refused)
        differences.push_back("a plan refuses the customer " + customer);
    for (const std::string& customer : plan.in_doubt)
        differences.push_back("a plan leaves out fields of the customer " + customer);
}

/// What is left out for a reason is a difference already.
void add_unmanaged(const Plan& plan, const ExportChoice& choice, const Export& written,
                   std::vector<std::string>& differences) {
    std::set<std::pair<const Kind*, std::string_view>> told;
    for (const LeftOut& one : written.left_out)
        told.emplace(one.kind, one.name);
    for (const Unmanaged& one : plan.unmanaged) {
        const bool root = one.kind->parent.empty();
        if (root && !choice.roots.contains(one.live->id)) continue;
        if (told.contains({one.kind, one.live->name})) continue;
        differences.push_back("no file names " + one.address.text());
    }
}

} // namespace

Proof prove(const KindTable& kinds, Live live, const ExportChoice& choice, const Export& written,
            std::vector<Source> others) {
    for (const ExportedFile& file : written.files)
        others.push_back({file.path, file.text});
    Proof proof;
    manifest::Loaded loaded = manifest::load_texts(std::move(others), kinds);
    proof.diagnostics = loaded.diagnostics;
    for (const LeftOut& one : written.left_out)
        if (!one.meant)
            proof.differences.push_back(
                fmt::format("not in the files: {}: {}", one.title(), one.why));
    if (loaded.diagnostics.has_errors()) {
        proof.differences.emplace_back("the files are no manifests: see the errors");
        proof.sources = std::move(loaded.sources);
        return proof;
    }
    const Matched matched = diff::match(kinds, loaded.desired, std::move(live));
    // Of what stands beside them, only what it has to do with the new files was read.
    Selection selection;
    if (loaded.desired.customers.size() > written.customers.size()) {
        selection.customers = written.customers;
        selection = select(std::move(selection), kinds, loaded.desired, proof.diagnostics);
    }
    const Plan plan = planner::plan(kinds, loaded.desired, matched, selection, proof.diagnostics);
    add_steps(plan, proof.differences);
    add_unmanaged(plan, choice, written, proof.differences);
    proof.tallies =
        tallies_of(kinds, matched.live, choice, written, loaded.desired, matched.matches);
    for (const Tally& tally : proof.tallies) {
        const std::size_t told = tally.written + tally.left_out + tally.missing;
        if (told == tally.live) continue;
        proof.differences.push_back(fmt::format("of {}, {} are in the files or left out for a "
                                                "reason that is told",
                                                tally.kind->counted(tally.live), told));
    }
    proof.sources = std::move(loaded.sources);
    return proof;
}

} // namespace tenantry::exporter
