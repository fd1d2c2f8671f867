// The description of one sort of resource: which calls read it, how an answer becomes a live
// object, and which calls carry out a change. Kinds do no I/O. Shape and facts of the fields are in
// the kind's schema; where it stands in a customer document follows from who refers to that schema.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/call.hpp"
#include "engine/model/change.hpp"
#include "engine/model/money.hpp"
#include "engine/model/risk.hpp"
#include "engine/model/schema.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace tenantry {

/// One way to list a kind's objects.
struct ListCall {
    std::string_view path = {};          // "/zones", "/accounts/{account}/members"
    std::string_view narrowed_by = {};   // the query parameter that takes the parent's id, if any
    std::size_t most_parents = SIZE_MAX; // refused to identities that see more parents than this
    bool unpaged = false;                // comes in one answer, without pages
    bool as_user = false; // only a user itself has it: read in the service user's lane

    bool per_parent() const {
        return !narrowed_by.empty() || path.find('{') != std::string_view::npos;
    }
};

/// A part of an object that its list does not tell. It has a call of its own, which is sent only
/// for objects of which a manifest writes one of these fields; a PUT takes the whole part.
struct Detail {
    std::string_view word = {}; // for people: "profile"
    std::string_view path = {};
    std::span<const std::string_view> fields = {};

    bool has(std::string_view field) const;
    /// Whether the resource writes one of the fields.
    bool concerns(const Resource& resource) const;
    /// Puts into `object` what the call answered.
    void add(const Json& answer, LiveObject& object) const;
};

/// An entry of a catalogue that is the same for everybody, so that nobody has to read it.
struct KnownEntry {
    std::string_view name = {};
    std::string_view id = {};
};

/// What manifests may name but not create. It belongs to an object of the kind `owner`, in whose
/// list `path` stands; without an owner it belongs to the tenant (units).
struct Catalogue {
    std::string_view name = {};      // as x-catalogue has it
    std::string_view word = {};      // for people: "permission group"
    std::string_view words = {};     // several of them: "permission groups"
    std::string_view id_word = "id"; // what its entries go by beside their name
    std::string_view owner = {};
    std::string_view path = {};
    std::span<const KnownEntry> known = {};
    /// Every owner has the same: roles and permission groups are Cloudflare's, resource groups are
    /// the account's own (API reference, section 4, "Catalogues").
    bool alike = false;
};

/// Something that a tenant must be entitled to for a change (API reference, section 3).
struct Demand {
    std::span<const std::string_view> any_of = {}; // entitlements of which one is enough
    std::string_view field = {};                   // that asks for it
    std::string what = {};                         // "a zone of type partial"
    std::string otherwise = {};                    // what to do where it is not allowed
    bool proved = false; // not carried out where the API does not tell whether it may be
};

/// Whether anything of a kind, wanted or live, has a name in canonical form.
using Exists = std::function<bool(const std::string& name)>;

/// What to do about an error code of the API, where its own message does not say.
struct ErrorHint {
    std::int64_t code = 0;
    std::string_view hint = {};
    std::string_view says = {}; // with code 0: words of the message, in lower case
    /// What the call takes, where it is the wrong sort of credential that is refused.
    std::string_view takes = {};
    int status = 0; // with code 0: any answer of this HTTP status
    /// What has been refused for one object is refused for all of its kind in the same parent: no
    /// more of them are created in the run.
    bool stops_siblings = false;
    bool passes = false; // trying again later helps
};

/// How a member of a request's body is called in the manifest, where the names differ.
struct BodyName {
    std::string_view body = {};
    std::string_view field = {};
    std::string_view keyed_by = {}; // a list in the body, a map in the manifest: by this member
};

/// A right that a change gives to somebody who did not have it.
struct Grant {
    std::string_view catalogue = {}; // "role", "permission_group"
    std::string written = {};        // its name or id, as the manifest has it
    std::string name = {};           // "" where only an id is known
    std::string shown = {};          // name or id as it may be shown: a variable by its name
    Position position = {};
};

