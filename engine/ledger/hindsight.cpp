#include "engine/ledger/hindsight.hpp"

#include "engine/model/canonical.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace tenantry::ledger {
namespace {

using Key = std::tuple<std::string_view, std::string_view, std::string_view>;

Key key_of(const FindingRecord& record) {
    return {record.address, record.finding_class, record.path};
}

/// The fields that a finding is about; one without a name where it is about the whole.
std::vector<std::string_view> paths_of(const Finding& finding) {
    std::vector<std::string_view> paths;
    if (finding.finding_class == FindingClass::different)
        std::ranges::transform(finding.fields, std::back_inserter(paths), &FieldChange::path);
    if (paths.empty()) paths.emplace_back();
    return paths;
}

/// What was agreed on for a field, or null: of a map that is kept whole, a part.
const Json* agreed_on(const AgreementRecord& agreement, std::string_view path) {
    if (const Json* const whole = agreement.fields.find(path)) return whole;
    for (std::size_t end = path.rfind('.'); end != path.npos && end > 0;
         end = path.rfind('.', end - 1)) {
        const Json* const map = agreement.fields.find(path.substr(0, end));
        if (map != nullptr) return map->at(path.substr(end + 1));
    }
    return nullptr;
}

/// Where neither side is what both had, both have moved, and nobody can say which is meant.
Side cause_of(const FieldChange& field, const AgreementRecord& agreement, const Schema& schema) {
    const Json* const both = agreed_on(agreement, field.path);
    // What a variable held then is not kept.
    if (both == nullptr || !field.written.is_null()) return Side::unknown;
    const Schema* const known = schema.field(field.path);
    const auto same = [&](const Json& one, const Json& other) {
        return known == nullptr ? one == other : same_value(one, other, *known);
    };
    if (same(*both, field.as_written())) return Side::live;
    if (!field.hides_before() && same(field.before, *both)) return Side::manifest;
    return Side::unknown;
}

/// Whether all manifests that earlier runs knew were read: what is in none of a part of them is no
/// news.
bool is_whole(const Earlier& earlier, const Look& look) {
    return look.everything &&
           std::ranges::all_of(earlier.agreements, [&](const AgreementRecord& agreement) {
               return agreement.source.empty() || look.was_read(agreement.source);
           });
}

/// Findings that the ledger is told of.
bool is_kept(const Address& address, bool whole) { return whole || !address.of_nobody(); }

class Hindsight {
public:
    Hindsight(const Earlier& earlier, const Look& look)
        : earlier_(earlier), look_(look), whole_(is_whole(earlier, look)) {
        for (const AgreementRecord& agreement : earlier.agreements) {
            const bool left = agreement.source.empty();
            if (!left) agreements_.emplace(agreement.address, &agreement);
            if (!left) customers_.insert(agreement.customer);
            if (left) left_.insert(agreement.address);
            if (!agreement.object.empty()) objects_.emplace(agreement.object, &agreement);
        }
        for (const Resource& resource : look.desired.resources)
            wanted_.insert(resource.address.text());
        for (const FindingRecord& finding : earlier.findings)
            records_.emplace(key_of(finding), &finding);
    }

    void explain(Finding& finding) const {
        if (!is_kept(finding.address, whole_)) return;
        const FindingRecord* oldest = nullptr;
        finding.since = look_.at;
        for (const std::string_view path : paths_of(finding)) {
            const auto found =
                records_.find({finding.address.text(), name_of(finding.finding_class), path});
            const bool known = found != records_.end();
            const bool is_new = !known && earlier_.drift.has_value();
            finding.is_new = finding.is_new || is_new;
            const Time since = known ? found->second->since : look_.at;
            if (known && since <= *finding.since) oldest = found->second;
            finding.since = std::min(*finding.since, since);
            if (!path.empty()) finding.by_field.push_back({std::string(path), since, is_new});
        }
        finding.cause = cause_of(finding, oldest);
        note_agreement(finding);
    }

private:
    /// What was agreed after the finding was there first was agreed on other fields; and where the
    /// manifests moved, it was another wish.
    void note_agreement(Finding& finding) const {
        const auto agreement = agreements_.find(finding.address.text());
        if (agreement == agreements_.end()) return;
        finding.was = agreement->second->object;
        const bool about_fields =
            std::ranges::all_of(finding.by_field, [&](const FieldNews& field) {
                return agreed_on(*agreement->second, field.path) != nullptr;
            });
        const bool same_wish = finding.cause == Side::live;
        if (same_wish && about_fields && agreement->second->at <= *finding.since)
            finding.agreed = agreement->second->at;
    }

