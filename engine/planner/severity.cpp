#include "engine/planner/severity.hpp"

#include "engine/base/sha256.hpp"
#include "engine/base/text.hpp"
#include "engine/diff/diff.hpp"
#include "engine/model/kind.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string>
#include <utility>

namespace tenantry::planner {
namespace {

using enum FindingSeverity;

/// What a risk means that is seen the other way round. What stands not here is high.
constexpr std::array<std::pair<std::string_view, FindingSeverity>, 2> by_risk = {
    {{"administrator", critical}, {"unknown-right", critical}}};

FindingSeverity severity_of(const Risk& risk) {
    const auto found =
        std::ranges::find(by_risk, risk.code, [](const auto& row) { return row.first; });
    return found == by_risk.end() ? high : found->second;
}

/// Whether a field only tells people something: nothing works another way for it.
bool only_tells(std::string_view path) {
    return path == "name" || path == "external_metadata" || path.starts_with("business_");
}

/// The names of rights as far as they are known: what has the form of an id is none.
std::vector<Grant> named(std::vector<Grant> grants) {
    for (Grant& grant : grants)
        grant.name = diff::is_catalogue_id(grant.written) ? "" : grant.written;
    return grants;
}

void add_texts(const Json& value, std::set<std::string>& texts) {
    if (value.text() != nullptr) texts.insert(*value.text());
    if (value.items() != nullptr)
        for (const Json& item : *value.items())
            add_texts(item, texts);
    if (value.members() != nullptr)
        for (const auto& [name, member] : *value.members())
            add_texts(member, texts);
}

/// A live value in the form of manifests: things that have an id and a name by the one that
/// `written` has, else by their name.
Json as_in_manifests(const Json& value, const std::set<std::string>& written = {}) {
    if (const JsonArray* items = value.items()) {
        JsonArray result;
        for (const Json& item : *items)
            result.push_back(as_in_manifests(item, written));
        return Json(std::move(result));
    }
    if (value.members() == nullptr) return value;
    const std::string name(value.text_of("name"));
    const std::string id(value.text_of("id"));
    if (!id.empty() && (name.empty() || written.contains(id))) return Json(id);
    if (!name.empty()) return Json(name);
    Json result = Json::object();
    for (const auto& [member, each] : *value.members())
        result.set(member, as_in_manifests(each, written));
    return result;
}

/// A change the other way round, with what it refers to.
class Mirrored {
public:
    Mirrored(const Change& change, const std::vector<FieldChange>& differs)
        : resource_(*change.resource) {
        live_.id = change.live->id;
        live_.name = change.live->name;
        for (const Field& field : change.resource->fields)
            live_.fields.emplace_back(field.path, field.value);
        for (const FieldChange& field : differs) {
            std::set<std::string> written;
            add_texts(field.after, written);
            const Json live = as_in_manifests(field.before, written);
            const auto wanted = std::ranges::find(resource_.fields, field.path, &Field::path);
            if (wanted != resource_.fields.end() && field.before.is_null()) {
                resource_.fields.erase(wanted);
            } else if (wanted != resource_.fields.end()) {
                wanted->value = live;
            }
            change_.fields.push_back({.path = field.path, .before = field.after, .after = live});
        }
        change_.action = Action::update;
        change_.resource = &resource_;
        change_.live = &live_;
    }
    Mirrored(const Mirrored&) = delete;
    Mirrored& operator=(const Mirrored&) = delete;

    std::vector<Risk> risks() const {
        const Kind& kind = *resource_.kind;
        return kind.risks(change_, named(kind.grants(change_)));
    }
    /// Whether less is live than what is wanted of something that is bought.
    bool is_downgrade() const {
        const auto money = resource_.kind->money(change_, {});
        return money && money->downgrade;
    }

private:
    Resource resource_;
    LiveObject live_;
    Change change_;
};

/// The risks of giving somebody who has nothing what this object has.
std::vector<Risk> risks_of_all(const Kind& kind, const LiveObject& live) {
    std::vector<Risk> risks;
    const Resource nobody{.kind = &kind};
    for (const auto& [path, value] : live.fields) {
        if (value.items() == nullptr) continue;
        const Change change{.resource = &nobody,
                            .fields = {{.path = path, .after = as_in_manifests(value)}}};
        std::ranges::move(kind.risks(change, named(kind.grants(change))),
                          std::back_inserter(risks));
    }
    return risks;
}

} // namespace

void rate_by_fields(Finding& finding) {
    if (!finding.severities.empty())
        finding.severity = *std::ranges::max_element(finding.severities);
}

void rate(Finding& finding, const Change& change) {
    finding.severity = medium;
    if (finding.finding_class != FindingClass::different) return;
    std::ranges::transform(
        finding.fields, std::back_inserter(finding.severities),
        [](const FieldChange& field) { return only_tells(field.path) ? low : medium; });
    if (finding.fields.empty() || change.live == nullptr) return;
    const Mirrored mirrored(change, finding.fields);
    const bool downgrade = mirrored.is_downgrade();
    for (FindingSeverity& each : finding.severities)
        if (downgrade) each = std::max(each, high);
    for (const Risk& risk : mirrored.risks()) {
        for (std::size_t i = 0; i < finding.fields.size(); ++i) {
            if (!risk.field.empty() && risk.field != finding.fields[i].path) continue;
            finding.severities[i] = std::max(finding.severities[i], severity_of(risk));
        }
    }
    rate_by_fields(finding);
}

void rate(Finding& finding, const LiveObject& live) {
    finding.severity = finding.kind->buys() ? high : medium;
    if (finding.kind->invitation == nullptr) return;
    for (const Risk& risk : risks_of_all(*finding.kind, live))
        finding.severity = std::max(finding.severity, severity_of(risk));
}

std::string finding_id_of(const Finding& finding) {
    constexpr std::size_t length = 12;
    std::string text(name_of(finding.finding_class));
    text += "\n" + std::string(finding.kind->name) + "\n" + finding.address.text();
    std::vector<std::string_view> paths = paths_for_rules(finding);
    std::ranges::sort(paths);
    for (const std::string_view path : paths)
        text += "\n" + std::string(path);
    return sha256(text).substr(0, length);
}

} // namespace tenantry::planner
