// What the API has now: the managed part of each live object, by kind.
#pragma once

#include "engine/base/json.hpp"
#include "engine/model/money.hpp"
#include "engine/model/request.hpp"
#include "engine/model/tenant_program.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenantry {

/// Whether a text can be an id of the API: short, of letters, digits, "-" and "_". Anything else
/// would have no place in a path.
bool is_id(std::string_view text);

/// A member of an answer that is not what it has to be, so that something is not known: neither
/// that it is there nor that it is not.
struct Doubt {
    std::string member = {}; // "result[3].rate_plan.id"
    std::string what = {};   // "is missing", "is a number"
    /// The manifest's field that is not known for it, or with a "." behind all below; "": not even
    /// which object it is.
    std::string field = {};
    std::string call = {}; // that was answered so, as far as it is known

    bool concerns(std::string_view path) const {
        return field == path || (field.ends_with('.') && path.starts_with(field));
    }
    /// "the answer cannot be understood: result[3].rate_plan.id is missing".
    std::string describe() const;
};

/// One thing the API has. `fields` bear the paths that manifests use.
struct LiveObject {
    std::string id = {};
    std::string name = {};   // as the API spells it
    std::string parent = {}; // id of the object it lies in; "" for an account
    std::string created_on = {};
    std::vector<std::pair<std::string, Json>> fields = {};
    Json outputs = {}; // what the API decides and Reading::outputs names, an object
    /// Paths of fields that the API says cannot be changed now: `editable: false`, or a plan that
    /// lacks the feature.
    std::vector<std::string> locked = {};
    /// Paths of fields that nobody has ever set: they have the value that such objects begin with.
    std::vector<std::string> unset = {};
    /// Nothing has come of it yet, as of a zone that was never active: nobody depends on it.
    bool unused = false;
    std::vector<Doubt> doubts = {}; // what could not be understood of what the API told of it
    /// Paths of fields that could not be read at all, and why. They are not among `fields`, and say
    /// nothing about those that are.
    std::vector<std::pair<std::string, Fault>> unread = {};

    const Doubt* doubt(std::string_view path) const {
        const auto found =
            std::ranges::find_if(doubts, [&](const Doubt& one) { return one.concerns(path); });
        return found == doubts.end() ? nullptr : &*found;
    }
    const Fault* why_unread(std::string_view path) const {
        const auto found = std::ranges::find(unread, path, &std::pair<std::string, Fault>::first);
        return found == unread.end() ? nullptr : &found->second;
    }
    bool is_unset(std::string_view path) const {
        return std::ranges::find(unset, path) != unset.end();
    }
    bool is_locked(std::string_view path) const {
        return std::ranges::find(locked, path) != locked.end();
    }
    const Json* field(std::string_view path) const {
        const auto found = std::ranges::find(fields, path, &std::pair<std::string, Json>::first);
        return found == fields.end() ? nullptr : &found->second;
    }
    /// The text of a field, or "".
    std::string_view text_of(std::string_view path) const {
        const Json* found = field(path);
        const std::string* text = found == nullptr ? nullptr : found->text();
        return text == nullptr ? std::string_view() : std::string_view(*text);
    }
};

/// One entry of a catalogue: a thing that manifests may name but not create, as a tenant unit.
struct CatalogueEntry {
    std::string id = {};
    std::string name = {};
    std::string group = {}; // what it belongs to: the tenant of a unit
    std::string group_id = {};
};

/// What a tenant may do, in the API's words: "account_mobility", "partial_setup_allowed", and
/// "account_types.TYPE" for a type of account. What is not in it is not known.
using Entitlements = std::map<std::string, bool, std::less<>>;

/// A list that could not be read: of one parent it concerns that and so one customer.
struct Unread {
    std::string kind = {};   // or the name of a catalogue, which concerns who names a thing in it
    std::string parent = {}; // id, "" of a catalogue of the whole tenant
    Fault fault = {};
};

/// Names of components, by kind of the subscriptions that have them ("" for what is on offer) and
/// by id of the plan.
using SeenComponents =
    std::map<std::pair<std::string, std::string>, std::set<std::string, std::less<>>>;

/// The live state as far as it was read.
struct Live {
    std::map<std::string, std::vector<LiveObject>, std::less<>> objects = {}; // by kind
    /// By name and owner: the id of the object whose catalogue it is, "" for the whole tenant.
    std::map<std::pair<std::string, std::string>, std::vector<CatalogueEntry>> catalogues = {};
    /// What is sold, by the id of the root object (the account) it is sold to.
    std::map<std::string, std::vector<RatePlan>, std::less<>> rate_plans = {};
    /// What the API publishes of the plans that are ordered; without prices, because it does not
    /// say how often they are paid.
    std::vector<RatePlan> published = {};
    /// Components that plans were seen with, live or on offer: what one customer has of a plan
    /// tells of a slip in the order of another.
    SeenComponents components = {};
    /// The program of the tenant, where it was found before: as a saved plan has it.
    std::optional<TenantProgram> program = {};
    /// By the id of the tenant, as far as a change asks for it.
    std::map<std::string, Entitlements, std::less<>> entitlements = {};
    std::vector<Unread> unread = {};
    /// Kinds with one per parent whose list the API no longer has, so that each field costs a call.
    std::set<std::string, std::less<>> unlisted = {};
    /// Ids of the organizations that were seen, as far as they were asked for: whoever administers
    /// one is administrator of each account in it, and in no list of members.
    std::set<std::string, std::less<>> organizations = {};
    /// E-mail of the user whose credential reads, in lower case; "" when it is not known.
    std::string self = {};
    /// E-mails of all service users that manifests name, in lower case.
    std::set<std::string, std::less<>> service_users = {};

    const std::vector<LiveObject>& of(std::string_view kind) const;
    /// Null when the catalogue was not read, because nothing needed it.
    const std::vector<CatalogueEntry>* catalogue(std::string_view name,
                                                 std::string_view owner = "") const;
    /// What is sold to an account, as far as it was read.
    std::span<const RatePlan> sold_to(std::string_view account) const;
    /// Fills `components` from what was read.
    void note_components();
    /// What the API publishes of a plan, by its id in any case; null where it was not read.
    const RatePlan* published_plan(std::string_view id) const;
};

} // namespace tenantry
