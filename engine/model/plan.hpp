// All steps, in order: what `plan` prints and `apply` carries out. A plan is data; it refers to the
// Desired and Live it was made from, which outlive it.
#pragma once

#include "engine/model/change.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/procedure.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tenantry {

/// One change, the calls that carry it out, and the steps (by index) it waits for.
struct Step {
    Change change = {};
    std::vector<Call> calls = {};
    std::vector<Binding> bindings = {};
    std::vector<std::size_t> waits_for = {};
    /// Steps that it begins after, whatever becomes of them: they may give it a lane of its own.
    std::vector<std::size_t> begins_after = {};
    Procedure procedure = {};
    /// It only finishes what an earlier run began to make, so it is no update of something in use:
    /// it sets what nobody has ever set, in an object of which nothing has come yet.
    bool finishes = false;
    std::optional<Money> money = {};
    /// The guard that keeps it from being carried out, as "max_updates", or "stale" when it stands
    /// in a saved plan and the live state has moved; "" when nothing does.
    std::string refused_by = {};
    /// What it does itself against that guard, in words; "" for a step that breaks nothing and is
    /// left alone because another step of its customer does.
    std::string breach = {};
    std::vector<Risk> risks = {};
    std::vector<Grant> grants = {};

    const Address& address() const { return change.resource->address; }
    const Kind& kind() const { return *change.resource->kind; }
    /// About how many requests it takes, with the reads before and after its calls.
    std::size_t requests() const { return calls.size() + procedure.reads(); }
};

/// A live object that lies in a managed list and stands in no manifest.
struct Unmanaged {
    const Kind* kind = nullptr;
    const LiveObject* live = nullptr;
    Address address = {};
    Position position = {}; // of the resource whose list does not name it, if there is one
};

/// A live object that is not settled, as an invitation: Kind::invitation has the words for it.
struct Waiting {
    const Kind* kind = nullptr;
    const Resource* resource = nullptr;
    const LiveObject* live = nullptr;
    Acceptance acceptance = Acceptance::waiting; // never settled
};

/// What an earlier run, or revision, managed and the manifests speak of no longer; it stays as it
/// is, and nothing else would tell.
struct Departed {
    Address address = {};       // its own, or of what the list stood in
    const Kind* kind = nullptr; // null: the customer itself
    bool list = false;
    std::size_t resources = 0; // that were managed with it
};

/// What to do about one that stands in a way that nobody knows.
inline constexpr std::string_view unknown_hint =
    "look at it at the dashboard: it is left as it is until its status is one that is known";

struct Plan {
    std::vector<Step> steps = {}; // a step stands behind those it waits for
    std::vector<Unmanaged> unmanaged = {};
    std::vector<Waiting> waiting = {};
    std::vector<Departed> departed = {};
    /// The revision that had them; "": a ledger tells.
    std::string departed_since = {};
    std::size_t customers = 0;           // selected
    std::size_t customers_unchanged = 0; // of these, without a step
    /// Customers with errors; guards refuse steps, see Step::refused_by.
    std::vector<std::string> refused = {}; // sorted, as in_doubt is
    std::vector<std::string> stale = {};   // customers that moved since the plan was saved
    /// Fields that errors keep out of the plan while all else of their resources is in it, and the
    /// customers whose they are.
    std::size_t fields_left_out = 0;
    /// What differs and has no step, because errors keep all of it out (Change::barred).
    std::vector<Change> barred = {};
    std::vector<std::string> in_doubt = {};
    /// Customers of a saved plan for whom all of its steps are done already.
    std::vector<std::string> carried_out = {};
    /// Whose plan ids are ordered, where a step orders the plan of a zone.
    std::optional<TenantProgram> program = {};
    std::size_t resources = 0; // judged
    /// Of these, the live ones by kind and by customer.
    std::map<std::string_view, std::size_t> judged_live = {};
    std::map<std::string_view, std::size_t> judged_by_customer = {};

    std::size_t count(Action action) const;
    std::size_t count(Acceptance acceptance) const;
    /// Steps that guards, or a live state that moved, keep from being carried out.
    std::size_t refused_steps() const;
    /// What all steps that are not refused do to what is paid, and the same for each customer.
    MoneySum money() const;
    std::map<std::string_view, MoneySum> money_by_customer() const;
    /// What the steps of each customer that guards refuse would have done to it.
    std::map<std::string_view, MoneySum> refused_money_by_customer() const;
    /// About how many calls apply will send: looks before creates and reads before PUT included.
    std::size_t calls() const;
};

} // namespace tenantry
