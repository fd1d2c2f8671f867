// SARIF 2.1.0 (OASIS), which code scanning of GitHub and others reads.
#include "engine/base/json.hpp"
#include "engine/base/text.hpp"
#include "engine/render/render.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

namespace tenantry::render {
namespace {

/// A path as a URI reference: whatever is no plain character is escaped.
std::string as_uri(std::string_view path) {
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789-._~/";
    std::string uri;
    for (const char c : path) {
        if (plain.contains(c)) {
            uri += c;
        } else {
            uri += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        }
    }
    return uri;
}

Json sarif_message(const Remark& remark) {
    std::string text = printable(remark.summary);
    if (!remark.subject.empty()) text += "\nin " + printable(remark.subject);
    for (const Detail& detail : remark.details)
        text += fmt::format("\n{}: {}", printable(detail.label), printable(detail.value));
    if (!remark.hint.empty()) text += "\nhint: " + printable(remark.hint);
    return Json::object({{"text", text}});
}

/// How important a finding is, of a hundred.
double rank_of(FindingSeverity severity) {
    switch (severity) {
    case FindingSeverity::critical: return 100;
    case FindingSeverity::high: return 75;
    case FindingSeverity::medium: return 50;
    case FindingSeverity::low: return 25;
    }
    return 0;
}

Json result_of(const Remark& remark, const Sources& sources) {
    JsonArray locations;
    if (!remark.position.known()) {
        // GitHub takes no result without a place.
        const Json file = Json::object({{"uri", "."}});
        locations.push_back(
            Json::object({{"physicalLocation", Json::object({{"artifactLocation", file}})}}));
    } else {
        const Json file = Json::object({{"uri", as_uri(sources[remark.position.source].name)}});
        const Json region = Json::object({{"startLine", std::int64_t{remark.position.line}},
                                          {"startColumn", std::int64_t{remark.position.column}}});
        locations.push_back(
            Json::object({{"physicalLocation",
                           Json::object({{"artifactLocation", file}, {"region", region}})}}));
    }
    Json result = Json::object(
        {{"ruleId", remark.rule},
         {"level", name_of(remark.weight)},
         {"message", sarif_message(remark)},
         {"locations", Json(std::move(locations))},
         {"partialFingerprints", Json::object({{"tenantry/v1", remark.fingerprint()}})}});
    if (remark.severity) {
        result.set("rank", rank_of(*remark.severity));
        result.set("properties", Json::object({{"severity", name_of(*remark.severity)}}));
    }
    return result;
}

} // namespace

std::string sarif(const Digest& digest, const Sources& sources, std::string_view version) {
    std::set<std::string> names;
    JsonArray results;
    for (const Remark& remark : digest.remarks) {
        names.insert(remark.rule);
        results.push_back(result_of(remark, sources));
    }
    JsonArray rules;
    for (const std::string& name : names)
        rules.push_back(Json::object({{"id", name}}));
    const Json driver = Json::object(
        {{"name", "tenantry"}, {"version", version}, {"rules", Json(std::move(rules))}});
    const Json run = Json::object({{"tool", Json::object({{"driver", driver}})},
                                   {"columnKind", "unicodeCodePoints"},
                                   {"results", Json(std::move(results))}});
    return to_text(Json::object({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                                 {"version", "2.1.0"},
                                 {"runs", Json::array({run})}}),
                   2) +
           "\n";
}

} // namespace tenantry::render
