// GitLab's code quality report, a form of Code Climate's: what is wrong, at its line.
#include "engine/base/json.hpp"
#include "engine/base/text.hpp"
#include "engine/render/render.hpp"

#include <fmt/core.h>

#include <map>

namespace tenantry::render {
namespace {

std::string_view severity_of(FindingSeverity severity) {
    switch (severity) {
    case FindingSeverity::critical: return "blocker";
    case FindingSeverity::high: return "critical";
    case FindingSeverity::medium: return "major";
    case FindingSeverity::low: return "minor";
    }
    return "info";
}

std::string_view severity_of(const Remark& remark) {
    if (remark.severity) return severity_of(*remark.severity);
    switch (remark.weight) {
    case Weight::error: return "critical";
    case Weight::warning: return "major";
    case Weight::note: return "info";
    }
    return "info";
}

Json location_of(const Remark& remark, const Sources& sources) {
    // GitLab takes no remark without a place.
    const bool known = remark.position.known();
    const std::string path = known ? sources[remark.position.source].name : ".";
    return Json::object(
        {{"path", printable(path)},
         {"lines", Json::object({{"begin", std::int64_t{known ? remark.position.line : 1}}})}});
}

} // namespace

std::string gitlab(const Digest& digest, const Sources& sources) {
    JsonArray list;
    std::map<std::string, int> seen;
    for (const Remark& remark : digest.remarks) {
        // GitLab shows one of two that have the same fingerprint.
        const std::string key = remark.fingerprint();
        const int times = ++seen[key];
        const std::string subject =
            remark.subject.empty() ? "" : fmt::format("{}: ", printable(remark.subject));
        list.push_back(
            Json::object({{"description", subject + printable(remark.summary)},
                          {"check_name", remark.rule},
                          {"fingerprint", times == 1 ? key : fmt::format("{}-{}", key, times)},
                          {"severity", severity_of(remark)},
                          {"location", location_of(remark, sources)}}));
    }
    return to_text(Json(std::move(list)), 2) + "\n";
}

} // namespace tenantry::render
