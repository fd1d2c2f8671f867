// The description of one sort of resource: which calls read it, how an answer becomes a live
// object, and which calls carry out a change. Kinds do no I/O. Shape and facts of the fields are in
// the kind's schema; where it stands in a customer document follows from who refers to that schema.
#pragma once

#include "engine/model/kind_parts.hpp"
#include "engine/model/schema.hpp"
#include "engine/model/service_users.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry {

/// A kind. Its name is also the name of its schema file and of the slot for its id.
struct Kind {
    std::string_view name = {};
    std::string_view plural = {}; // as people read it: "zone subscriptions"
    std::string_view word = {};   // before the name in addresses; accounts have none
    std::string_view parent = {}; // name of the kind it lies in, or ""
    /// Names of the kinds whose steps in the same parent a step of this one waits for: the settings
    /// of a zone for its plan.
    std::span<const std::string_view> needs = {};
    std::span<const ErrorHint> hints = {};
    Runs runs = Runs::as_tenant;
    Rights rights = {};
    Unnamed unnamed = Unnamed::reported;
    Reading reading = {};
    Writing writing = {};
    const OnePerParent* one_per_parent = nullptr;
    const Sale* sale = nullptr;
    const Editability* editability = nullptr;
    const Invitation* invitation = nullptr;

    /// Whether a write sends more than what changes, so that all of it has to be known.
    bool replaces() const { return buys() || !writing.echoed.empty(); }
    bool buys() const { return sale != nullptr; }
    /// Whether it is there as soon as its parent is, in some form: the plan of a zone.
    bool comes_with_parent() const { return one_per_parent != nullptr; }
    /// Whether the state of things can keep a field from being written.
    bool can_be_locked() const { return editability != nullptr; }
    /// Judges one difference in a field that is or may be locked, where that can be.
    Lock lock(const FieldChange& field, const Surroundings& around) const;
    /// What stands where nobody has made anything: of what every parent has one, what it begins
    /// with; else nothing.
    std::optional<LiveObject> from_the_start() const;
    /// What the list of its parent tells of it, where that is enough to judge a resource.
    std::optional<LiveObject> told_by(const LiveObject& holder, const Resource& resource) const;
    /// Whether a refusal says that there is none yet.
    bool means_none(const Fault& fault) const;
    std::vector<Grant> grants(const Change& change) const;
    std::vector<Risk> risks(const Change& change, std::span<const Grant> grants) const;
    Acceptance acceptance(const LiveObject& object) const;
    /// What the API changes along with what a change writes.
    std::vector<FieldChange> brings(const Change& change) const;
    /// Where what is sold to a parent is listed; "" for kinds that are not sold so.
    std::string_view offers_path() const { return buys() ? sale->offers_path : ""; }
    /// The id of the plan that a change orders; "" where nothing is bought, or there is no such id.
    std::string ordered_as(const Change& change, const Offer& offer) const;
    /// Puts the order into a change that buys, and adds what keeps it from being bought.
    void order(Change& change, const Offer& offer, Diagnostics& diagnostics) const;
    /// What a change costs, by the first of the lists that tells it; nothing where nothing is
    /// bought.
    std::optional<Money> money(const Change& change, std::span<const PriceList> lists) const;
    /// Whether two values of a field that are not equal are one wish.
    bool same_wish(std::string_view field, const Json& one, const Json& other) const;
    /// Whether a live object that no manifest names is worth a word.
    bool reports(const LiveObject& object, const Live& live) const;
    /// Its name as people read it: "zone subscription".
    std::string title() const;
    /// Whether that is a plural itself, as "zone settings".
    bool only_plural() const { return plural == title(); }
    /// "3 zone subscriptions", "1 set of zone settings".
    std::string counted(std::size_t count) const;
    /// What it knows about a fault, or null.
    const ErrorHint* hint_for(const Fault& fault) const;
};

/// All kinds of a product, with their parsed schemas; each behind the kind it lies in and those it
/// needs.
class KindTable {
public:
    KindTable(std::vector<const Kind*> kinds, SchemaSet schemas,
              const ServiceUsers* service_users = nullptr);

    std::span<const Kind* const> kinds() const { return kinds_; }
    const Kind* find(std::string_view name) const;
    const Kind& parent_of(const Kind& kind) const;
    const SchemaSet& schemas() const { return schemas_; }
    const Schema& schema_of(const Kind& kind) const { return schemas_[kind.name]; }
    const Catalogue& catalogue(std::string_view name) const;
    /// Null in a product without them.
    const ServiceUsers* service_users() const { return service_users_; }

private:
    std::vector<const Kind*> kinds_;
    SchemaSet schemas_;
    const ServiceUsers* service_users_;
};

} // namespace tenantry
