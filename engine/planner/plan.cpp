#include "engine/planner/planner.hpp"

#include "engine/diff/diff.hpp"
#include "engine/model/explain.hpp"
#include "engine/planner/changes.hpp"
#include "engine/planner/doubts.hpp"
#include "engine/planner/step_maker.hpp"
#include "engine/planner/unmanaged.hpp"
#include "engine/planner/unread.hpp"
#include "engine/products/products.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace tenantry::planner {
namespace {

std::vector<Waiting> waiting_in(const Desired& desired, const Matches& matches,
                                const Scope& scope) {
    std::vector<Waiting> waiting;
    for (std::size_t i = 0; i < desired.resources.size(); ++i) {
        const Resource& resource = desired.resources[i];
        const LiveObject* object = matches.of[i].live;
        if (object == nullptr) continue;
        if (scope.refused(resource) || !scope.covers(resource)) continue;
        const Acceptance acceptance = resource.kind->acceptance(*object);
        if (acceptance == Acceptance::settled) continue;
        waiting.push_back({resource.kind, &resource, object, acceptance});
    }
    return waiting;
}

/// What only shows when all changes of a kind are looked at, as two administrators who would demote
/// each other.
void check_together(const KindTable& kinds, const Desired& desired, const Live& live,
                    const Judged& judged, Scope& scope, Diagnostics& diagnostics) {
    for (const Kind* kind : kinds.kinds()) {
        if (kind->writing.check_all == nullptr) continue;
        std::vector<const Change*> changes;
        for (std::size_t i = 0; i < desired.resources.size(); ++i) {
            const Resource& resource = desired.resources[i];
            if (resource.kind != kind || !judged.needed[i] || scope.refused(resource)) continue;
            changes.push_back(&*judged.changes[i]);
        }
        Diagnostics found;
        kind->writing.check_all(changes, live, found);
        for (const Diagnostic& diagnostic : found.all())
            scope.report(diagnostic, diagnostics);
    }
}

/// Makes one plan. Works through the resources twice: first what differs, then, for customers
/// without an error, the steps.
class Planner {
public:
    Planner(const KindTable& kinds, const Desired& desired, const Matched& live,
            const Selection& selection)
        : kinds_(kinds), desired_(desired), found_(live), live_(live.live), matches_(live.matches),
          selection_(selection), prerequisites_(kinds, desired), users_(kinds, desired),
          program_(products::program_of(desired, live.live)), scope_(desired, selection),
          steps_(kinds, desired, live, prerequisites_, users_, program_),
          judged_(desired.resources.size()), left_out_(desired.resources.size(), false) {}

    Plan make(Diagnostics& diagnostics) {
        for (const Diagnostic& diagnostic : matches_.found.all())
            scope_.report(diagnostic, diagnostics);
        scope_.refuse_unmatched(matches_);
        report_unread(diagnostics);
        const Diagnostics nameless = unread_names(kinds_, desired_, live_, scope_);
        for (const Diagnostic& diagnostic : nameless.all())
            scope_.report(diagnostic, diagnostics);
        find_changes();
        take_along_parents();
        judge_locks();
        report_problems(diagnostics);
        check_together(kinds_, desired_, live_, judged_, scope_, diagnostics);
        plan_.waiting = waiting_in(desired_, matches_, scope_);
        for (std::size_t i = 0; i < desired_.resources.size(); ++i)
            judged_.needed[i] ? steps_.add(i, judged_, scope_, plan_) : keep_barred(i);
        plan_.unmanaged =
            unmanaged_in(kinds_, desired_, live_, selection_, matches_, scope_.refused());
        summarize();
        return std::move(plan_);
    }

private:
    /// A list that could not be read: its customer can't be judged, but for what a right is missing
    /// for.
    void report_unread(Diagnostics& diagnostics) {
        const Owners owners = live_.unread.empty() ? Owners() : owners_by_id(desired_, matches_);
        // A right that the credential lacks is missing everywhere: told once, at the first place.
        std::map<std::string, Position> places;
        ClosedLists closed;
        for (const Unread& unread : live_.unread) {
            const auto owner = owners.find(unread.parent);
            if (owner == owners.end()) continue;
            const Resource& parent = *owner->second;
            const Kind& kind = *kinds_.find(unread.kind);
            const bool alone =
                unread.fault.lacks_right() && !kind.comes_with_parent() && parent.kind != &kind;
            if (alone) {
                half_read_.emplace(parent.address.customer());
                closed.emplace(&kind, &parent);
            } else {
                scope_.refuse(parent);
            }
            Diagnostic diagnostic = unread_list(unread, parent, kind, alone);
            diagnostic.position =
                places.emplace(diagnostic.summary, diagnostic.position).first->second;
            diagnostics.add(std::move(diagnostic));
        }
        left_out_ = lying_in(closed, desired_);
    }

    void find_changes() {
        const diff::Demands demands(kinds_, desired_, matches_, live_);
        for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
            const Resource& resource = desired_.resources[i];
            if (matches_.of[i].undecided || left_out_[i] || !wanted(i)) continue;
            const std::string_view owner = matches_.root_id(desired_, i);
            judged_.changes[i] = judge_difference(
                kinds_, diff::difference_of(desired_, found_, i), matches_.of[i].renamed, owner,
                live_, desired_.written, {live_.sold_to(owner), program_, live_.published},
                judged_.problems[i]);
            if (judged_.changes[i] && judged_.changes[i]->acts())
                demands.check(*judged_.changes[i], judged_.problems[i]);
            if (!scope_.covers(resource)) continue;
            ++plan_.resources;
            if (matches_.of[i].live == nullptr) continue;
            ++plan_.judged_live[resource.kind->name];
            ++plan_.judged_by_customer[resource.address.customer()];
        }
    }

