// Why a resource, or one field of it, is what it is: which document gave the value and what that
// took the place of, what is live, why there is or is no step, and what earlier runs did. Pure.
//
// The problem. Who reads a value in a plan has three files open and a guess. A default may have
// been overruled by another, a difference may be no difference to the API, a step may be kept out
// by an error at another line; and "nothing to do" does not tell which of these it was.
//
// How it is solved. Nothing is decided here a second time. The layers are those that assembling
// has laid over each other (manifest/layers.hpp), told apart by the place of what came out; the
// verdict is looked up in what the planner made of the resource (a step, a barred change, an error
// at its line), and only where it made nothing of it the comparison is put into words.
//
// What would break it. A rule about layers or about equality that stands here alone. A value that
// came from a variable, in words that are printed.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/explanation/subject.hpp"
#include "engine/ledger/ledger.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/model/explanation.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/match.hpp"
#include "engine/model/plan.hpp"

#include <map>
#include <optional>
#include <vector>

namespace tenantry::explanation {

/// What is known when the question is answered. Refers to all of it.
struct Grounds {
    const KindTable& kinds;
    const Desired& desired;
    const Sources& sources;
    const manifest::Layers& layers;
    const Matched& live;
    const Plan& plan; // of the selection that reads the subject, held against the guards
    const Diagnostics& diagnostics; // found while planning
};

/// What a ledger has of the customer.
struct Past {
    std::vector<ledger::AgreementRecord> agreements = {};
    std::vector<ledger::StepRecord> steps = {};
    std::map<ledger::RunId, ledger::RunRecord> runs = {}; // of these steps
};

Explanation explain(const Subject& subject, const Grounds& grounds,
                    const std::optional<Past>& past);

} // namespace tenantry::explanation
