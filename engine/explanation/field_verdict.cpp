#include "engine/explanation/field_verdict.hpp"

#include "engine/base/text.hpp"
#include "engine/explanation/comparison_words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

namespace tenantry::explanation {
namespace {

const Step* step_of(const Plan& plan, const Resource& resource) {
    const auto found = std::ranges::find_if(
        plan.steps, [&](const Step& step) { return step.change.resource == &resource; });
    return found == plan.steps.end() ? nullptr : &*found;
}

const Change* barred_of(const Plan& plan, const Resource& resource) {
    const auto found = std::ranges::find(plan.barred, &resource, &Change::resource);
    return found == plan.barred.end() ? nullptr : &*found;
}

bool is_about(const Diagnostic& diagnostic, const std::string& address) {
    return diagnostic.subject == address ||
           std::ranges::find(diagnostic.also, address) != diagnostic.also.end();
}

/// What the planner found wrong with one field. It tells one cause once, at one of the lines and
/// resources that it concerns.
const Diagnostic* error_of_field(const Grounds& grounds, const Resource& resource,
                                 const Field& field) {
    const std::vector<Diagnostic>& all = grounds.diagnostics.all();
    const std::string& address = resource.address.text();
    const auto find = [&](const auto& condition) -> const Diagnostic* {
        const auto found = std::ranges::find_if(all, [&](const Diagnostic& diagnostic) {
            return !diagnostic.field.empty() && condition(diagnostic);
        });
        return found == all.end() ? nullptr : &*found;
    };
    const auto exactly = find([&](const Diagnostic& diagnostic) {
        return diagnostic.field == field.path && is_about(diagnostic, address);
    });
    if (exactly != nullptr) return exactly;
    const auto at_line = find([&](const Diagnostic& diagnostic) {
        return diagnostic.position == field.position && diagnostic.position.known();
    });
    if (at_line != nullptr) return at_line;
    return find([&](const Diagnostic& diagnostic) { return is_about(diagnostic, address); });
}

/// Why its customer gets no step at all: an error of the resource, of what it lies in, or another.
const Diagnostic* error_of_customer(const Grounds& grounds, const Resource& resource) {
    const Diagnostic* nearest = nullptr;
    int rank_of_nearest = 0;
    for (const Diagnostic& diagnostic : grounds.diagnostics.all()) {
        if (diagnostic.severity != Severity::error || !diagnostic.field.empty()) continue;
        const Address subject = Address::parse(diagnostic.subject);
        int rank = subject.customer() == resource.address.customer() ? 1 : 0;
        if (rank == 1 && subject.contains(resource.address)) rank = 2;
        if (is_about(diagnostic, resource.address.text())) rank = 3;
        if (rank <= rank_of_nearest) continue;
        nearest = &diagnostic;
        rank_of_nearest = rank;
    }
    return nearest;
}

std::string in_words(const Diagnostic& diagnostic, const Resource& resource) {
    if (is_about(diagnostic, resource.address.text()) || diagnostic.subject.empty())
        return diagnostic.summary;
    return fmt::format("{} (of {})", diagnostic.summary, in_quotes(diagnostic.subject));
}

bool is_refused(const Grounds& grounds, const Resource& resource) {
    return std::ranges::binary_search(grounds.plan.refused, resource.address.customer());
}

std::string refusal_words(const Step& step) {
    if (step.refused_by == "locked" || step.refused_by == "ledger")
        return "refused: " + step.breach;
    if (step.breach.empty())
        return "left alone: another step of this customer breaks the guard " + step.refused_by;
    return fmt::format("refused by the guard {}: {}", step.refused_by, step.breach);
}

std::string acceptance_words(const LiveObject& object, const Kind& kind) {
    switch (kind.acceptance(object)) {
    case Acceptance::rejected: return "it was rejected, and nothing is sent again by itself";
    case Acceptance::unknown: return std::string(unknown_hint);
    default: return {};
    }
}

/// Judges one field of one resource.
class FieldJudge {
public:
    FieldJudge(const Grounds& grounds, std::size_t index, ExplainedField& field)
        : grounds_(grounds), resource_(grounds.desired.resources[index]),
          match_(grounds.live.matches.of[index]),
          facts_(grounds.kinds.schema_of(*resource_.kind).field(field.path)),
          wanted_(resource_.field(field.path)), field_(field) {
        if (match_.live == nullptr && !match_.undecided) given_ = resource_.kind->from_the_start();
        now_ = given_ ? &*given_ : match_.live;
    }

