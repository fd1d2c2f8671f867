// The parts that kinds are made of: how their objects are read and written, and what only some
// kinds have, such as a price or a person who has to agree. A part that a kind lacks is null.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/call.hpp"
#include "engine/model/change.hpp"
#include "engine/model/money.hpp"
#include "engine/model/risk.hpp"
#include "engine/model/tenant_program.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
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

/// A part of an object that has a call of its own, which is sent only for objects of which a
/// manifest writes one of its fields; a PUT takes the whole part. With a path that ends in "/" each
/// field is such a part, behind its name.
struct Part {
    std::string_view word = {}; // for people: "profile"
    std::string_view path = {};
    std::span<const std::string_view> fields = {}; // none: each field by itself

    bool has(std::string_view field) const;
    /// Whether the resource writes one of the fields.
    bool concerns(const Resource& resource) const;
    /// Puts into `object` what the call answered.
    void add(const Json& answer, LiveObject& object) const;
    /// Whether each field is a part by itself.
    bool is_each_field() const { return path.ends_with('/'); }
    /// The field that a call is about, where each is a part by itself; "" where it is about none.
    std::string field_of(const Call& call) const;
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

/// How objects are read.
struct Reading {
    std::span<const ListCall> list_calls = {}; // cheapest first
    std::string_view object_path = {};         // one object: "/zones/{zone}"; "": only in the list
    Part part = {};
    std::span<const Catalogue> catalogues = {};
    /// What people need to know of an object that the API made: the columns of `show --outputs`,
    /// and after apply those of them that no manifest writes. Few kinds have any, as name servers.
    std::span<const std::string_view> outputs = {};
    /// Live fields, beside the name, that tell people what an object is which no manifest names.
    std::span<const std::string_view> described = {};
    /// An item of a list, or the result of a write, as a live object; nothing for an item that is
    /// none, as a cancelled subscription. For a kind with one per parent null stands for "none
    /// yet".
    std::optional<LiveObject> (*from_api)(const Json& item) = nullptr;
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

/// How a change is written.
struct Writing {
    /// Beginnings of the live fields that a PUT echoes although the user did not write them.
    std::span<const std::string_view> echoed = {};
    std::span<const BodyName> body_names = {}; // for errors that point into a body
    /// Writes are proved by reading the object again, because an answer alone does not show them.
    bool reads_back = false;
    /// The calls that carry out a change, in order; the first of a create answers with the new id.
    std::vector<Call> (*calls)(const Change& change) = nullptr;
    /// The list that shows a resource by its natural key, to look before and after a create. Null
    /// where there is no such list.
    Call (*look)(const Resource& resource) = nullptr;
    /// What can be known to fail before anything is written; may be null. An error with a `field`
    /// keeps that field alone from being written, and what buys as a whole.
    void (*check)(const Change& change, const Live& live, Diagnostics& diagnostics) = nullptr;
    /// What `check` cannot see, because it takes all changes of the kind together, as that somebody
    /// has to be left; may be null. Before it refuses anything of a live tenant, the organizations
    /// are read: who administers one is in no list (API reference, section 21).
    void (*check_all)(std::span<const Change* const> changes, const Live& live,
                      Diagnostics& diagnostics) = nullptr;
    /// What a change asks of the tenant; null for kinds that never ask for anything.
    std::vector<Demand> (*demands)(const Change& change, const Exists& exists) = nullptr;
    /// What a reviewer must not miss in a change. `grants` are those of its Invitation, with the
    /// names that are known. May be null.
    std::vector<Risk> (*risks)(const Change& change, std::span<const Grant> grants) = nullptr;
};

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

/// What the objects are that no manifest names.
enum class Unnamed {
    reported,  // findings
    by_itself, // they also come into being without anybody's order
    but_ours,  // findings, but for who reads and the service users
};

/// Of which every parent has one, always there in some form: a zone's plan. It has no name, its id
/// is the parent's, and `object_path` reads it.
struct OnePerParent {
    std::int64_t absent_code = 0; // the code of the refusal that means "none"
    /// What the parent's list tells, and whether that is enough to judge a resource. Null where it
    /// tells nothing.
    LiveObject (*from_parent)(const LiveObject& parent) = nullptr;
    bool (*told_enough)(const Resource& resource, const LiveObject& told) = nullptr;
    /// Whether the parent's list tells that it is as it began, so that a reading of everything need
    /// not ask. Null where only a call can tell.
    bool (*as_it_began)(const LiveObject& parent) = nullptr;
};

/// What an order depends on beside what is wanted.
struct Offer {
    std::span<const RatePlan> plans = {}; // to the account, as far as it was read
    TenantProgram program = {};
    std::span<const RatePlan> published = {}; // Live::published
};

/// What is bought: a create looks first even in what the same run has made, and nothing is sent
/// twice.
struct Sale {
    /// Where the API lists what is sold, for a parent of this kind: a list of rate plans. "" where
    /// it has no such list, as of what accounts can buy.
    std::string_view offers_path = {};
    /// The id of the plan that a change orders; "" where there is none to order it by.
    std::string (*ordered_as)(const Change& change, const Offer& offer) = nullptr;
    /// Judges an order by Change::ordered_as, which is known by then: adds what keeps it from being
    /// bought, and fills in Change::least. Comes before `check`; may be null.
    void (*judge)(Change& change, const Offer& offer, Diagnostics& diagnostics) = nullptr;
    /// What a change costs by the first of the lists that tells it.
    std::optional<Money> (*money)(const Change& change, std::span<const PriceList> lists) = nullptr;
    /// In which state nothing is paid for a live object that is there, as while it is tried out; ""
    /// where it is paid.
    std::string_view (*unpaid_state)(const LiveObject& live) = nullptr;
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

/// Where the state of things decides which fields can be written, and one field about others.
struct Editability {
    /// Judges one difference in a locked field, or, where something is carried out first or the
    /// parent is not live yet, in one that nothing is known of yet.
    Lock (*lock)(const FieldChange& field, const Surroundings& around) = nullptr;
    /// Whether two values that are not equal are one wish, of a field by its path: a question of
    /// fields that no schema names, so that no Comparison can answer it. May be null.
    bool (*same_wish)(std::string_view field, const Json& one, const Json& other) = nullptr;
    /// What the API changes along with what a change writes, each at the place of the field that
    /// brings it: a question of any kind whose fields are coupled. May be null.
    std::vector<FieldChange> (*brings)(const Change& change) = nullptr;
};

/// Where a live object stands that waits for a person.
enum class Acceptance {
    settled,
    waiting,  // somebody has still to agree: no difference, but worth saying
    rejected, // somebody said no: reported, never repeated by itself
    unknown,  // the API says what we do not know: reported, and left as it is
};

/// What gives rights to somebody, who may have to agree. The words are those that people read.
struct Invitation {
    std::string_view word = {};          // "invitation"
    std::string_view words = {};         // several of them
    std::string_view invitee = {};       // who has to agree: "person"
    std::string_view invitees = {};      // several of them
    std::string_view when_rejected = {}; // what to do then: no step can end it
    /// The rights that a change gives, without their names.
    std::vector<Grant> (*grants)(const Change& change) = nullptr;
    Acceptance (*acceptance)(const LiveObject& object) = nullptr;
};

} // namespace tenantry
