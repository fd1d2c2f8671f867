#include "engine/render/drift_counts.hpp"
#include "engine/render/json/departed.hpp"
#include "engine/render/json/members.hpp"
#include "engine/render/json/waiting.hpp"
#include "engine/render/render.hpp"

namespace tenantry::render {
namespace {

Json time_or_null(const std::optional<Time>& time) {
    return time ? Json(time_in_words(*time)) : Json();
}

Json news_json(const Finding& finding) {
    JsonArray list;
    for (const FieldNews& field : finding.by_field) {
        list.push_back(Json::object({{"path", field.path},
                                     {"since", time_in_words(field.since)},
                                     {"new", field.is_new},
                                     {"cause", name_of(field.cause)}}));
    }
    return Json(std::move(list));
}

Json gone_json(const Drift& drift) {
    JsonArray list;
    for (const Gone& gone : drift.gone) {
        list.push_back(Json::object({{"class", gone.finding_class},
                                     {"kind", gone.kind},
                                     {"address", gone.address},
                                     {"fields", texts_json(gone.fields)},
                                     {"since", time_in_words(gone.since)}}));
    }
    return Json(std::move(list));
}

Json severities_json(const Finding& finding) {
    JsonArray list;
    for (std::size_t i = 0; i < finding.severities.size(); ++i) {
        list.push_back(Json::object(
            {{"path", finding.fields[i].path}, {"severity", name_of(finding.severities[i])}}));
    }
    return Json(std::move(list));
}

/// Null where nobody has asked.
Json who_json(const std::optional<Attribution>& who) {
    if (!who) return {};
    const bool known = who->entry.has_value();
    const AuditEntry entry = who->entry.value_or(AuditEntry{});
    return Json::object({{"found", known                      ? "somebody"
                                   : who->why_unknown.empty() ? "nobody"
                                                              : "unknown"},
                         {"actor", text_or_null(entry.actor)},
                         {"actor_type", text_or_null(entry.actor_type)},
                         {"by", text_or_null(entry.context)},
                         {"token", text_or_null(entry.token)},
                         {"ours", known ? Json(who->ours) : Json()},
                         {"run", text_or_null(who->run)},
                         {"action", text_or_null(entry.action)},
                         {"time", known ? Json(time_in_words(entry.time)) : Json()},
                         {"asked_since", time_in_words(who->since)},
                         {"why_unknown", text_or_null(who->why_unknown)},
                         {"right", text_or_null(who->right)}});
}

Json finding_json(const Finding& finding, const Drift& drift, const Sources& sources) {
    Json about = Json::object();
    for (const auto& [name, value] : finding.about)
        about.append(name, value);
    return Json::object({{"finding_id", finding.finding_id},
                         {"severity", name_of(finding.severity)},
                         {"severities", severities_json(finding)},
                         {"class", name_of(finding.finding_class)},
                         {"kind", finding.kind->name},
                         {"address", finding.address.text()},
                         {"id", text_or_null(finding.id)},
                         {"about", std::move(about)},
                         {"reason", finding.reason},
                         {"hint", finding.hint},
                         {"since", time_or_null(finding.since)},
                         {"new", drift.before ? Json(finding.is_new) : Json()},
                         {"cause", name_of(finding.cause)},
                         {"by_field", news_json(finding)},
                         {"who", who_json(finding.who)},
                         {"position", position_json(finding.position, sources)},
                         {"fields", fields_json(finding.fields, sources)}});
}

Json ignored_json(const Drift& drift) {
    JsonArray list;
    for (const IgnoredFinding& ignored : drift.ignored) {
        const Finding& finding = ignored.finding;
        JsonArray fields;
        if (finding.finding_class == FindingClass::different) {
            for (const FieldChange& field : finding.fields)
                fields.emplace_back(field.path);
        }
        list.push_back(Json::object({{"ignore", ignored.by->name},
                                     {"until", day_in_words(ignored.by->until)},
                                     {"why", ignored.by->why},
                                     {"finding_id", finding.finding_id},
                                     {"severity", name_of(finding.severity)},
                                     {"class", name_of(finding.finding_class)},
                                     {"kind", finding.kind->name},
                                     {"address", finding.address.text()},
                                     {"fields", Json(std::move(fields))},
                                     {"since", time_or_null(finding.since)}}));
    }
    return Json(std::move(list));
}

Json idle_json(const Drift& drift, const Sources& sources) {
    JsonArray list;
    for (const Ignore* const idle : drift.idle) {
        list.push_back(Json::object({{"ignore", idle->name},
                                     {"until", day_in_words(idle->until)},
                                     {"position", position_json(idle->position, sources)}}));
    }
    return Json(std::move(list));
}

Json coverage_json(const Drift& drift, const Plan& plan) {
    JsonArray list;
    for (const Unjudged& each : drift.unjudged) {
        list.push_back(Json::object({{"customer", each.customer},
                                     {"in_part", each.partly},
                                     {"why", texts_json(each.why)}}));
    }
    return Json::object({{"customers", count_json(plan.customers)},
                         {"judged", count_json(customers_judged(plan, drift))},
                         {"not_judged", Json(std::move(list))}});
}

Json counts_json(const Drift& drift) {
    Json counts = Json::object();
    for (const FindingSeverity severity : severities_from_worst)
        counts.append(std::string(name_of(severity)), count_json(count_of(drift, severity)));
    return counts;
}

} // namespace

Json drift_json(const Drift& drift, const Plan& plan, const Sources& sources) {
    JsonArray list;
    for (const Finding& finding : drift.findings)
        list.push_back(finding_json(finding, drift, sources));
    const std::size_t as_wanted = customers_as_wanted(plan, drift);
    return Json::object({{"findings", std::move(list)},
                         {"severities", counts_json(drift)},
                         {"least_severity", name_of(drift.least)},
                         {"hidden", count_json(drift.hidden.size())},
                         {"ignored", ignored_json(drift)},
                         {"idle_ignores", idle_json(drift, sources)},
                         {"coverage", coverage_json(drift, plan)},
                         {"before", time_or_null(drift.before)},
                         {"gone", gone_json(drift)},
                         {"no_longer_managed", departed_json(plan)},
                         {"customers", count_json(plan.customers)},
                         {"customers_unchanged", count_json(as_wanted)},
                         {"customers_refused", texts_json(plan.refused)},
                         {"customers_in_doubt", texts_json(plan.in_doubt)},
                         {"fields_left_out", count_json(plan.fields_left_out)},
                         {"waiting", waiting_json(plan)},
                         {"resources", count_json(plan.resources)}});
}

} // namespace tenantry::render