    void judge() {
        look_at_live();
        if (wanted_ == nullptr) return leave_alone();
        if (is_refused(grounds_, resource_) || match_.undecided) return bar_customer();
        if (by_plan()) return;
        if (facts_->identity == IdentityRole::id || facts_->identity == IdentityRole::previously ||
            facts_->identity == IdentityRole::name || facts_->identity == IdentityRole::part ||
            facts_->identity == IdentityRole::whose) {
            return say(FieldVerdict::not_compared, "it says which one is meant");
        }
        if (facts_->at_creation)
            return say(FieldVerdict::not_compared, "it says only how it is created");
        if (now_ == nullptr)
            return say(FieldVerdict::not_known, "there is nothing to compare it with");
        if (!field_.live_why.empty() && !field_.live)
            return say(FieldVerdict::not_known, field_.live_why);
        say(FieldVerdict::as_wanted,
            equal_words(*resource_.kind, *facts_, field_.path, live(), wanted_->value));
    }

private:
    void say(FieldVerdict verdict, std::string why, std::string hint = "") {
        field_.verdict = verdict;
        field_.why = std::move(why);
        field_.hint = std::move(hint);
    }

    Json live() const {
        const Json* const found = now_ == nullptr ? nullptr : now_->field(field_.path);
        return found == nullptr ? Json() : *found;
    }

    void look_at_live() {
        if (match_.undecided) {
            field_.live_why = "not known: it could not be decided which live object this is";
        } else if (now_ == nullptr || (match_.live == nullptr && live().is_null())) {
            field_.live_why =
                fmt::format("there {} no live {} yet", resource_.kind->only_plural() ? "are" : "is",
                            resource_.kind->title());
        } else if (const Doubt* doubt = now_->doubt(field_.path)) {
            field_.live_why = "not known: " + doubt->describe();
        } else if (const Fault* fault = now_->why_unread(field_.path)) {
            field_.live_why = "not known: it could not be read: " + fault->summary();
        } else if (live().is_null()) {
            field_.live_why = wanted_ == nullptr
                                  ? "not known: the API does not tell it, or it was not read "
                                    "because no manifest speaks of it"
                                  : "the API tells none";
        } else {
            show_live();
        }
        if (given_ && field_.live) field_.live_why = "it has this from the start";
    }

    void show_live() {
        if (wanted_ == nullptr) {
            field_.live = live();
            return;
        }
        FieldChange change{.path = field_.path, .before = live(), .after = wanted_->value};
        const auto written = grounds_.desired.written.find(wanted_->position);
        if (written != grounds_.desired.written.end()) change.written = written->second;
        field_.live = change.before_shown();
        field_.live_hidden = change.hides_before();
    }

    void leave_alone() {
        const std::string line = line_to_write(field_.path, field_.live ? *field_.live : Json());
        const std::string place = grounds_.sources.describe(resource_.position);
        say(FieldVerdict::left_alone,
            field_.layers.empty() ? unspoken_words(grounds_.kinds.schema_of(*resource_.kind),
                                                   grounds_.kinds, field_.path)
                                  : field_.kept_out,
            resource_.short_form
                ? fmt::format("to manage it, write {} in the long form at {}, with {}",
                              resource_.kind->word, place, line)
                : fmt::format("to manage it, write {} at {}", line, place));
    }

