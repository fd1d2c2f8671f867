// One run as a list of remarks, for the tools that stand around a merge request: annotations, code
// quality, test reports, comments. All of them are made from the one list, so that their counts
// agree. Texts are as they were given: each format escapes what it shows.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/base/source.hpp"
#include "engine/base/time.hpp"
#include "engine/model/drift_rules.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::render {

/// How much an entry weighs for who has to act.
enum class Weight { note, warning, error };

std::string_view name_of(Weight weight);

/// One line below a remark.
struct Detail {
    std::string label = {};
    std::string value = {}; // all that it says, in one line
    // Of a field that differs, for who shows both sides beside each other: they are in `value`.
    std::string before = {}; // what is live; "" where nothing is
    std::string after = {};  // what is wanted; "" for what is no field
    std::string place = {};  // "acme.yaml:12", that wants it, or ""
};

/// One diagnostic, step, outcome or finding.
struct Remark {
    Weight weight = Weight::note;
    std::string rule = {};     // stable: "manifest.unknown-field", "plan.create", "drift.missing"
    std::string customer = {}; // "" for what is nobody's
    std::string subject = {};  // an address, or ""
    std::string summary = {};  // one line
    std::vector<Detail> details = {}; // in the order of a plan
    std::string hint = {};
    Position position = {};
    /// What tells it from others of its rule and subject; "": its summary.
    std::string key = {};
    std::optional<FindingSeverity> severity = {}; // of a finding
    bool fails = false;                           // in a report of tests
    bool skipped = false;                         // there, too
    /// Of a step, as the time at which it comes: 1 for one that waits for no other, and one more
    /// than the latest of those that it waits for; 0 for what is no step.
    std::size_t turn = 0;
    std::optional<Time> since = {}; // of a finding: when it was found first

    /// Tells one trouble from any other, in each run anew.
    std::string fingerprint() const;
};

/// What the steps of a customer do to what is paid; of costs, what is paid.
struct PaidChange {
    std::string customer = {}; // "" for all of them together
    std::string sum = {};      // "+USD 20.00 a month"
    bool refused = false;      // it would have, but a guard refuses it
};

struct Digest {
    std::string command = {};            // "plan"
    std::string summary = {};            // the last line of the text
    std::vector<std::string> about = {}; // lines on the whole, as what was looked at
    std::vector<PaidChange> paid = {};   // by customer; then in all, where there are several
    std::string paid_title = "What is paid changes by";
    std::string head = {}; // for whom, where and as whom, or ""
    std::vector<Remark> remarks = {};
    std::vector<std::string> as_wanted = {}; // customers without an entry that were looked at

    std::size_t count(Weight weight) const;
};

} // namespace tenantry::render