    Side cause_of(Finding& finding, const FindingRecord* earlier) const {
        const auto agreement = agreements_.find(finding.address.text());
        const bool agreed = agreement != agreements_.end();
        switch (finding.finding_class) {
        case FindingClass::missing:
            if (agreed) return Side::live;
            // Of a customer of whom nothing was ever as wanted, nothing can be told.
            return customers_.contains(finding.address.customer()) ? Side::manifest : Side::unknown;
        case FindingClass::different:
            return agreed ? cause_of_fields(finding, *agreement->second) : Side::unknown;
        case FindingClass::unmanaged:
            if (agreed || left_.contains(finding.address.text())) return Side::manifest;
            // Its manifest still names it as it was called before: it has another name live.
            if (const auto known = objects_.find(finding.id); known != objects_.end())
                return wanted_.contains(known->second->address) ? Side::live : Side::manifest;
            if (finding.is_new) return Side::live;
            return earlier != nullptr && earlier->cause == name_of(Side::live) ? Side::live
                                                                               : Side::unknown;
        }
        return Side::unknown;
    }

    /// What somebody did to the tenant is told before what was meant.
    Side cause_of_fields(Finding& finding, const AgreementRecord& agreement) const {
        const Schema& schema = look_.kinds.schema_of(*finding.kind);
        std::set<Side> causes;
        for (std::size_t i = 0; i < finding.by_field.size(); ++i) {
            finding.by_field[i].cause = ledger::cause_of(finding.fields[i], agreement, schema);
            causes.insert(finding.by_field[i].cause);
        }
        if (causes.contains(Side::live)) return Side::live;
        return causes.size() == 1 ? *causes.begin() : Side::unknown;
    }

    const Earlier& earlier_;
    const Look& look_;
    bool whole_;
    std::unordered_map<std::string_view, const AgreementRecord*> agreements_;
    std::unordered_set<std::string_view> customers_;
    std::unordered_set<std::string_view> left_;
    std::unordered_set<std::string_view> wanted_;
    std::unordered_map<std::string_view, const AgreementRecord*> objects_;
    std::map<Key, const FindingRecord*> records_;
};

std::set<Key> standing(const std::vector<Finding>& findings) {
    std::set<Key> keys;
    for (const Finding& finding : findings) {
        for (const std::string_view path : paths_of(finding))
            keys.emplace(finding.address.text(), name_of(finding.finding_class), path);
    }
    return keys;
}

/// Findings of earlier drifts that this one looked for and did not find.
std::vector<const FindingRecord*> gone_of(const Drift& drift, const Earlier& earlier,
                                          const Look& look) {
    const std::set<Key> here = standing(drift.findings);
    const bool whole = is_whole(earlier, look);
    std::set<std::string_view> customers;
    for (const Customer& customer : look.desired.customers)
        customers.insert(customer.name);
    std::vector<const FindingRecord*> gone;
    for (const FindingRecord& record : earlier.findings) {
        const Address address = Address::parse(record.address);
        const bool looked_for = address.of_nobody()
                                    ? whole
                                    : customers.contains(record.customer) && look.judged(address);
        if (looked_for && !here.contains(key_of(record))) gone.push_back(&record);
    }
    return gone;
}

} // namespace

Drift look_back_at(std::vector<Finding> findings, const Earlier& earlier, const Look& look) {
    Drift drift{.findings = std::move(findings), .before = earlier.drift};
    const Hindsight hindsight(earlier, look);
    for (Finding& finding : drift.findings)
        hindsight.explain(finding);
    for (const FindingRecord* record : gone_of(drift, earlier, look)) {
        const bool same = !drift.gone.empty() && drift.gone.back().address == record->address &&
                          drift.gone.back().finding_class == record->finding_class;
        if (!same) {
            drift.gone.push_back({.finding_class = record->finding_class,
                                  .kind = record->kind,
                                  .address = record->address,
                                  .since = record->since});
        }
        Gone& gone = drift.gone.back();
        gone.since = std::min(gone.since, record->since);
        if (!record->path.empty()) gone.fields.push_back(record->path);
    }
    return drift;
}

std::vector<FindingRecord> findings_now(const Drift& drift, const Earlier& earlier,
                                        const Look& look) {
    std::map<Key, const FindingRecord*> before;
    for (const FindingRecord& record : earlier.findings)
        before.emplace(key_of(record), &record);
    const bool whole = is_whole(earlier, look);
    std::vector<FindingRecord> records;
    for (const Finding& finding : drift.findings) {
        if (!is_kept(finding.address, whole)) continue;
        for (const std::string_view path : paths_of(finding)) {
            FindingRecord record{.address = finding.address.text(),
                                 .finding_class = std::string(name_of(finding.finding_class)),
                                 .path = std::string(path),
                                 .customer = std::string(finding.address.customer()),
                                 .kind = std::string(finding.kind->name),
                                 .cause = std::string(name_of(finding.cause)),
                                 .since = look.at,
                                 .seen = look.at};
            const auto known = before.find(key_of(record));
            if (known != before.end()) record.since = known->second->since;
            records.push_back(std::move(record));
        }
    }
    for (const FindingRecord* gone : gone_of(drift, earlier, look)) {
        FindingRecord record = *gone;
        record.gone = look.at;
        records.push_back(std::move(record));
    }
    return records;
}

} // namespace tenantry::ledger