    void bar_customer() {
        const Diagnostic* const error = error_of_customer(grounds_, resource_);
        say(FieldVerdict::barred,
            error == nullptr ? "an error keeps its customer out of the plan"
                             : in_words(*error, resource_),
            error == nullptr ? "" : error->hint);
    }

    /// Whether the planner made something of it: a step, or what keeps one out.
    bool by_plan() {
        const Step* const step = step_of(grounds_.plan, resource_);
        const Change* const barred = barred_of(grounds_.plan, resource_);
        if (step != nullptr && step->change.changes(field_.path)) {
            if (step->refused_by.empty())
                say(FieldVerdict::changes, step->change.reason);
            else
                say(FieldVerdict::refused, refusal_words(*step));
            return true;
        }
        const bool left_out = (step != nullptr && step->change.leaves_out(field_.path)) ||
                              (barred != nullptr && barred->leaves_out(field_.path));
        const Diagnostic* const error = error_of_field(grounds_, resource_, *wanted_);
        const bool meant = error != nullptr && error->field == field_.path;
        if (left_out || meant) {
            const bool locked = error != nullptr && error->code == "plan.locked";
            say(locked ? FieldVerdict::locked : FieldVerdict::barred,
                error == nullptr ? "an error keeps it out of the plan" : error->summary,
                error == nullptr ? "" : error->hint);
            return true;
        }
        if (match_.live == nullptr) return false;
        std::string why = acceptance_words(*match_.live, *resource_.kind);
        if (why.empty()) return false;
        say(FieldVerdict::barred, std::move(why));
        return true;
    }

    const Grounds& grounds_;
    const Resource& resource_;
    const Match& match_;
    const Schema* facts_;
    const Field* wanted_;
    ExplainedField& field_;
    std::optional<LiveObject> given_ = {}; // where nobody has made one
    const LiveObject* now_ = nullptr;
};

} // namespace

void judge(const Grounds& grounds, std::size_t index, ExplainedField& field) {
    FieldJudge(grounds, index, field).judge();
}

void judge(const Grounds& grounds, std::size_t index, ExplainedResource& explained) {
    const Resource& resource = grounds.desired.resources[index];
    const Match& match = grounds.live.matches.of[index];
    if (match.live != nullptr) explained.id = match.live->id;
    if (is_refused(grounds, resource) || match.undecided) {
        const Diagnostic* const error = error_of_customer(grounds, resource);
        explained.why =
            "no step: " + (error == nullptr ? "an error keeps its customer out of the plan"
                                            : in_words(*error, resource));
        if (error != nullptr) explained.hint = error->hint;
        return;
    }
    if (const Step* const step = step_of(grounds.plan, resource)) {
        explained.action = name_of(step->change.action);
        explained.refused = !step->refused_by.empty();
        explained.why = step->refused_by.empty() ? step->change.reason : refusal_words(*step);
        return;
    }
    if (barred_of(grounds.plan, resource) != nullptr) {
        explained.why = "no step: what differs is kept out of the plan";
    } else if (match.live == nullptr && !resource.kind->comes_with_parent()) {
        explained.why = "no step, although it is not live: see the errors";
    } else if (match.live != nullptr) {
        const std::string waits = acceptance_words(*match.live, *resource.kind);
        explained.as_wanted = waits.empty();
        explained.why = "no step: " + (waits.empty() ? "nothing differs" : waits);
    } else {
        explained.as_wanted = true;
        explained.why = "no step: nothing differs";
    }
}

std::string line_to_write(std::string_view path, const Json& value) {
    const bool plain = !value.is_null() && value.items() == nullptr && value.members() == nullptr;
    std::string line = plain ? to_text(value) : "...";
    while (!path.empty()) {
        const std::size_t dot = path.rfind('.');
        const bool last = dot == std::string_view::npos;
        const std::string_view name = last ? path : path.substr(dot + 1);
        line = fmt::format("{}: {}", name, line);
        path = last ? std::string_view() : path.substr(0, dot);
        if (!last) line = fmt::format("{{{}}}", line);
    }
    return line;
}

} // namespace tenantry::explanation
