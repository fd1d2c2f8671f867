// What a drift reports: its findings, and what earlier ones knew of them.
#pragma once

#include "engine/base/source.hpp"
#include "engine/base/time.hpp"
#include "engine/model/audit_log.hpp"
#include "engine/model/change.hpp"
#include "engine/model/drift_rules.hpp"
#include "engine/model/plan.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenantry {

/// On which side something moved since both agreed last.
enum class Side {
    unknown,
    live,
    manifest,
};

std::string_view name_of(Side side);

/// What earlier runs tell of one field that is different.
struct FieldNews {
    std::string path = {};
    Time since = {};
    bool is_new = false;
    Side cause = Side::unknown;
};

/// One difference between the manifests and the live tenant.
struct Finding {
    FindingClass finding_class = FindingClass::different;
    const Kind* kind = nullptr;
    Address address = {};
    std::string id = {}; // of the live object; empty for missing
    /// What an unmanaged one is, beside its name: Kind::described.
    std::vector<std::pair<std::string, Json>> about = {};
    std::vector<FieldChange> fields = {};
    std::string reason = {};
    std::string hint = {}; // where the manifests alone cannot end it
    Position position = {};

    Side cause = Side::unknown;
    std::optional<Time> since = {};       // when it was found first; nothing: nobody remembers
    bool is_new = false;                  // the drift before did not find it, or not all of it
    std::vector<FieldNews> by_field = {}; // of what is different, where anybody remembers
    /// When it was as wanted and noted so, where anybody remembers.
    std::optional<Time> agreed = {};
    std::string was = {};                // the live object's id then
    std::optional<Attribution> who = {}; // where that was asked for

    FindingSeverity severity = FindingSeverity::medium; // the worst of its fields'
    /// Of each of `fields`, in their order, where they differ; else none.
    std::vector<FindingSeverity> severities = {};
    /// What it goes by from one drift to the next: it follows from class, kind, address and the
    /// paths of what differs, and from nothing else. So another value is still the same finding;
    /// another field that differs, or another name, makes it another one.
    std::string finding_id = {};
};

/// What a finding is about, for rules that name fields: the paths of what differs. An invitation
/// that was rejected differs in its "status"; what is missing or unmanaged has none.
std::vector<std::string_view> paths_for_rules(const Finding& finding);

/// A finding, or a part of its fields, that an Ignore document keeps quiet.
struct IgnoredFinding {
    Finding finding = {};
    const Ignore* by = nullptr;
};

/// A customer of whom not everything could be judged, and why.
struct Unjudged {
    std::string customer = {};
    bool partly = false; // all but some fields is judged
    std::vector<std::string> why = {};
};

/// A finding of an earlier drift that is no more.
struct Gone {
    std::string finding_class = {};
    std::string kind = {};
    std::string address = {};
    std::vector<std::string> fields = {};
    Time since = {};
};

/// Refers to the manifests that it was held against: they outlive it.
struct Drift {
    std::vector<Finding> findings = {};           // that are shown
    std::vector<Finding> hidden = {};             // that are less severe than what was asked for
    FindingSeverity least = FindingSeverity::low; // what was asked for
    std::vector<IgnoredFinding> ignored = {};
    std::vector<const Ignore*> idle = {}; // that match nothing any more
    std::vector<Unjudged> unjudged = {};  // sorted by customer
    std::vector<Gone> gone = {};
    /// When the drift before began; nothing where nobody remembers one.
    std::optional<Time> before = {};
};

/// Customers of a plan that were judged and have no finding, hidden or ignored ones included.
std::size_t customers_as_wanted(const Plan& plan, const Drift& drift);
/// Customers that were judged, if only in part.
std::size_t customers_judged(const Plan& plan, const Drift& drift);
/// Whether there is a finding at least as severe, hidden ones included.
bool has_finding(const Drift& drift, FindingSeverity least);

} // namespace tenantry