/// What an identity needs to read and to write a kind: the permission groups of a token as the
/// documents name them, or who else it takes (API reference, section 1.1).
struct Rights {
    std::string_view read = {};
    std::string_view write = {};
};

/// In whose name a kind is read and written.
enum class Runs {
    as_tenant,   // the tenant's identity
    as_customer, // the customer's service user, where there is one and its rights allow it
};

/// Where a live object stands that waits for a person.
enum class Acceptance {
    settled,
    waiting,  // somebody has still to agree: no difference, but worth saying
    rejected, // somebody said no: reported, never repeated by itself
    unknown,  // the API says what we do not know: reported, and left as it is
};

/// What becomes of a wanted value that differs in a field of LiveObject::locked.
struct Lock {
    enum class Way {
        shut,  // it cannot be: `summary` and `hint` say so
        opens, // a step before it opens the lock, perhaps late
        moot,  // what is locked comes to the same
    };
    Way way = Way::shut;
    std::string summary = {};
    std::string hint = {};
};

/// What decides about a lock beside the field itself.
struct Surroundings {
    /// The changes of the kinds it needs that are carried out first.
    std::span<const Change* const> before = {};
    /// Those that would be, if errors did not keep all of them out of the plan.
    std::span<const Change* const> barred = {};
    /// What is live of those kinds.
    std::span<const LiveObject* const> beside = {};
    const LiveObject* parent = nullptr; // null where it is not live yet
};

/// What an order depends on beside what is wanted.
struct Sale {
    std::span<const RatePlan> offered = {}; // to the account, as far as it was read
    TenantProgram program = {};
};

/// A kind. Its name is also the name of its schema file and of the slot for its id.
struct Kind {
    std::string_view name = {};
    std::string_view plural = {}; // as people read it: "zone subscriptions"
    std::string_view word = {};   // before the name in addresses; accounts have none
    std::string_view parent = {}; // name of the kind it lies in, or ""
    /// Names of the kinds whose steps in the same parent a step of this one waits for: the settings
    /// of a zone for its plan.
    std::span<const std::string_view> needs = {};
    /// At most one in its parent, and always there in some form: a zone's plan. It has no name, its
    /// id is the parent's, and `object_path` reads it.
    bool one_per_parent = false;
    std::span<const ListCall> list_calls = {}; // cheapest first
    std::string_view object_path = {};         // one object: "/zones/{zone}"; "": only in the list
    Detail detail = {};
    std::int64_t absent_code = 0; // the code of the refusal that means "none", if single
    /// Kinds with one per parent whose object is a list of fields by "id": each can also be read by
    /// itself, at this path with its name behind.
    std::string_view field_path = {};
    std::span<const std::string_view> outputs = {}; // set by the API, shown after apply
    /// What `show --outputs` tells of it, from LiveObject::outputs.
    std::span<const std::string_view> output_columns = {};
    /// Live fields, beside the name, that tell people what an object is which no manifest names.
    std::span<const std::string_view> described = {};
    /// Beginnings of the live fields that a PUT echoes although the user did not write them.
    std::span<const std::string_view> echoed = {};
    std::span<const Catalogue> catalogues = {};
    std::span<const ErrorHint> hints = {};
    std::span<const BodyName> body_names = {}; // for errors that point into a body
    /// Its objects also come into being without anybody's order, so those that no manifest names
    /// are no findings.
    bool appears_by_itself = false;
    /// Its calls buy: a create looks first even in what the same run has made, and nothing is sent
    /// twice.
    bool buys = false;
    /// Writes are proved by reading the object again, because an answer alone does not show them.
    bool reads_back = false;
    Runs runs = Runs::as_tenant;
    Rights rights = {};
    /// The field of a create's answer that is a secret nobody is told again: it is stored before
    /// anything else is sent. The store, not the API, knows which of these exist (API reference,
    /// section 5).
    std::string_view key_field = {};
    /// The kind of which a customer has one at most, and then each `parent` gets one of these
    /// without being written: a service user's membership of each account. Its fields come from
    /// there and from this section of the Tenant document.
    std::string_view derived_from = {};
    std::string_view section = {};
    /// The kind of the same parent whose resource of that name would be the same live object.
    std::string_view same_as = {};
    /// Where the API lists what is sold, for a parent of this kind: a list of rate plans.
    std::string_view offers_path = {};

