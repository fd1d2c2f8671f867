// What the manifests say of a drift: how severe its findings are, where that is otherwise than
// built in, and which of them nobody wants to be told of until a day. None of it changes what a
// plan holds or an apply does.
#pragma once

#include "engine/base/source.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace tenantry {

enum class FindingClass {
    missing,   // in a manifest, not live
    different, // both, with other values
    unmanaged, // live in a managed list, in no manifest
};

std::string_view name_of(FindingClass finding_class);
std::optional<FindingClass> finding_class_named(std::string_view name);

/// How soon somebody has to look; from the least to the most.
enum class FindingSeverity { low, medium, high, critical };

std::string_view name_of(FindingSeverity severity);
std::optional<FindingSeverity> severity_named(std::string_view name);

/// The findings that a rule is about: those that all of these fit.
struct FindingScope {
    std::string address = {};                       // a glob; of what lies in it, too
    std::optional<FindingClass> finding_class = {}; // nothing: any
    /// A glob over the paths of fields, and of what lies in one: "settings" is of all settings,
    /// too.
    /// "": the whole, all of its fields.
    std::string field = {};
    /// The address as it stands: no pattern, and nothing that lies in it.
    bool exactly = false;
};

struct SeverityRule {
    FindingScope about = {};
    FindingSeverity severity = FindingSeverity::medium;
    Position position = {};
};

using Day = std::chrono::sys_days;

/// "2026-12-31", and back; nothing for what is no day of the calendar.
std::string day_in_words(Day day);
std::optional<Day> day_named(std::string_view text);

/// An Ignore document. It holds up to the end of its last day, in UTC.
struct Ignore {
    std::string name = {};
    FindingScope about = {};
    Day until = {};
    std::string why = {};
    Position position = {};
    Position until_position = {};
};

} // namespace tenantry
