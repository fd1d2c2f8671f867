// Who made live what a drift found: which part of which account's audit log tells it, and which
// entry explains which finding. Pure.
//
// The problem. Whoever is named here will be asked why. A log has no word of manifests: an entry
// names a call, an id, perhaps a zone. Beside the change that is meant it has a hundred others of
// the same account, and some products write none at all.
//
// How it is solved. A finding is turned into what an entry has to be about (traces.cpp): the path
// of the call that makes the difference, as the plan has it that would take it back, and the id of
// the object. So a change of another setting of the same zone is not taken for it. The newest entry
// that fits is the one; what is missing was deleted, and what nobody wants was made. Nothing that
// fits is told as that, with the moment from which on the log was asked.
//
// How far back. To when the ledger knows that it was as wanted, and an hour more, because a run
// notes at its end what it read at its beginning. Without that: 30 days before it was found first.
// Never further than the 18 months that a log is kept.
#pragma once

#include "engine/model/audit_log.hpp"
#include "engine/model/finding.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/match.hpp"
#include "engine/model/plan.hpp"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::audit {

/// What a drift was found in.
struct Scene {
    const KindTable& kinds;
    const Desired& desired;
    const Matched& live;
    const Plan& plan;
    /// The e-mail whose API key this run uses; "": it uses a token, which the log may call
    /// anything.
    std::string self = {};
    /// The runs of tenantry that are known, by the ids of the requests they sent.
    std::map<std::string, std::string, std::less<>> runs = {};
    Time now = {};
};

/// What is asked about the findings of one drift that are shown, and the answers so far. The drift
/// keeps its findings meanwhile.
class Inquiry {
public:
    Inquiry(const Drift& drift, const Scene& scene);
    ~Inquiry();
    Inquiry(const Inquiry&) = delete;
    Inquiry& operator=(const Inquiry&) = delete;

    /// One for each account that is live and has a finding.
    std::span<const AuditQuestion> questions() const;

    /// Takes some entries of what a question asks for; whether older ones could tell more.
    bool take(std::size_t question, std::span<const AuditEntry> entries);

    /// Fills Finding::who; `readings` are of the questions, in their order.
    void tell(Drift& drift, std::span<const AuditReading> readings) const;

private:
    struct Found;
    std::unique_ptr<Found> found_;
};

} // namespace tenantry::audit
