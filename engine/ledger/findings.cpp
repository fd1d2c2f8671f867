#include "engine/ledger/findings.hpp"

#include <algorithm>

namespace tenantry::ledger {
namespace {

FindingRecord finding_in(const Row& row) {
    return {.address = text(row.at(0)),
            .finding_class = text(row.at(1)),
            .path = text(row.at(2)),
            .customer = text(row.at(3)),
            .kind = text(row.at(4)),
            .cause = text(row.at(5)),
            .since = time_of(row.at(6)),
            .seen = time_of(row.at(7))};
}

} // namespace

std::vector<FindingRecord> standing_findings(Database& database) {
    std::vector<FindingRecord> findings;
    std::ranges::transform(
        database.rows("SELECT address, class, path, customer, kind, cause, since, seen "
                      "FROM findings WHERE gone IS NULL ORDER BY address, class, path"),
        std::back_inserter(findings), finding_in);
    return findings;
}

void note_finding(Database& database, const FindingRecord& finding) {
    database.run("INSERT INTO findings (address, class, path, customer, kind, cause, since, seen, "
                 "gone) VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i) "
                 "ON CONFLICT (address, class, path) DO UPDATE SET customer = excluded.customer, "
                 "kind = excluded.kind, cause = excluded.cause, seen = excluded.seen, "
                 "gone = excluded.gone, since = CASE WHEN findings.gone IS NULL AND "
                 "findings.since < excluded.since THEN findings.since ELSE excluded.since END",
                 {finding.address, finding.finding_class, finding.path, finding.customer,
                  finding.kind, finding.cause, stamp(finding.since), stamp(finding.seen),
                  stamp(finding.gone)});
}

void forget_findings_since(Database& database, Time time) {
    database.run("DELETE FROM findings WHERE since = :a", {stamp(time)});
}

std::optional<Time> last_drift(Database& database) {
    const auto found = database.rows("SELECT began FROM runs WHERE command = 'drift' AND "
                                     "result = 'done' ORDER BY began DESC LIMIT 1");
    if (found.empty()) return std::nullopt;
    return time_of(found[0].at(0));
}

} // namespace tenantry::ledger