    /// What stands in the way of a resource that is selected or taken along.
    void report_problems(Diagnostics& diagnostics) {
        for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
            const Resource& resource = desired_.resources[i];
            const bool concerns = judged_.needed[i] || scope_.covers(resource);
            if (judged_.problems[i].empty() || !concerns) continue;
            if (!Doubts::all_concern_fields(judged_.problems[i])) scope_.refuse(resource);
            for (const Diagnostic& diagnostic : judged_.problems[i].all()) {
                const bool of_field = Doubts::concerns_a_field(diagnostic);
                of_field ? doubts_.add(diagnostic) : diagnostics.add(diagnostic);
            }
        }
        doubts_.tell(diagnostics);
        plan_.fields_left_out = doubts_.count();
    }

    /// Resources that the selection covers, and new ones that selected ones may have to wait for.
    bool wanted(std::size_t index) const {
        const Resource& resource = desired_.resources[index];
        const bool is_new = matches_.of[index].live == nullptr;
        return scope_.covers(resource) ||
               (is_new && selection_.covers_customer(resource.address.customer()));
    }

    /// A selected zone of an account that does not exist yet takes the account along.
    void take_along_parents() {
        for (std::size_t i = desired_.resources.size(); i-- > 0;) {
            const Resource& resource = desired_.resources[i];
            const bool selected = scope_.covers(resource) || judged_.needed[i];
            judged_.needed[i] = selected && judged_.changes[i] && judged_.changes[i]->acts();
            const std::size_t parent = resource.parent;
            if (!judged_.needed[i] || parent == Resource::none) continue;
            // Without the service user, which was excluded, there is nobody to let in.
            const std::size_t user = users_.user_of(i);
            if (user != Resource::none && matches_.of[user].live == nullptr &&
                selection_.excluded(desired_.resources[user].address)) {
                judged_.needed[i] = false;
                continue;
            }
            for (const std::size_t other : {parent, user}) {
                if (other == Resource::none || matches_.of[other].live != nullptr) continue;
                if (judged_.changes[other] && judged_.changes[other]->acts())
                    judged_.needed[other] = true;
            }
        }
    }

    /// Differences that the API does not let anybody change now.
    void judge_locks() {
        for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
            const Resource& resource = desired_.resources[i];
            if (!judged_.needed[i] || !resource.kind->can_be_locked()) continue;
            std::vector<const Change*> before;
            std::vector<const Change*> barred;
            std::vector<const LiveObject*> beside;
            for (const std::size_t other : prerequisites_.beside(i)) {
                const std::optional<Change>& change = judged_.changes[other];
                if (change && judged_.needed[other]) before.push_back(&*change);
                if (change && !judged_.needed[other] && !change->barred.empty())
                    barred.push_back(&*change);
                if (matches_.of[other].live != nullptr) beside.push_back(matches_.of[other].live);
            }
            judge_lock(*judged_.changes[i],
                       {before, barred, beside, matches_.of[resource.parent].live},
                       judged_.problems[i]);
            judged_.needed[i] = !judged_.changes[i]->fields.empty();
        }
    }

    /// What differs and has no step is a finding of drift all the same.
    void keep_barred(std::size_t index) {
        const Resource& resource = desired_.resources[index];
        std::optional<Change>& change = judged_.changes[index];
        if (!change || change->barred.empty() || scope_.refused(resource)) return;
        if (scope_.covers(resource)) plan_.barred.push_back(std::move(*change));
    }

    void summarize() {
        std::set<std::string_view> changed;
        for (const Step& step : plan_.steps)
            changed.insert(step.address().customer());
        for (const Customer& customer : desired_.customers) {
            if (!scope_.holds(customer)) continue;
            ++plan_.customers;
            const bool stopped = scope_.refused().contains(customer.name);
            const bool in_doubt = doubts_.has(customer.name) || half_read_.contains(customer.name);
            if (stopped) plan_.refused.push_back(customer.name);
            if (in_doubt) plan_.in_doubt.push_back(customer.name);
            if (!stopped && !in_doubt && !changed.contains(customer.name))
                ++plan_.customers_unchanged;
        }
    }

    const KindTable& kinds_;
    const Desired& desired_;
    const Matched& found_;
    const Live& live_;
    const Matches& matches_;
    const Selection& selection_;
    Prerequisites prerequisites_;
    ServiceUserOrder users_;
    TenantProgram program_;
    Scope scope_;
    StepMaker steps_;
    Judged judged_;
    std::vector<bool> left_out_; // parallel to Desired::resources: of lists that may not be read
    CustomerNames half_read_;    // customers of which such a list is
    Doubts doubts_;
    Plan plan_;
};

} // namespace

Plan plan(const KindTable& kinds, const Desired& desired, const Matched& live,
          const Selection& selection, Diagnostics& diagnostics) {
    return Planner(kinds, desired, live, selection).make(diagnostics);
}

void trust_memory(Plan& plan) {
    for (Step& step : plan.steps)
        step.procedure.until_seen = false;
}

} // namespace tenantry::planner
