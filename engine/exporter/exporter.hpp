// A live tenant as manifests that a person would have written: a file a customer, names and no ids,
// what is usual left out, what most share in a profile. Pure: what is live comes in, texts go out.
//
// The problem. Who has a tenant already will not type it in, and will not trust what a program has
// typed: a field too many is a change that nobody wanted, one too few is a thing that nobody
// watches. And what nobody can read nobody will keep.
//
// How it is solved. Each live object becomes an item by its kind's schema: a field is written where
// it says more than its absence would, in the order and under the name that the schema gives it
// (values.hpp, items.hpp). Customers get names from their accounts (names.hpp), shared values go
// into a profile where that makes the files shorter (profile.hpp), and yaml_text.hpp writes it all
// down. Then the files are loaded and planned against what they were made from (proof.hpp): a plan
// with a step, a finding, or an object of which neither a line nor a reason tells, is a difference.
//
// What would break it. A value that is written in another form than the planner compares. Leaving
// something out without saying so. An order that depends on ids or on the order of answers.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/base/source.hpp"
#include "engine/exporter/adopt.hpp"
#include "engine/model/finding.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/live.hpp"
#include "engine/model/plan.hpp"
#include "engine/model/resource.hpp"

#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::exporter {

enum class Layout {
    customer,      // customers/acme.yaml
    unit_customer, // emea-resale/acme.yaml
    one_file,      // customers.yaml
};

/// What makes one customer of several accounts.
enum class Grouping {
    account,           // nothing: each is one
    external_metadata, // the mark that the partner has set on them
    name_prefix,       // "Acme - Shop" and "Acme - Blog" are Acme's
};

/// Which accounts a user means: by name (a pattern) or id, and by the name or tag of their unit.
struct AccountChoice {
    std::vector<std::string> names = {}; // none: all
    std::string unit = {};
    bool unmanaged = false; // only those that no manifest names
};

/// The ids of the roots that are meant. What means none of them is added to `mistakes`, and so is
/// one that `manifests` name already, unless only others are wanted: it would be named twice.
std::set<std::string, std::less<>> choose(const KindTable& kinds, const Live& live,
                                          const AccountChoice& wanted, const Desired& manifests,
                                          Diagnostics& mistakes);

struct ExportChoice {
    std::set<std::string, std::less<>> roots = {}; // ids of the accounts that are written
    std::set<std::string, std::less<>> kinds = {}; // of what lies in them, by name
    bool parts = true;                             // what was read by a call for each account
    Layout layout = Layout::customer;
    Grouping group_by = Grouping::account;
    bool profiles = false;
    /// Names of customers and profiles that there are already.
    std::set<std::string, std::less<>> taken = {};
};

/// Something live that is not in the files.
struct LeftOut {
    const Kind* kind = nullptr;
    std::string account = {}; // id of the one it lies in
    std::string name = {};    // its own; of a whole list, or of what is one of, that of the parent
    std::string why = {};
    bool meant = true;  // it belongs in no manifest; else the files lack it
    bool whole = false; // all of the kind that lies in the parent
    std::size_t count = 1;

    /// "the member a@acme.example", "the members of Acme GmbH".
    std::string title() const;
};

struct ExportedFile {
    std::string path = {}; // below the folder that the user names
    std::string text = {};
};

struct Export {
    std::vector<ExportedFile> files = {}; // sorted
    std::vector<std::string> customers = {};
    std::vector<LeftOut> left_out = {};
    std::vector<std::string> remarks = {}; // what a reader would wonder about
};

/// Writes the chosen part of what is live. Equal input gives equal files.
Export write(const KindTable& kinds, const Live& live, const ExportChoice& choice);

/// How many objects of a kind there are, and in the files.
struct Tally {
    const Kind* kind = nullptr;
    std::size_t live = 0;
    std::size_t written = 0;
    std::size_t left_out = 0; // because they belong in no manifest
    std::size_t missing = 0;  // because no manifest can hold them, or they could not be read
};

/// What planning the files finds. It holds where `differences` is empty.
struct Proof {
    std::vector<Tally> tallies = {};
    std::vector<std::string> differences = {};
    Diagnostics diagnostics = {}; // of loading and planning
    Sources sources = {};         // that they speak of

    bool holds() const { return differences.empty(); }
};

/// Plans what was written, with `others` that stand beside it, against the live state that it was
/// made from.
Proof prove(const KindTable& kinds, Live live, const ExportChoice& choice, const Export& written,
            std::vector<Source> others);

/// The Ignore documents that keep quiet all that a drift shows or hides, as the text of a file:
/// each of one thing, or of one field of it. `desired` has those that there are already.
std::string ignore_documents(const Drift& drift, const Desired& desired, Day until,
                             const std::string& why);

/// What no manifest names, as pieces of YAML to be put into manifests, each below a comment that
/// says where it belongs.
std::string snippets(const KindTable& kinds, const Live& live, const Sources& sources,
                     std::span<const Unmanaged> unmanaged);

} // namespace tenantry::exporter
