#include "engine/base/diagnostic.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

Diagnostic at(std::uint32_t line, const std::string& summary, const std::string& subject) {
    return {.code = "test", .summary = summary, .subject = subject, .position = {0, line, 1}};
}

/// "line summary: subject, others", one a line.
std::string told(const Diagnostics& diagnostics) {
    std::string text;
    for (const Diagnostic& each : diagnostics.told()) {
        text += std::to_string(each.position.line) + " " + each.summary + ": " + each.subject;
        for (const std::string& other : each.also)
            text += ", " + other;
        text += "\n";
    }
    return text;
}

} // namespace

TEST_CASE("what is wrong at one place is told once, with all that it concerns") {
    Diagnostics diagnostics;
    diagnostics.add(at(7, "no such unit", "globex"));
    diagnostics.add(at(7, "no such unit", "acme"));
    diagnostics.add(at(7, "no such role", "acme"));
    diagnostics.add(at(3, "no such unit", "initech"));
    diagnostics.add(at(7, "no such unit", "acme"));
    CHECK(told(diagnostics) == "3 no such unit: initech\n"
                               "7 no such role: acme\n"
                               "7 no such unit: acme, globex\n");
    CHECK(diagnostics.count(Severity::error) == 3);
    CHECK(diagnostics.count(Severity::warning) == 0);
}

TEST_CASE("a warning is not told with an error, nor what has no place") {
    Diagnostics diagnostics;
    Diagnostic warning = at(7, "no such unit", "acme");
    warning.severity = Severity::warning;
    diagnostics.add(std::move(warning));
    diagnostics.add(at(7, "no such unit", "globex"));
    diagnostics.add({.summary = "no answer", .subject = "acme"});
    diagnostics.add({.summary = "no answer", .subject = "globex"});
    CHECK(diagnostics.told().size() == 4);
    CHECK(diagnostics.has_errors());
}

TEST_CASE("an error about one object decides nothing about a value that others have, too") {
    for (const std::string code : {"plan.unread-field", "plan.unclear-answer", "plan.locked"}) {
        CAPTURE(code);
        Diagnostics diagnostics;
        Diagnostic doubt = at(3, "perhaps a slip", "");
        doubt.severity = Severity::warning;
        diagnostics.add(std::move(doubt));
        Diagnostic error = at(3, "cannot read it", "acme");
        error.code = code;
        error.field = "ssl";
        diagnostics.add(std::move(error));
        CHECK(diagnostics.told().size() == 2);
    }
}

TEST_CASE("what manifests make doubtful is not told where an error decides it") {
    const auto doubt = [](Position position, Position value) {
        return Diagnostic{.severity = Severity::warning,
                          .code = "test",
                          .summary = "perhaps a slip",
                          .position = position,
                          .value = value};
    };
    Diagnostics diagnostics;
    diagnostics.add(doubt({0, 3, 9}, {}));        // at the value itself
    diagnostics.add(doubt({0, 4, 1}, {0, 4, 9})); // at its key
    diagnostics.add(doubt({0, 5, 1}, {0, 5, 9})); // nobody decides it
    diagnostics.add(doubt({0, 6, 1}, {0, 6, 9})); // an error of the whole resource says nothing
    for (const std::uint32_t line : {3U, 4U, 6U}) {
        Diagnostic error = at(line, "it is one", "acme");
        error.position.column = 9;
        if (line != 6) error.field = "ssl";
        diagnostics.add(std::move(error));
    }
    Diagnostic other = at(5, "something else of a resource", "acme");
    other.severity = Severity::warning;
    diagnostics.add(std::move(other));
    CHECK(told(diagnostics) == "3 it is one: acme\n"
                               "4 it is one: acme\n"
                               "5 perhaps a slip: \n"
                               "5 something else of a resource: acme\n"
                               "6 perhaps a slip: \n"
                               "6 it is one: acme\n");
    CHECK(diagnostics.count(Severity::warning) == 3);
}
