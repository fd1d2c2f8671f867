#include "engine/planner/planner.hpp"
#include "engine/planner/procedure.hpp"

#include "engine/base/bug.hpp"
#include "engine/diff/diff.hpp"
#include "engine/model/explain.hpp"
#include "engine/planner/changes.hpp"
#include "engine/planner/doubts.hpp"
#include "engine/planner/prerequisites.hpp"
#include "engine/planner/risks.hpp"
#include "engine/planner/unfinished.hpp"
#include "engine/planner/unmanaged.hpp"
#include "engine/planner/unread.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

namespace tenantry::planner {
namespace {

constexpr std::size_t no_step = SIZE_MAX;

/// Makes one plan. Works through the resources twice: first what differs, then, for customers
/// without an error, the steps.
class Planner {
public:
    Planner(const KindTable& kinds, const Desired& desired, const Matched& live,
            const Selection& selection)
        : kinds_(kinds), desired_(desired), live_(live.live), matches_(live.matches),
          selection_(selection), siblings_(kinds, desired),
          unfinished_(kinds, desired, live.live, live.matches), changes_(desired.resources.size()),
          problems_(desired.resources.size()), needed_(desired.resources.size(), false),
          program_(program_of(desired, live.live)), step_of_(desired.resources.size(), no_step),
          left_out_(desired.resources.size(), false) {
        for (std::size_t i = 0; i < desired.resources.size(); ++i) {
            const Resource& resource = desired.resources[i];
            if (!resource.kind->key_field.empty()) users_.emplace(resource.address.customer(), i);
        }
    }

    Plan make(Diagnostics& diagnostics) {
        find_judged();
        for (const Diagnostic& diagnostic : matches_.found.all())
            report(diagnostic, diagnostics);
        refuse_unmatched();
        report_unread(diagnostics);
        const Diagnostics nameless = unread_names(kinds_, desired_, live_);
        for (const Diagnostic& diagnostic : nameless.all())
            report(diagnostic, diagnostics);
        find_changes();
        take_along_parents();
        judge_locks();
        report_problems(diagnostics);
        check_together(diagnostics);
        find_waiting();
        for (std::size_t i = 0; i < desired_.resources.size(); ++i)
            needed_[i] ? add_step(i) : keep_barred(i);
        plan_.unmanaged = unmanaged_in(kinds_, desired_, live_, selection_, matches_, refused_);
        summarize();
        return std::move(plan_);
    }

private:
    /// What is selected, and what it lies in: an account that can't be matched keeps its zones from
    /// being judged. Empty when everything is selected.
    void find_judged() {
        if (selection_.everything()) return;
        judged_.insert(""); // so that a selection of nothing is not one of everything
        for (const Resource& resource : desired_.resources) {
            if (!selection_.covers(resource.address)) continue;
            customers_.insert(std::string(resource.address.customer()));
            judged_.insert(resource.address.text());
            for (std::size_t above = resource.parent; above != Resource::none;
                 above = desired_.resources[above].parent) {
                judged_.insert(desired_.resources[above].address.text());
            }
        }
    }

    /// Judges a diagnostic: those outside the selection concern another run.
    void report(const Diagnostic& diagnostic, Diagnostics& diagnostics) {
        const Address address = Address::parse(diagnostic.subject);
        if (!judged_.empty() && !judged_.contains(address.text())) return;
        if (diagnostic.severity == Severity::error) refused_.emplace(address.customer());
        diagnostics.add(diagnostic);
    }

    bool refused(const Resource& resource) const {
        return refused_.contains(resource.address.customer());
    }

    /// A diagnostic speaks of one resource; what it keeps from being decided can concern another
    /// customer's too, as when two manifests match one account.
    void refuse_unmatched() {
        for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
            const Address& address = desired_.resources[i].address;
            if (matches_.of[i].refused && selection_.covers(address)) {
                refused_.emplace(address.customer());
            }
        }
    }

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
                unread.fault.lacks_right() && !kind.one_per_parent && parent.kind != &kind;
            if (alone) {
                half_read_.emplace(parent.address.customer());
                closed.emplace(&kind, &parent);
            } else {
                refused_.emplace(parent.address.customer());
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
            if (matches_.of[i].refused || left_out_[i] || !wanted(i)) continue;
            changes_[i] =
                change_of(kinds_, resource, matches_.of[i], matches_.root_id(desired_, i), live_,
                          desired_.written,
                          {live_.sold_to(matches_.root_id(desired_, i)), program_}, problems_[i]);
            if (changes_[i] && changes_[i]->acts()) demands.check(*changes_[i], problems_[i]);
            if (!selection_.covers(resource.address)) continue;
            ++plan_.resources;
            if (matches_.of[i].live == nullptr) continue;
            ++plan_.judged_live[resource.kind->name];
            ++plan_.judged_by_customer[resource.address.customer()];
        }
    }

