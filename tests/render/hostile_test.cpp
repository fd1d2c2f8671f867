// What others wrote, in every place where it is printed: no line of it drives a terminal, makes
// another line, or hides.
#include "engine/base/characters.hpp"
#include "engine/base/text.hpp"
#include "engine/render/render.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

using namespace tenantry;

namespace {

/// One name for every character that nobody would see.
std::vector<std::string> hostile_names() {
    std::vector<std::string> names;
    for (char32_t c = 1; c < 0xe1000; ++c) {
        if (!is_unseen(c)) continue;
        std::string name = "a";
        append_utf8(name, c);
        names.push_back(name + "[2Jb");
    }
    names.emplace_back("a\xff"
                       "b"); // no UTF-8
    return names;
}

void check_clean(const std::string& text, const std::string& name) {
    CHECK(!text.contains(name));
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        CHECK(printable(line) == line);
}

/// Without the style and the script, which are ours and the same in each.
std::string page_of(const render::Digest& digest, const Sources& sources) {
    const std::string page = render::html(digest, sources);
    return page.substr(page.find("<body>"));
}

constexpr std::string_view listed[] = {"status"};
const Kind site{
    .name = "site", .word = "site", .parent = "account", .reading = {.outputs = listed}};

} // namespace

TEST_CASE("what others wrote is shown, not obeyed") {
    const std::vector<std::string> names = hostile_names();
    for (const std::string& name : names) {
        CAPTURE(printable(name));
        Sources sources;
        sources.add({name, name + ": " + name});
        Diagnostics diagnostics;
        diagnostics.add({.code = name,
                         .summary = name,
                         .hint = name,
                         .subject = name,
                         .position = {0, 1, 1},
                         .notes = {{name, {0, 1, 1}}}});
        check_clean(render::diagnostics(diagnostics, sources, {}), name);
        check_clean(to_text(render::diagnostics_json(diagnostics, sources)), name);

        Health health;
        health.checks = {{.name = "service user " + name, .says = name, .hint = name}};
        health.email = name;
        check_clean(render::health(health, {}), name);
        check_clean(to_text(render::health_json(health)), name);

        const Address address = Address::of_customer(name).child("", name);
        const Resource resource{.kind = &site, .address = address.child("site", name)};
        const LiveObject live{.id = name, .outputs = Json::object({{"status", name}})};
        const Listing listing{&resource, name, name, &live};
        check_clean(render::outputs(site, {&listing, 1}, {}), name);
        check_clean(to_text(render::outputs_json(site, {&listing, 1})), name);
        std::string csv = render::outputs_csv(site, {&listing, 1});
        std::erase(csv, '\r');
        check_clean(csv, name);
    }
    MESSAGE(names.size() << " names");
    CHECK(names.size() > 4000);
}

