// A drift as a table for a spreadsheet: a row for each field of what is different, one for each
// other finding. Hidden findings have no rows; ignored ones have, and say so.
#include "engine/base/text.hpp"
#include "engine/render/by_member.hpp"
#include "engine/render/csv/row.hpp"
#include "engine/render/render.hpp"
#include "engine/render/who_words.hpp"

#include <string>
#include <vector>

namespace tenantry::render {
namespace {

std::string spreadsheet_value(const Json& value) {
    if (value.is_null()) return {};
    return printable(value.text() == nullptr ? to_text(value) : *value.text());
}

/// What was there before may hold what a variable held.
std::string live_cell(const FieldChange& field) {
    return field.hides_before() ? "(not shown)" : spreadsheet_value(field.before);
}

std::string about_in_words(const Finding& finding) {
    std::vector<std::string> parts;
    parts.reserve(finding.about.size());
    for (const auto& [name, value] : finding.about)
        parts.push_back(printable(name) + ": " + spreadsheet_value(value));
    return join(parts, "; ");
}

std::string severity_of(const Finding& finding, std::string_view path) {
    for (std::size_t i = 0; i < finding.severities.size(); ++i) {
        const std::string& field = finding.fields[i].path;
        if (path == field || path.starts_with(field + "."))
            return std::string(name_of(finding.severities[i]));
    }
    return std::string(name_of(finding.severity));
}

class FindingRows {
public:
    explicit FindingRows(const Sources& sources) : sources_(sources) {
        add({"severity", "class", "customer", "address", "kind", "field", "live", "wanted", "since",
             "cause", "reason", "id", "finding", "manifest", "ignored_by", "ignored_until", "who"});
    }

    void add(const Finding& finding, const Ignore* ignored) {
        const bool different = finding.finding_class == FindingClass::different;
        const std::vector<FieldChange> fields =
            different ? by_member(finding.fields) : std::vector<FieldChange>();
        for (const FieldChange& field : fields) {
            add(finding, severity_of(finding, field.path), printable(field.path), live_cell(field),
                spreadsheet_value(field.as_written()), field.position, ignored);
        }
        if (!fields.empty()) return;
        add(finding, std::string(name_of(finding.severity)), "", about_in_words(finding), "",
            finding.position, ignored);
    }

    std::string take() { return std::move(text_); }

private:
    void add(const Finding& finding, std::string severity, std::string field, std::string live,
             std::string wanted, Position position, const Ignore* ignored) {
        const Position place = position.known() ? position : finding.position;
        const bool nobody = finding.address.of_nobody();
        add({std::move(severity), std::string(name_of(finding.finding_class)),
             nobody ? "" : printable(finding.address.customer()), printable(finding.address.text()),
             std::string(finding.kind->name), std::move(field), std::move(live), std::move(wanted),
             finding.since ? time_in_words(*finding.since) : std::string(),
             std::string(name_of(finding.cause)), printable(finding.reason), printable(finding.id),
             finding.finding_id, place.known() ? printable(sources_.describe(place)) : "",
             ignored == nullptr ? "" : printable(ignored->name),
             ignored == nullptr ? "" : day_in_words(ignored->until), who_words(finding)});
    }

    void add(const std::vector<std::string>& cells) { text_ += csv_row(cells); }

    const Sources& sources_;
    std::string text_;
};

} // namespace

std::string drift_csv(const Drift& drift, const Sources& sources) {
    FindingRows rows(sources);
    for (const Finding& finding : drift.findings)
        rows.add(finding, nullptr);
    for (const IgnoredFinding& ignored : drift.ignored)
        rows.add(ignored.finding, ignored.by);
    return rows.take();
}

} // namespace tenantry::render
