#include "engine/undo/undo.hpp"

#include "engine/undo/judge.hpp"
#include "engine/undo/patch.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <set>
#include <utility>

namespace tenantry::undo {
namespace {

constexpr std::string_view removes_nothing =
    "delete it at the dashboard, and take it out of the manifests: tenantry removes nothing";

bool has_happened(const ledger::StepRecord& step) {
    return step.outcome == "done" || step.outcome == "partly" || step.outcome == "uncertain";
}

/// What a create was, and what a person would do about it.
std::pair<std::string, std::string> of_creation(const Kind& kind, const KindTable& kinds) {
    const ServiceUsers* const users = kinds.service_users();
    if (users != nullptr && users->is_user(kind)) {
        return {"made, with a key",
                "ask Cloudflare to remove the user, and keep the entry in the store as long as it "
                "is there: no manifest takes back a user or a key"};
    }
    if (kind.invitation != nullptr) {
        return {"invited", "remove it at the dashboard, where an invitation is revoked, too, and "
                           "take it out of the manifests: tenantry removes nobody"};
    }
    if (kind.buys()) {
        return {"bought", "end it at the dashboard, and take it out of the manifests: what is paid "
                          "stays paid, and tenantry ends no subscription"};
    }
    if (kind.comes_with_parent()) {
        return {"set for the first time",
                "write the values that are meant: what was there before is not known"};
    }
    return {"created", std::string(removes_nothing)};
}

std::string ordered_in_words(const Json& fields) {
    std::vector<std::string> parts;
    for (const RecordedField& field : fields_in(fields)) {
        parts.push_back(fmt::format("{} {} -> {}", printable(field.path),
                                    field.before.is_null() ? "unknown" : to_text(field.before),
                                    to_text(field.after)));
    }
    return "ordered: " + join(parts, ", ");
}

Lasting lasting_of(const ledger::StepRecord& step, std::string what, std::string hint) {
    return {step.address, step.kind, step.object, std::move(what), std::move(hint)};
}

/// What a step did, where that is no value that could be written back; nothing for an update.
std::optional<Lasting> lasting_in(const ledger::StepRecord& step, const KindTable& kinds) {
    const Kind* const kind = kinds.find(step.kind);
    if (step.outcome == "uncertain") {
        return lasting_of(step, fmt::format("not clear whether it was {}d", step.action),
                          step.what_to_check);
    }
    if (kind == nullptr) {
        return lasting_of(step, step.action + "d",
                          "look at it: this tenantry does not know what a " + printable(step.kind) +
                              " is");
    }
    if (step.action == "create") {
        auto [what, hint] = of_creation(*kind, kinds);
        return lasting_of(step, step.outcome == "done" ? what : what + ", in part", hint);
    }
    if (kind->buys()) {
        return lasting_of(step, ordered_in_words(step.fields),
                          "what is paid stays paid; to go back, write what was there before, and "
                          "run apply with --allow-downgrade");
    }
    if (step.fields.items() == nullptr) {
        return lasting_of(step, "updated",
                          "look at it: what it was before cannot be read in the "
                          "ledger");
    }
    return std::nullopt;
}

/// Calls of steps that never came to their end, because the run was killed.
void add_calls_without_step(const Recorded& recorded, Undo& undo) {
    std::set<std::string_view> told;
    for (const ledger::StepRecord& step : recorded.steps)
        told.insert(step.address);
    for (const ledger::CallRecord& call : recorded.calls) {
        const bool nothing =
            call.fate == ledger::Fate::failed || call.fate == ledger::Fate::did_not;
        if (nothing || told.contains(call.address)) continue;
        const bool made = call.makes && !call.object.empty();
        undo.lasting.push_back(
            {call.address, call.kind, call.object,
             fmt::format("{} {}", call.call,
                         call.fate == ledger::Fate::done ? "was done, and the run ended before it "
                                                           "told what became of the step"
                                                         : "was sent, and its answer is not known"),
             made ? std::string(removes_nothing)
                  : "look at it: tenantry plan shows what is otherwise than the manifests say"});
    }
}

} // namespace

Undo take_back(const Recorded& recorded, const manifest::Loaded& manifests, const KindTable& kinds,
               const manifest::Variables& variables, const std::string& folder) {
    Undo undo;
    const Judge judge(recorded, manifests, kinds);
    std::vector<WayBack> ways; // of each reversal
    for (const ledger::StepRecord& step : recorded.steps) {
        if (!has_happened(step)) continue;
        if (auto lasting = lasting_in(step, kinds)) {
            undo.lasting.push_back(std::move(*lasting));
            continue;
        }
        for (const RecordedField& field : fields_in(step.fields)) {
            if (field.status == "not_tried") continue;
            ways.push_back(judge.judge(step, field, undo.reversals.emplace_back()));
        }
    }
    add_calls_without_step(recorded, undo);
    write_patch(undo, ways, manifests, kinds, variables, folder);
    return undo;
}

} // namespace tenantry::undo