    /// An item of a list, or the result of a write, as a live object; nothing for an item that is
    /// none, as a cancelled subscription. For a kind with one per parent null stands for "none
    /// yet".
    std::optional<LiveObject> (*from_api)(const Json& item) = nullptr;
    /// Kinds with one per parent: what the parent's list tells, and whether that is enough to judge
    /// a resource. Null where it tells nothing.
    LiveObject (*from_parent)(const LiveObject& parent) = nullptr;
    bool (*told_enough)(const Resource& resource, const LiveObject& told) = nullptr;
    /// The calls that carry out a change, in order; the first of a create answers with the new id.
    std::vector<Call> (*calls)(const Change& change) = nullptr;
    /// The list that shows a resource by its natural key, to look before and after a create.
    Call (*look)(const Resource& resource) = nullptr;
    /// What can be known to fail before anything is written; may be null. An error with a `field`
    /// keeps that field alone from being written, and what buys as a whole.
    void (*check)(const Change& change, const Live& live, Diagnostics& diagnostics) = nullptr;
    /// Kinds that buy: puts the id of the plan that is ordered into the change, and adds what keeps
    /// it from being bought. Comes before `check`.
    void (*order)(Change& change, const Sale& sale, Diagnostics& diagnostics) = nullptr;
    /// What `check` cannot see, because it takes all changes of the kind together; may be null.
    void (*check_all)(std::span<const Change* const> changes, const Live& live,
                      Diagnostics& diagnostics) = nullptr;
    /// Whether check_all judges otherwise where an account lies in an organization (section 21).
    bool heeds_organizations = false;
    /// Whether two values that are not equal are one wish, of a field by its path. May be null.
    bool (*same_wish)(std::string_view field, const Json& one, const Json& other) = nullptr;
    /// What the API changes along with what a change writes, each at the place of the field that
    /// brings it; may be null.
    std::vector<FieldChange> (*brings)(const Change& change) = nullptr;
    /// What a change asks of the tenant; null for kinds that never ask for anything.
    std::vector<Demand> (*demands)(const Change& change, const Exists& exists) = nullptr;
    /// Kinds with locked fields: judges one difference in such a field, or, where something is
    /// carried out first, in one that nothing is known of yet.
    Lock (*lock)(const FieldChange& field, const Surroundings& around) = nullptr;
    /// What a change costs by the first of the lists that tells it; null for kinds that are free.
    std::optional<Money> (*money)(const Change& change, std::span<const PriceList> lists) = nullptr;
    /// The rights that a change gives, without their names, where the kind gives any; may be null.
    std::vector<Grant> (*grants)(const Change& change) = nullptr;
    /// What a reviewer must not miss in a change. `grants` are those above, with the names that are
    /// known. May be null.
    std::vector<Risk> (*risks)(const Change& change, std::span<const Grant> grants) = nullptr;
    /// A live object that no manifest has to name; may be null.
    bool (*needs_no_manifest)(const LiveObject& object, const Live& live) = nullptr;
    /// Whether a membership lets the service user read what is in the account; null for kinds that
    /// are none.
    bool (*lets_in)(const LiveObject& object) = nullptr;
    /// May be null: always settled.
    Acceptance (*acceptance)(const LiveObject& object) = nullptr;

    /// Whether a write sends more than what changes, so that all of it has to be known.
    bool replaces() const { return buys || !echoed.empty(); }
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
    KindTable(std::vector<const Kind*> kinds, SchemaSet schemas);

    std::span<const Kind* const> kinds() const { return kinds_; }
    const Kind* find(std::string_view name) const;
    const Kind& parent_of(const Kind& kind) const;
    const SchemaSet& schemas() const { return schemas_; }
    const Schema& schema_of(const Kind& kind) const { return schemas_[kind.name]; }
    const Catalogue& catalogue(std::string_view name) const;

private:
    std::vector<const Kind*> kinds_;
    SchemaSet schemas_;
};

} // namespace tenantry
