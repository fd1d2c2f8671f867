#include "engine/render/digest/digest.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/sha256.hpp"
#include "engine/base/text.hpp"
#include "engine/render/by_member.hpp"
#include "engine/render/digest/parts.hpp"
#include "engine/render/render.hpp"
#include "engine/render/text/fields.hpp"
#include "engine/render/text/waiting.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace tenantry::render {
namespace {

Remark of_diagnostic(const Diagnostic& diagnostic) {
    const bool error = diagnostic.severity == Severity::error;
    return {.weight = error ? Weight::error : Weight::warning,
            .rule = diagnostic.code.empty() ? "error" : diagnostic.code,
            .customer = customer_of_subject(diagnostic.subject),
            .subject = diagnostic.subject,
            .summary = diagnostic.summary,
            .hint = diagnostic.hint,
            .position = diagnostic.position,
            .fails = error};
}

} // namespace

std::string customer_of_subject(std::string_view subject) {
    return std::string(subject.substr(0, subject.find('/')));
}

void add_diagnostics(Digest& digest, const Diagnostics& diagnostics) {
    for (const Diagnostic& diagnostic : diagnostics.told())
        digest.remarks.push_back(of_diagnostic(diagnostic));
}

void add_departed(Digest& digest, const Plan& plan) {
    for (const Departed& departed : plan.departed) {
        const std::string what = departed.kind == nullptr ? "customer"
                                 : departed.list ? "list of " + std::string(departed.kind->plural)
                                                 : departed.kind->title();
        digest.remarks.push_back({.weight = Weight::warning,
                                  .rule = "no-longer-managed",
                                  .customer = std::string(departed.address.customer()),
                                  .subject = departed.address.text(),
                                  .summary = "the " + what + " left the manifests",
                                  .details = {{"resources", std::to_string(departed.resources)}},
                                  .hint = "it stays as it is, and nobody looks after it any more"});
        if (!plan.departed_since.empty())
            digest.remarks.back().details.emplace_back("had it", plan.departed_since);
    }
}

void add_waiting(Digest& digest, const Plan& plan, Acceptance acceptance) {
    for (const Waiting& waiting : plan.waiting) {
        if (waiting.acceptance != acceptance) continue;
        const Address& address = waiting.resource->address;
        const bool accepts = acceptance == Acceptance::waiting;
        Remark remark{.weight = accepts ? Weight::note : Weight::warning,
                      .rule = accepts                              ? "waiting"
                              : acceptance == Acceptance::rejected ? "rejected"
                                                                   : "unknown-status",
                      .customer = std::string(address.customer()),
                      .subject = address.text(),
                      .summary = waiting_words(*waiting.kind, acceptance, 1),
                      .hint = std::string(waiting_hint(*waiting.kind, acceptance)),
                      .position = waiting.resource->position,
                      .skipped = true}; // no step can do anything about it
        if (acceptance == Acceptance::unknown)
            remark.details.emplace_back("status", std::string(waiting.live->text_of("status")));
        digest.remarks.push_back(std::move(remark));
    }
}

void add_field_details(Remark& remark, std::span<const FieldChange> fields, bool create,
                       Position resource, const Sources& sources) {
    Lines lines;
    add_fields(lines, fields, create, resource, sources, {});
    const std::vector<FieldChange> members = by_member(fields);
    for (std::size_t i = 0; i < members.size(); ++i) {
        remark.details.push_back({.label = lines[i].first,
                                  .value = lines[i].second,
                                  .before = create ? "" : shown_before(members[i]),
                                  .after = shown(members[i].as_written()),
                                  .place = line_of(members[i].position, sources)});
    }
}

std::vector<std::size_t> turns_of(const Plan& plan) {
    std::vector<std::size_t> turns(plan.steps.size(), 1);
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const Step& step = plan.steps[i];
        for (const auto* const before : {&step.waits_for, &step.begins_after})
            for (const std::size_t j : *before)
                if (j < i) turns[i] = std::max(turns[i], turns[j] + 1);
    }
    return turns;
}

std::string line_of(Position position, const Sources& sources) {
    position.column = 0;
    return position.known() ? sources.describe(position) : "";
}

void add_as_wanted(Digest& digest, const Plan& plan, std::span<const std::string> looked_at,
                   std::set<std::string_view> others) {
    others.insert(plan.refused.begin(), plan.refused.end());
    others.insert(plan.in_doubt.begin(), plan.in_doubt.end());
    for (const Remark& remark : digest.remarks)
        others.insert(remark.customer);
    std::ranges::copy_if(looked_at, std::back_inserter(digest.as_wanted),
                         [&](const std::string& name) { return !others.contains(name); });
}

std::string_view name_of(Weight weight) {
    switch (weight) {
    case Weight::note: return "note";
    case Weight::warning: return "warning";
    case Weight::error: return "error";
    }
    bug("weight out of range");
}

std::string Remark::fingerprint() const {
    // Without the place: a line above it is no other trouble.
    constexpr std::size_t enough = 32;
    return sha256(fmt::format("{}\n{}\n{}", rule, subject, key.empty() ? summary : key))
        .substr(0, enough);
}

std::size_t Digest::count(Weight weight) const {
    return static_cast<std::size_t>(std::ranges::count(remarks, weight, &Remark::weight));
}

Digest digest(const Diagnostics& diagnostics) {
    Digest digest;
    add_diagnostics(digest, diagnostics);
    return digest;
}

} // namespace tenantry::render
