// What a run finds agreed between manifests and tenant, and what has left the manifests since an
// earlier run found it so. Pure.
#pragma once

#include "engine/base/source.hpp"
#include "engine/ledger/records.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/match.hpp"
#include "engine/model/plan.hpp"
#include "engine/model/report.hpp"

#include <functional>
#include <string>
#include <vector>

namespace tenantry::ledger {

/// What one run looked at. Refers to all of it.
struct Look {
    const KindTable& kinds;
    const Desired& desired;
    const Sources& sources;
    const Matches& matches;
    const Plan& plan;
    bool everything = false;                           // nothing was left out by a selection
    std::function<bool(const Address&)> selected = {}; // whether the selection means it
    std::string folder = {};             // where the run was begun: paths are told from there
    std::vector<std::string> paths = {}; // that the manifests were read from
    Time at = {};

    /// Whether what stands at an address of a customer of the manifests was looked at whole.
    bool judged(const Address& address) const;
    /// The whole path of a file, so that two checkouts are not taken for one.
    std::string place_of(const std::string& file) const;
    /// Whether a file in that place would have been read.
    bool was_read(const std::string& place) const;
};

/// The fields that are live as they are wanted, of each resource that was judged: with a report,
/// after it. A field that differs keeps what `earlier` has. Only what is otherwise than there.
std::vector<AgreementRecord>
agreed_now(const Look& look, const std::vector<AgreementRecord>& earlier, const Report* report);

/// What was agreed on earlier and is managed no longer.
struct Departures {
    std::vector<Departed> departed = {};     // as people are told
    std::vector<std::string> addresses = {}; // all, and those that go by another name now
};
/// Of customers whose files lie under the paths that were read: who reads one file of many, or the
/// files of another repository, is told nothing of the others. What merely goes by another name has
/// not left, and what left a list that is still managed is a finding of its own.
Departures departed_since(const Look& look, const std::vector<AgreementRecord>& earlier);

} // namespace tenantry::ledger
