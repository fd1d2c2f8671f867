// What would bring back what one run updated: a patch of the manifests as they are now. A pure
// function from the record of the run, what later runs did, and the manifests; nothing is read from
// the API, and nothing is written anywhere.
//
// The problem. The record says what a value was before; the manifests may have gone on since, the
// value may come from a default that others share, and a new name that is simply written back would
// be a new account. What was made, bought or sent cannot be taken back by any manifest.
//
// How it is solved. Each value that the run changed is judged by itself: it is written back where
// it stands, if it stands in the customer's own file and is still what the run set; else there is a
// snippet for that file, or a sentence that says why it stays. All that the patch changes is tried:
// the new files are loaded, and a value that they do not take is not in the patch.
//
// What would break it. A value taken for known that was hidden or never seen. A patch that says
// more than the values it is about. Silence about something that the run did.
#pragma once

#include "engine/base/json.hpp"
#include "engine/ledger/ledger.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/model/kind.hpp"

#include <string>
#include <vector>

namespace tenantry::undo {

/// The record that it is judged by.
struct Recorded {
    std::vector<ledger::StepRecord> steps = {}; // of the run
    std::vector<ledger::CallRecord> calls = {}; // of the run
    std::vector<ledger::StepRecord> later = {}; // of runs after it, in their order
};

/// One value that the run changed.
struct Reversal {
    std::string address = {};
    std::string kind = {};
    std::string object = {}; // its id, where it is known
    std::string field = {};
    Json back = {};           // what it was before; null where nobody knows
    Json set = {};            // what the run set
    Position position = {};   // where it stands in the manifests now
    bool patched = false;     // the patch writes it back
    std::string snippet = {}; // YAML that does, where the patch cannot; "" for none
    Position place = {};      // of the item that the snippet belongs into
    std::string item = {};    // the address of that
    std::string why = {};     // there is a snippet, or neither
};

/// What the run did that no manifest takes back.
struct Lasting {
    std::string address = {};
    std::string kind = {};
    std::string object = {};
    std::string what = {}; // "invited", "ordered: rate_plan \"pro\" -> \"business\""
    std::string hint = {}; // what a person would do
};

struct Undo {
    std::vector<Reversal> reversals = {};
    std::vector<Lasting> lasting = {};
    std::string patch = {};  // for `git apply` and `patch -p1`, "" for none
    std::string folder = {}; // where it has to be applied: the given one, or "/"
};

/// `folder` is the whole path of the one that the names of the manifests' files begin in.
Undo take_back(const Recorded& recorded, const manifest::Loaded& manifests, const KindTable& kinds,
               const manifest::Variables& variables, const std::string& folder);

} // namespace tenantry::undo
