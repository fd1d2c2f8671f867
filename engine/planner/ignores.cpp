#include "engine/planner/ignores.hpp"

#include "engine/base/text.hpp"
#include "engine/planner/severity.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace tenantry::planner {

Scopes::Scopes(const KindTable& kinds, std::vector<const FindingScope*> scopes)
    : kinds_(kinds), scopes_(std::move(scopes)) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < scopes_.size(); ++i) {
        const std::string& address = scopes_[i]->address;
        if (scopes_[i]->exactly) {
            exactly_.emplace(address, i);
            continue;
        }
        if (address.empty()) everywhere_.push_back(i);
        if (!address.empty()) of_pattern_.push_back(i);
        if (!address.empty()) texts.push_back(address);
    }
    patterns_ = Patterns(kinds_, texts);
}

std::vector<std::size_t> Scopes::about(const Finding& finding) const {
    std::vector<std::size_t> found = everywhere_;
    std::vector<bool> marked(of_pattern_.size(), false);
    if (!patterns_.empty()) patterns_.mark(identity_of(finding.address, kinds_), marked);
    for (std::size_t i = 0; i < marked.size(); ++i)
        if (marked[i]) found.push_back(of_pattern_[i]);
    const auto [first, last] = exactly_.equal_range(finding.address.text());
    for (auto each = first; each != last; ++each)
        found.push_back(each->second);
    std::erase_if(found, [&](std::size_t scope) {
        const auto& wanted = scopes_[scope]->finding_class;
        return wanted && *wanted != finding.finding_class;
    });
    std::ranges::sort(found);
    return found;
}

bool Scopes::fits(std::size_t scope, std::string_view path) const {
    const std::string& field = scopes_[scope]->field;
    if (field.empty()) return true;
    return !path.empty() && (matches_glob(path, field) || matches_glob(path, field + ".*"));
}

namespace {

template<typename Rule>
std::vector<const FindingScope*> scopes_of(std::span<const Rule> rules) {
    std::vector<const FindingScope*> scopes;
    for (const Rule& rule : rules)
        scopes.push_back(&rule.about);
    return scopes;
}

/// The first of the rules that fits a field, or nothing.
std::optional<std::size_t> first_of(const Scopes& scopes, const std::vector<std::size_t>& about,
                                    std::string_view path) {
    const auto found =
        std::ranges::find_if(about, [&](std::size_t scope) { return scopes.fits(scope, path); });
    if (found == about.end()) return std::nullopt;
    return *found;
}

/// What is known of a finding, for a part of its fields.
Finding part_of(const Finding& finding, const std::set<std::string_view>& paths) {
    Finding part = finding;
    part.fields.clear();
    part.severities.clear();
    for (std::size_t i = 0; i < finding.fields.size(); ++i) {
        if (!paths.contains(finding.fields[i].path)) continue;
        part.fields.push_back(finding.fields[i]);
        part.severities.push_back(finding.severities[i]);
    }
    std::erase_if(part.by_field,
                  [&](const FieldNews& field) { return !paths.contains(field.path); });
    if (!part.by_field.empty()) {
        part.since = std::ranges::min_element(part.by_field, {}, &FieldNews::since)->since;
        part.is_new = std::ranges::any_of(part.by_field, &FieldNews::is_new);
        std::set<Side> causes;
        std::ranges::transform(part.by_field, std::inserter(causes, causes.end()),
                               &FieldNews::cause);
        part.cause = causes.contains(Side::live) ? Side::live
                     : causes.size() == 1        ? *causes.begin()
                                                 : Side::unknown;
    }
    rate_by_fields(part);
    part.finding_id = finding_id_of(part);
    return part;
}

} // namespace

void overrule(std::vector<Finding>& findings, const KindTable& kinds,
              std::span<const SeverityRule> rules) {
    if (rules.empty()) return;
    const Scopes scopes(kinds, scopes_of(rules));
    for (Finding& finding : findings) {
        const std::vector<std::size_t> about = scopes.about(finding);
        if (about.empty()) continue;
        for (std::size_t i = 0; i < finding.severities.size(); ++i) {
            const auto rule = first_of(scopes, about, finding.fields[i].path);
            if (rule) finding.severities[i] = rules[*rule].severity;
        }
        if (finding.severities.empty()) {
            const std::vector<std::string_view> paths = paths_for_rules(finding);
            const auto rule = first_of(scopes, about, paths.empty() ? "" : paths.front());
            if (rule) finding.severity = rules[*rule].severity;
        }
        rate_by_fields(finding);
    }
}

void ignore(Drift& drift, const KindTable& kinds, std::span<const Ignore> ignores, Day today,
            std::vector<bool>& used) {
    used.assign(ignores.size(), false);
    std::vector<const Ignore*> holding;
    std::vector<const FindingScope*> about_them;
    for (const Ignore& each : ignores) {
        if (each.until < today) continue;
        holding.push_back(&each);
        about_them.push_back(&each.about);
    }
    if (holding.empty()) return;
    const Scopes scopes(kinds, std::move(about_them));
    const auto keep_quiet = [&](std::size_t scope, Finding finding) {
        used[static_cast<std::size_t>(holding[scope] - ignores.data())] = true;
        drift.ignored.push_back({std::move(finding), holding[scope]});
    };
    std::vector<Finding> left;
    for (Finding& finding : drift.findings) {
        const std::vector<std::size_t> about = scopes.about(finding);
        std::vector<std::string_view> paths = paths_for_rules(finding);
        if (finding.fields.empty() || paths.empty()) {
            const auto by = first_of(scopes, about, paths.empty() ? "" : paths.front());
            if (by) {
                keep_quiet(*by, std::move(finding));
            } else {
                left.push_back(std::move(finding));
            }
            continue;
        }
        std::map<std::size_t, std::set<std::string_view>> quiet;
        std::set<std::string_view> others;
        for (const std::string_view path : paths) {
            const auto by = first_of(scopes, about, path);
            if (by) quiet[*by].insert(path);
            if (!by) others.insert(path);
        }
        for (const auto& [by, fields] : quiet)
            keep_quiet(by, part_of(finding, fields));
        if (quiet.empty()) {
            left.push_back(std::move(finding));
        } else if (!others.empty()) {
            left.push_back(part_of(finding, others));
        }
    }
    drift.findings = std::move(left);
}

} // namespace tenantry::planner
