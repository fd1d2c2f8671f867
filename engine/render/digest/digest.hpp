// One run as a list of remarks, for the tools that stand around a merge request: annotations, code
// quality, test reports, comments. All of them are made from the one list, so that their counts
// agree. Texts are as they were given: each format escapes what it shows.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/base/source.hpp"
#include "engine/model/drift_rules.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tenantry::render {

/// How much an entry weighs for who has to act.
enum class Weight { note, warning, error };

std::string_view name_of(Weight weight);

/// One diagnostic, step, outcome or finding.
struct Remark {
    Weight weight = Weight::note;
    std::string rule = {};     // stable: "manifest.unknown-field", "plan.create", "drift.missing"
    std::string customer = {}; // "" for what is nobody's
    std::string subject = {};  // an address, or ""
    std::string summary = {};  // one line
    std::vector<std::pair<std::string, std::string>> details = {}; // in the order of a plan
    std::string hint = {};
    Position position = {};
    /// What tells it from others of its rule and subject; "": its summary.
    std::string key = {};
    std::optional<FindingSeverity> severity = {}; // of a finding
    bool fails = false;                           // in a report of tests
    bool skipped = false;                         // there, too

    /// Tells one trouble from any other, in each run anew.
    std::string fingerprint() const;
};

struct Digest {
    std::string command = {};            // "plan"
    std::string summary = {};            // the last line of the text
    std::vector<std::string> about = {}; // lines on the whole, as what is paid
    std::string head = {};               // for whom, where and as whom, or ""
    std::vector<Remark> remarks = {};
    std::vector<std::string> as_wanted = {}; // customers without an entry that were looked at

    std::size_t count(Weight weight) const;
};

} // namespace tenantry::render
