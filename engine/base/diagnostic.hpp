// What is wrong with the user's input, as values. Collected, never thrown: the run goes on to find
// the other mistakes. Turning them into text is the work of render.
#pragma once

#include "engine/base/source.hpp"

#include <string>
#include <vector>

namespace tenantry {

enum class Severity { error, warning };

/// A second place that explains a diagnostic, as "first named here".
struct Note {
    std::string text = {};
    Position position = {};
};

/// One mistake. `code` is stable ("manifest.unknown-field"); `summary` is one line without a full
/// stop; `hint` says what to do; `subject` is a printed address, for errors that concern a
/// resource. With a `field` it concerns this field of the resource alone: all else goes on.
struct Diagnostic {
    Severity severity = Severity::error;
    std::string code = {};
    std::string summary = {};
    std::string hint = {};
    std::string subject = {};
    Position position = {};
    std::vector<Note> notes = {};
    std::string field = {};
    /// The value that it is about, where it stands at its key.
    Position value = {};
    /// Other subjects of the same mistake, where it is told once for all of them.
    std::vector<std::string> also = {};
};

/// All mistakes of one run.
class Diagnostics {
public:
    void add(Diagnostic diagnostic) { list_.push_back(std::move(diagnostic)); }
    void append(Diagnostics other);

    bool empty() const { return list_.empty(); }
    bool has_errors() const;
    /// Of those that are told.
    std::size_t count(Severity severity) const;

    /// By place, so that the output does not depend on the order in which mistakes were found. One
    /// cause is told once: a wrong name in a default is one mistake, whatever number of resources
    /// takes it over; and what manifests alone make doubtful is not told where an error decides it.
    std::vector<Diagnostic> told() const;
    const std::vector<Diagnostic>& all() const { return list_; }

private:
    std::vector<Diagnostic> list_;
};

} // namespace tenantry
