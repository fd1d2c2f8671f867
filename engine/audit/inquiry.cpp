#include "engine/audit/audit.hpp"
#include "engine/audit/traces.hpp"

#include "engine/base/text.hpp"
#include "engine/model/natural_key.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <unordered_map>

namespace tenantry::audit {
namespace {

constexpr std::size_t no_question = SIZE_MAX;

/// The traces of one account's log, by what an entry says.
struct Sought {
    std::vector<std::size_t> traces = {};
    std::unordered_multimap<std::string, std::size_t> by_path = {};
    std::unordered_multimap<std::string, std::size_t> by_id = {};
    std::vector<std::size_t> by_name = {};  // of what was removed
    std::vector<std::size_t> by_field = {}; // settings, of entries without a path
};

template<typename Act>
void for_each_at(const std::unordered_multimap<std::string, std::size_t>& map,
                 const std::string& key, const Act& act) {
    const auto [begin, end] = map.equal_range(key);
    for (auto each = begin; each != end; ++each)
        act(each->second);
}

/// Whether the path of a call is that of an object, or lies below it.
bool lies_at(std::string_view path, std::string_view own) {
    return !own.empty() && path.starts_with(own) &&
           (path.size() == own.size() || path[own.size()] == '/');
}

} // namespace

struct Inquiry::Found {
    Found(const Drift& drift, const Scene& scene)
        : kinds(scene.kinds), self(ascii_lower(scene.self)), runs(scene.runs),
          traces(traces_of(drift, scene)), question_of(traces.size(), no_question),
          entries(traces.size()) {
        std::map<std::string_view, std::size_t> by_account;
        for (std::size_t i = 0; i < traces.size(); ++i) {
            const Trace& trace = traces[i];
            if (trace.account.empty()) continue;
            const auto [place, is_new] = by_account.emplace(trace.account, questions.size());
            if (is_new) {
                questions.push_back({.account = trace.account,
                                     .customer = trace.customer,
                                     .since = trace.since,
                                     .before = scene.now});
                wanted.emplace_back();
            }
            AuditQuestion& question = questions[place->second];
            question.since = std::min(question.since, trace.since);
            question_of[i] = place->second;
            want(wanted[place->second], i);
        }
    }

    void want(Sought& in, std::size_t i) const {
        const Trace& trace = traces[i];
        in.traces.push_back(i);
        for (const std::string& path : trace.paths)
            if (!path.empty()) in.by_path.emplace(path, i);
        for (const std::string& id : trace.ids)
            in.by_id.emplace(id, i);
        if (trace.removed && !trace.name.empty() && !trace.above.empty()) in.by_name.push_back(i);
        if (!trace.fields.empty()) in.by_field.push_back(i);
    }

    bool has_our_key(const AuditEntry& entry) const {
        return !self.empty() && entry.context == "api_key" && ascii_lower(entry.actor) == self;
    }

    std::string run_of(const AuditEntry& entry) const {
        const auto run = runs.find(entry.request_id);
        return run == runs.end() ? std::string() : run->second;
    }

    bool is_ours(const AuditEntry& entry) const {
        return has_our_key(entry) || !run_of(entry).empty();
    }

    /// Takes the entry for the trace where none that it has is newer, or a better one.
    void offer(std::size_t i, const AuditEntry& entry) {
        const Trace& trace = traces[i];
        if (entry.time < trace.since) return;
        if (trace.removed && entry.action != "delete") return;
        // With what tenantry itself did until then, it was as wanted.
        if (trace.agreed && entry.time <= *trace.agreed && is_ours(entry)) return;
        std::optional<AuditEntry>& best = entries[i];
        const auto rank = [&](const AuditEntry& each) {
            return std::pair(trace.made && each.action == "create", each.time);
        };
        if (!best || rank(*best) < rank(entry)) best = entry;
    }

    void offer_everywhere(const Sought& in, const AuditEntry& entry) {
        for_each_at(in.by_path, entry.path, [&](std::size_t i) { offer(i, entry); });
        if (!entry.resource.empty()) {
            for_each_at(in.by_id, entry.resource, [&](std::size_t i) {
                // A call to the same place that is none of its paths was about other fields.
                if (!lies_at(entry.path, traces[i].own)) offer(i, entry);
            });
        }
        for (const std::size_t i : in.by_name)
            if (names(traces[i], entry)) offer(i, entry);
        for (const std::size_t i : in.by_field) {
            const Trace& trace = traces[i];
            const bool meant =
                entry.path.empty() && entry.zone == trace.zone &&
                std::ranges::find(trace.fields, entry.resource) != trace.fields.end();
            if (meant) offer(i, entry);
        }
    }

    /// Whether an entry tells of the removal of a zone that has the name.
    bool names(const Trace& trace, const AuditEntry& entry) const {
        if (entry.action != "delete" || entry.zone.empty()) return false;
        if (entry.path != trace.above + entry.zone) return false;
        return NaturalKey(kinds.schema_of(*trace.kind)).canonical(entry.zone_name) == trace.name;
    }

    bool is_open(std::size_t i) const {
        const std::optional<AuditEntry>& best = entries[i];
        return !best || (traces[i].made && best->action != "create");
    }

    Attribution attribution(std::size_t i, std::span<const AuditReading> readings) const {
        Attribution who{.since = traces[i].since, .entry = entries[i]};
        if (who.entry) {
            who.ours = has_our_key(*who.entry);
            who.run = run_of(*who.entry);
            return who;
        }
        if (question_of[i] == no_question) {
            who.why_unknown = traces[i].why_nowhere;
            return who;
        }
        const AuditReading& reading = readings[question_of[i]];
        if (reading.fault) {
            who.right = reading.fault->right;
            who.why_unknown = reading.fault->summary();
        } else if (reading.cut) {
            who.why_unknown =
                "the audit log has more entries since then than are read of one account";
        } else if (reading.illegible > 0) {
            who.why_unknown = fmt::format("{} of the audit log cannot be understood",
                                          counted(reading.illegible, "entry", "entries"));
        }
        return who;
    }

    const KindTable& kinds;
    std::string self;
    std::map<std::string, std::string, std::less<>> runs;
    std::vector<Trace> traces;
    std::vector<AuditQuestion> questions = {};
    std::vector<Sought> wanted = {};                // of each question
    std::vector<std::size_t> question_of;           // of each trace
    std::vector<std::optional<AuditEntry>> entries; // the best so far of each
};

Inquiry::Inquiry(const Drift& drift, const Scene& scene)
    : found_(std::make_unique<Found>(drift, scene)) {}

Inquiry::~Inquiry() = default;

std::span<const AuditQuestion> Inquiry::questions() const { return found_->questions; }

bool Inquiry::take(std::size_t question, std::span<const AuditEntry> entries) {
    const Sought& wanted = found_->wanted[question];
    for (const AuditEntry& entry : entries)
        found_->offer_everywhere(wanted, entry);
    return std::ranges::any_of(wanted.traces, [&](std::size_t i) { return found_->is_open(i); });
}

void Inquiry::tell(Drift& drift, std::span<const AuditReading> readings) const {
    for (std::size_t i = 0; i < drift.findings.size(); ++i)
        drift.findings[i].who = found_->attribution(i, readings);
}

} // namespace tenantry::audit
