// A report of tests as Jenkins, GitLab and others read it: a suite for each customer, a case for
// each remark, and one that passes for each customer that is as wanted.
#include "engine/base/text.hpp"
#include "engine/render/render.hpp"

#include <fmt/core.h>

#include <map>

namespace tenantry::render {
namespace {

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : printable(text)) {
        switch (c) {
        case '&': result += "&amp;"; break;
        case '<': result += "&lt;"; break;
        case '>': result += "&gt;"; break;
        case '"': result += "&quot;"; break;
        case '\n': result += "&#10;"; break;
        default: result += c;
        }
    }
    return result;
}

std::string body_of(const Remark& remark, const Sources& sources) {
    std::string text;
    if (remark.position.known()) text += escaped(sources.describe(remark.position)) + "\n";
    for (const Detail& detail : remark.details)
        text += fmt::format("{}: {}\n", escaped(detail.label), escaped(detail.value));
    if (!remark.hint.empty()) text += fmt::format("hint: {}\n", escaped(remark.hint));
    return text;
}

std::string case_of(const Remark& remark, const Sources& sources) {
    const std::string& name = remark.subject.empty() ? remark.summary : remark.subject;
    std::string text = fmt::format("    <testcase classname=\"{}\" name=\"{}\">\n",
                                   escaped(remark.rule), escaped(name));
    const std::string summary = escaped(remark.summary);
    const std::string body = body_of(remark, sources);
    if (remark.fails) {
        text += fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
                            escaped(remark.rule), summary, body);
    } else if (remark.skipped) {
        // As its text: older schemas know no attribute of it, and Jenkins reads both.
        text += fmt::format("      <skipped>{}\n{}</skipped>\n", summary, body);
    } else {
        text += fmt::format("      <system-out>{}\n{}</system-out>\n", summary, body);
    }
    return text + "    </testcase>\n";
}

struct Suite {
    std::string cases = {};
    std::size_t tests = 0;
    std::size_t failures = 0;
    std::size_t skipped = 0;
};

} // namespace

std::string junit(const Digest& digest, const Sources& sources) {
    std::map<std::string, Suite> suites;
    std::size_t failures = 0;
    for (const Remark& remark : digest.remarks) {
        Suite& suite = suites[remark.customer];
        suite.cases += case_of(remark, sources);
        ++suite.tests;
        suite.failures += remark.fails ? 1 : 0;
        suite.skipped += remark.skipped ? 1 : 0;
        failures += remark.fails ? 1 : 0;
    }
    for (const std::string& customer : digest.as_wanted) {
        Suite& suite = suites[customer];
        suite.cases +=
            fmt::format("    <testcase classname=\"as-wanted\" name=\"{}\"/>\n", escaped(customer));
        ++suite.tests;
    }
    std::string text = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"tenantry {}\" "
        "tests=\"{}\" failures=\"{}\">\n",
        escaped(digest.command), digest.remarks.size() + digest.as_wanted.size(), failures);
    for (const auto& [customer, suite] : suites) {
        text += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" "
                            "skipped=\"{}\">\n{}  </testsuite>\n",
                            customer.empty() ? "(all)" : escaped(customer), suite.tests,
                            suite.failures, suite.skipped, suite.cases);
    }
    return text + "</testsuites>\n";
}

} // namespace tenantry::render