TEST_CASE("what others wrote stays text in every form of a drift and of costs") {
    for (std::string name : hostile_names()) {
        CAPTURE(printable(name));
        name = "=" + name + "\",\r\n} 1\n# HELP \\";
        Sources sources;
        sources.add({name, name});
        const Address address = Address::of_customer(name).child("", name);
        const Ignore by{.name = name, .why = name, .position = {0, 1, 1}};
        Finding finding{.finding_class = FindingClass::different,
                        .kind = &site,
                        .address = address,
                        .id = name,
                        .about = {{name, Json(name)}},
                        .fields = {{.path = name, .before = name, .after = name}},
                        .reason = name,
                        .hint = "",
                        .position = {0, 1, 1},
                        .severities = {FindingSeverity::low}};
        finding.who =
            Attribution{.entry = AuditEntry{.action = name, .actor = name, .context = name}};
        Finding by_token = finding;
        by_token.who->entry->context = "api_token";
        by_token.who->entry->token = by_token.who->run = name;
        Finding unknown = finding;
        unknown.who = Attribution{.why_unknown = name};
        Finding not_allowed = finding;
        not_allowed.who = Attribution{.why_unknown = name, .right = name};
        const Drift drift{.findings = {finding, by_token, unknown, not_allowed},
                          .ignored = {{finding, &by}},
                          .idle = {&by},
                          .unjudged = {{name, false, {name}}}};
        const Plan plan{.customers = 2};
        const std::vector<std::string> looked_at = {name};
        check_clean(render::drift(drift, plan, sources, {}), name);
        check_clean(to_text(render::drift_json(drift, plan, sources)), name);
        const std::string metrics = render::drift_prometheus(drift, plan, looked_at, {});
        check_clean(metrics, name);
        // A value of a label ends where it should, whatever stands in it.
        const auto labelled = metrics.find("tenantry_drift_customer_judged{");
        REQUIRE(labelled != metrics.npos);
        std::string value = metrics.substr(labelled, metrics.find('\n', labelled) - labelled);
        for (auto at = value.find('\\'); at != value.npos; at = value.find('\\', at))
            value.erase(at, 2);
        CHECK_MESSAGE(std::ranges::count(value, '"') == 2, value);
        CHECK_MESSAGE(value.ends_with("\"} 0"), value);
        std::istringstream lines(metrics);
        for (std::string line; std::getline(lines, line);)
            CHECK_MESSAGE((line.starts_with("tenantry_drift_") ||
                           line.starts_with("# HELP tenantry_drift_") ||
                           line.starts_with("# TYPE tenantry_drift_")),
                          line);
        Costs costs{.costs = {{.address = address,
                               .product = name,
                               .id = name,
                               .components = {{name, 1}},
                               .missing = name}},
                    .unjudged = {{name, false, {name}}},
                    .customers = {name}};
        check_clean(render::costs(costs, {}), name);
        check_clean(to_text(render::costs_json(costs)), name);
        for (std::string csv : {render::drift_csv(drift, sources), render::costs_csv(costs)}) {
            std::erase(csv, '\r');
            check_clean(csv, name);
            std::istringstream rows(csv);
            for (std::string row; std::getline(rows, row);)
                CHECK_MESSAGE(!row.starts_with("="), row);
            CHECK(!csv.contains(",="));
            CHECK(!csv.contains("\"="));
        }
    }
}

TEST_CASE("what others wrote stays text in the forms of merge requests") {
    for (std::string name : hostile_names()) {
        CAPTURE(printable(name));
        name = "<b>&amp;" + name + "``` [l](x) \r\n::error::no @all #1 %0A";
        Sources sources;
        sources.add({name, name});
        render::Digest digest{.command = name, .summary = name, .head = name, .as_wanted = {name}};
        for (const auto weight :
             {render::Weight::note, render::Weight::warning, render::Weight::error}) {
            digest.remarks.push_back({.weight = weight,
                                      .rule = name,
                                      .customer = name,
                                      .subject = name,
                                      .summary = name,
                                      .details = {{name, name}},
                                      .hint = name,
                                      .position = {0, 1, 1},
                                      .fails = weight == render::Weight::error,
                                      .skipped = weight == render::Weight::warning});
        }
        const std::string page = page_of(digest, sources);
        for (const std::string& text :
             {render::markdown(digest, sources), render::github(digest, sources),
              render::gitlab(digest, sources), render::junit(digest, sources),
              render::sarif(digest, sources, "1"), page})
            check_clean(text, name);
        CHECK(!page.contains("<b>"));
        // Outside of code, where all of it means itself.
        std::string markdown = render::markdown(digest, sources);
        for (auto begin = markdown.find("````"); begin != markdown.npos;
             begin = markdown.find("````"))
            markdown.erase(begin, markdown.find("````", begin + 4) + 4 - begin);
        for (const char* tag : {"<b>", "[l]", "@all", "#1", "```"})
            CHECK_MESSAGE(!markdown.contains(tag), tag, " in ", markdown);
        CHECK(!render::junit(digest, sources).contains("<b>"));
        std::istringstream lines(render::github(digest, sources));
        std::size_t count = 0;
        for (std::string line; std::getline(lines, line); ++count)
            CHECK(line.starts_with("::") == (count < 2)); // the last is the summary
        CHECK(count == 3);
    }
}