    /// What only shows when all changes of a kind are looked at, as two administrators who would
    /// demote each other.
    void check_together(Diagnostics& diagnostics) {
        for (const Kind* kind : kinds_.kinds()) {
            if (kind->check_all == nullptr) continue;
            std::vector<const Change*> changes;
            for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
                const Resource& resource = desired_.resources[i];
                if (resource.kind != kind || !needed_[i] || refused(resource)) continue;
                changes.push_back(&*changes_[i]);
            }
            Diagnostics found;
            kind->check_all(changes, live_, found);
            for (const Diagnostic& diagnostic : found.all())
                report(diagnostic, diagnostics);
        }
    }

    void find_waiting() {
        for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
            const Resource& resource = desired_.resources[i];
            const LiveObject* object = matches_.of[i].live;
            if (object == nullptr || resource.kind->acceptance == nullptr) continue;
            if (refused(resource) || !selection_.covers(resource.address)) continue;
            const Acceptance acceptance = resource.kind->acceptance(*object);
            if (acceptance != Acceptance::settled) {
                plan_.waiting.push_back({resource.kind, &resource, object, acceptance});
            }
        }
    }

    std::optional<Money> money_of(std::size_t index, const Change& change) const {
        const Kind& kind = *desired_.resources[index].kind;
        if (kind.money == nullptr) return std::nullopt;
        // What is published has no prices, but what plans include.
        const std::array<PriceList, 3> lists = {
            {{"api", live_.sold_to(matches_.root_id(desired_, index))},
             {"prices", desired_.prices},
             {"published", live_.published}}};
        return kind.money(change, lists);
    }

    /// What stands in the way of a resource that is selected or taken along.
    void report_problems(Diagnostics& diagnostics) {
        for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
            const Resource& resource = desired_.resources[i];
            const bool concerns = needed_[i] || selection_.covers(resource.address);
            if (problems_[i].empty() || !concerns) continue;
            if (!Doubts::all_concern_fields(problems_[i])) {
                refused_.emplace(resource.address.customer());
            }
            for (const Diagnostic& diagnostic : problems_[i].all()) {
                if (Doubts::concerns_a_field(diagnostic)) {
                    doubts_.add(diagnostic);
                } else {
                    diagnostics.add(diagnostic);
                }
            }
        }
        doubts_.tell(diagnostics);
        plan_.fields_left_out = doubts_.count();
    }

    /// Resources that the selection covers, and new ones that selected ones may have to wait for.
    bool wanted(std::size_t index) const {
        const Resource& resource = desired_.resources[index];
        const bool is_new = matches_.of[index].live == nullptr;
        return selection_.covers(resource.address) ||
               (is_new && selection_.covers_customer(resource.address.customer()));
    }

    /// A selected zone of an account that does not exist yet takes the account along.
    void take_along_parents() {
        for (std::size_t i = desired_.resources.size(); i-- > 0;) {
            const Resource& resource = desired_.resources[i];
            const bool selected = selection_.covers(resource.address) || needed_[i];
            needed_[i] = selected && changes_[i] && changes_[i]->acts();
            const std::size_t parent = resource.parent;
            if (!needed_[i] || parent == Resource::none) continue;
            // Without the service user, which was excluded, there is nobody to let in.
            const std::size_t source = source_of(resource);
            if (source != Resource::none && matches_.of[source].live == nullptr &&
                selection_.excluded(desired_.resources[source].address)) {
                needed_[i] = false;
                continue;
            }
            for (const std::size_t other : {parent, source_of(resource)}) {
                if (other == Resource::none || matches_.of[other].live != nullptr) continue;
                if (changes_[other] && changes_[other]->acts()) needed_[other] = true;
            }
        }
    }

    /// The resource that one follows from: the service user of a membership.
    std::size_t source_of(const Resource& resource) const {
        if (resource.kind->derived_from.empty()) return Resource::none;
        const auto found = users_.find(resource.address.customer());
        return found == users_.end() ? Resource::none : found->second;
    }

    /// The steps in the same parent that one of this resource waits for.
    std::vector<std::size_t> steps_before(std::size_t index) const {
        std::vector<std::size_t> before = siblings_.needed_by(index);
        std::erase_if(before, [&](std::size_t other) { return !needed_[other]; });
        return before;
    }

    /// Differences that the API does not let anybody change now.
    void judge_locks() {
        for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
            const Resource& resource = desired_.resources[i];
            if (!needed_[i] || resource.kind->lock == nullptr) continue;
            std::vector<const Change*> before;
            std::vector<const Change*> barred;
            std::vector<const LiveObject*> beside;
            for (const std::size_t other : siblings_.needed_by(i)) {
                if (changes_[other])
                    (needed_[other] ? before : barred).push_back(&*changes_[other]);
                if (matches_.of[other].live != nullptr) beside.push_back(matches_.of[other].live);
            }
            judge_lock(*changes_[i], {before, barred, beside, matches_.of[resource.parent].live},
                       problems_[i]);
            needed_[i] = !changes_[i]->fields.empty();
        }
    }

    /// What differs and has no step is a finding of drift all the same.
    void keep_barred(std::size_t index) {
        const Resource& resource = desired_.resources[index];
        std::optional<Change>& change = changes_[index];
        if (!change || change->barred.empty() || refused(resource)) return;
        if (selection_.covers(resource.address)) plan_.barred.push_back(std::move(*change));
    }

    void add_step(std::size_t index) {
        const Resource& resource = desired_.resources[index];
        if (step_of_[index] != no_step || refused(resource)) return;
        const std::vector<std::size_t> before = steps_before(index);
        for (const std::size_t other : before)
            add_step(other);
        Step step{.change = std::move(*changes_[index])};
        step.calls = resource.kind->calls(step.change);
        if (step.calls.empty()) bug("no call carries out the change of " + resource.address.text());
        step.money = money_of(index, step.change);
        const bool of_zone = !resource.kind->offers_path.empty();
        const bool known = program_.source != TenantProgram::Evidence::unread;
        if (of_zone && known && !step.change.ordered_as.empty()) plan_.program = program_;
        step.finishes = unfinished_.is_finished_by(step.change, index);
        if (step.change.live != nullptr) {
            step.bindings.push_back({std::string(resource.kind->name), step.change.live->id});
        }
        for (std::size_t above = resource.parent; above != Resource::none;
             above = desired_.resources[above].parent) {
            bind(above, step);
        }
        const std::size_t source = source_of(resource);
        if (source != Resource::none && step_of_[source] != no_step) {
            step.waits_for.push_back(step_of_[source]);
        }
        // Its name sorts a membership before what is written in the lane that it opens.
        const std::size_t lane = resource.parent == Resource::none ? no_step : lane_of(index);
        if (lane != no_step) step.begins_after.push_back(lane);
        for (const std::size_t other : before)
            step.waits_for.push_back(step_of_[other]);
        add_risks(step, kinds_, live_);
        step.procedure = procedure_of(step, kinds_, live_);
        step.procedure.until_editable = resource.kind->lock != nullptr && !before.empty();
        step_of_[index] = plan_.steps.size();
        if (resource.kind->lets_in != nullptr) lanes_[resource.parent] = plan_.steps.size();
        plan_.steps.push_back(std::move(step));
    }

    /// The step that opens the customer's lane to what a resource is written in; no_step when none
    /// has to be waited for.
    std::size_t lane_of(std::size_t index) const {
        if (desired_.resources[index].kind->runs != Runs::as_customer) return no_step;
        const auto found = lanes_.find(desired_.root_of(index));
        return found == lanes_.end() ? no_step : found->second;
    }

    void bind(std::size_t above, Step& step) {
        const std::string slot(desired_.resources[above].kind->name);
        const Match& match = matches_.of[above];
        if (match.live != nullptr) {
            step.bindings.push_back({slot, match.live->id});
            return;
        }
        if (step_of_[above] == no_step) bug("a step waits for one that is not in the plan");
        step.bindings.push_back({slot, "", step_of_[above]});
        // The nearest: what it lies in itself, that one waits for.
        if (step.waits_for.empty()) step.waits_for.push_back(step_of_[above]);
    }

    void summarize() {
        std::set<std::string_view> changed;
        for (const Step& step : plan_.steps)
            changed.insert(step.address().customer());
        for (const Customer& customer : desired_.customers) {
            const bool selected = selection_.everything() || customers_.contains(customer.name);
            if (!selected) continue;
            ++plan_.customers;
            const bool stopped = refused_.contains(customer.name);
            const bool in_doubt = doubts_.has(customer.name) || half_read_.contains(customer.name);
            if (stopped) plan_.refused.push_back(customer.name);
            if (in_doubt) plan_.in_doubt.push_back(customer.name);
            if (!stopped && !in_doubt && !changed.contains(customer.name))
                ++plan_.customers_unchanged;
        }
    }

    const KindTable& kinds_;
    const Desired& desired_;
    const Live& live_;
    const Matches& matches_;
    const Selection& selection_;
    Siblings siblings_;
    Unfinished unfinished_;
    std::vector<std::optional<Change>>
        changes_; // parallel to Desired::resources, as the next three
    std::vector<Diagnostics> problems_;
    std::vector<bool> needed_;
    TenantProgram program_;
    std::vector<std::size_t> step_of_;
    std::unordered_map<std::string_view, std::size_t> users_; // service users, by customer
    std::unordered_map<std::size_t, std::size_t> lanes_; // steps that open an account, by account
    std::set<std::string, std::less<>> judged_;          // addresses; empty: all
    std::set<std::string, std::less<>> customers_;       // of what is selected
    std::set<std::string, std::less<>> refused_;
    std::vector<bool> left_out_; // parallel to Desired::resources: of lists that may not be read
    std::set<std::string, std::less<>> half_read_; // customers of which such a list is
    Doubts doubts_;
    Plan plan_;
};

} // namespace

Plan plan(const KindTable& kinds, const Desired& desired, const Matched& live,
          const Selection& selection, Diagnostics& diagnostics) {
    return Planner(kinds, desired, live, selection).make(diagnostics);
}

} // namespace tenantry::planner
