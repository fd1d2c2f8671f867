// Nights of one tenant: manifests and live state in, what a drift tells with hindsight out.
#include "engine/diff/diff.hpp"
#include "engine/kinds/kinds.hpp"
#include "engine/ledger/ledger.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/planner/planner.hpp"
#include "tests/support/live_tenant.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace tenantry::ledger {
namespace {

const KindTable& kind_table() {
    static const KindTable table = kinds::all_kinds();
    return table;
}

Time at(int night) { return Time(std::chrono::days(20'000 + night)); }

/// A manifest of one customer; its file is in a folder of the customer's name.
Source customer(const std::string& name, const std::string& accounts) {
    return {.name = "manifests/" + name + ".yaml",
            .text = "apiVersion: tenantry/v1\nkind: Customer\nmetadata: {name: " + name +
                    "}\nspec: {accounts: [" + accounts + "]}\n"};
}

/// What the tables of a ledger hold, and the runs that read and write them.
class Nights {
public:
    Drift drift(const std::vector<Source>& manifests, std::string_view live,
                const std::vector<std::string>& paths = {"manifests"}) {
        ++night_;
        const auto loaded = manifest::load_texts(manifests, kind_table());
        REQUIRE_FALSE(loaded.diagnostics.has_errors());
        const auto written = parse_json(live);
        REQUIRE(written);
        const Matched matched =
            diff::match(kind_table(), loaded.desired, test::live_from(*written, kind_table()));
        Diagnostics diagnostics;
        const Plan plan = planner::plan(kind_table(), loaded.desired, matched, {}, diagnostics);
        REQUIRE_FALSE(diagnostics.has_errors());
        const Look look{.kinds = kind_table(),
                        .desired = loaded.desired,
                        .sources = loaded.sources,
                        .matches = matched.matches,
                        .plan = plan,
                        .everything = true,
                        .folder = folder,
                        .paths = paths,
                        .at = at(night_)};
        const Departures departures = departed_since(look, earlier_.agreements);
        left = words_of(departures.departed);
        departed_ = {departures.addresses.begin(), departures.addresses.end()};
        Drift drift = look_back_at(planner::findings(plan), earlier_, look);
        keep(findings_now(drift, earlier_, look), agreed_now(look, earlier_.agreements, nullptr));
        earlier_.drift = look.at;
        // They point into what ends here.
        for (Finding& finding : drift.findings)
            finding.kind = nullptr;
        return drift;
    }

    /// As a run does that has told what left.
    void tell_departures() {
        for (AgreementRecord& agreement : earlier_.agreements)
            if (departed_.contains(agreement.address)) agreement.source.clear();
    }

    std::string folder = "/repository";
    std::string left = {}; // of the last run

private:
    static std::string words_of(const std::vector<Departed>& list) {
        std::string words;
        for (const Departed& one : list) {
            words += one.address.text() + ":" +
                     (one.kind == nullptr ? "customer" : std::string(one.kind->name)) +
                     (one.list ? "s" : "") + ":" + std::to_string(one.resources) + " ";
        }
        return words;
    }

    void keep(const std::vector<FindingRecord>& findings,
              const std::vector<AgreementRecord>& agreed) {
        std::erase_if(earlier_.findings, [](const FindingRecord&) { return true; });
        for (const FindingRecord& finding : findings)
            if (!finding.gone) earlier_.findings.push_back(finding);
        std::map<std::string, AgreementRecord> all;
        for (const AgreementRecord& one : earlier_.agreements)
            all.emplace(one.address, one);
        for (const AgreementRecord& one : agreed)
            all.insert_or_assign(one.address, one);
        earlier_.agreements.clear();
        for (const auto& [address, one] : all)
            earlier_.agreements.push_back(one);
    }

    Earlier earlier_;
    std::set<std::string> departed_; // at the last run
    int night_ = 0;
};

constexpr const char* strict = "{name: Acme, zones: [{name: a.example, settings: {ssl: strict}}]}";

/// A tenant with that account and zone; its ssl, and whatever else lies in it.
std::string tenant(const std::string& ssl, const std::string& more = "") {
    return R"({"account": [{"id": "a1", "name": "Acme"}],
        "zone": [{"id": "z1", "name": "a.example", "account": {"id": "a1"}, "status": "active"}],
        "zone_settings": {"z1": [{"id": "ssl", "value": ")" +
           ssl + R"("}]})" + more + "}";
}

TEST_CASE(
    "a finding is there since a drift found it first, and is gone when one finds it no more") {
    Nights nights;
    const std::vector<Source> manifests = {customer("acme", strict)};
    const Drift first = nights.drift(manifests, tenant("full"));
    REQUIRE(first.findings.size() == 1);
    CHECK(first.findings[0].since == at(1));
    CHECK_FALSE(first.before);
    CHECK_FALSE(first.findings[0].is_new); // nobody looked before, so nobody knows
    const Drift second = nights.drift(manifests, tenant("full"));
    CHECK(second.findings.at(0).since == at(1));
    CHECK(second.before == at(1));
    CHECK_FALSE(second.findings[0].is_new);
    const Drift mended = nights.drift(manifests, tenant("strict"));
    CHECK(mended.findings.empty());
    REQUIRE(mended.gone.size() == 1);
    CHECK(mended.gone[0].address == "acme/Acme/zone/a.example/settings");
    CHECK(mended.gone[0].fields == std::vector<std::string>{"ssl"});
    CHECK(mended.gone[0].since == at(1));
    const Drift again = nights.drift(manifests, tenant("full"));
    CHECK(again.findings.at(0).is_new);
    CHECK(again.findings[0].since == at(4));
    CHECK(again.gone.empty());
}

TEST_CASE("the side that moved is told from what both had") {
    Nights nights;
    const std::vector<Source> wanted = {customer("acme", strict)};
    SUBCASE("nobody knows before both had the same") {
        CHECK(nights.drift(wanted, tenant("full")).findings.at(0).cause == Side::unknown);
    }
    SUBCASE("live, also the nights after") {
        nights.drift(wanted, tenant("strict"));
        CHECK(nights.drift(wanted, tenant("full")).findings.at(0).cause == Side::live);
        CHECK(nights.drift(wanted, tenant("flexible")).findings.at(0).cause == Side::live);
    }
    SUBCASE("the manifest, and both") {
        nights.drift(wanted, tenant("strict"));
        const std::vector<Source> full = {
            customer("acme", "{name: Acme, zones: [{name: a.example, settings: {ssl: full}}]}")};
        CHECK(nights.drift(full, tenant("strict")).findings.at(0).cause == Side::manifest);
        CHECK(nights.drift(full, tenant("flexible")).findings.at(0).cause == Side::unknown);
    }
}

TEST_CASE("since when it is not as wanted is known where both had what the manifest still says") {
    Nights nights;
    const std::vector<Source> wanted = {customer("acme", strict)};
    nights.drift(wanted, tenant("strict"));
    const Drift changed = nights.drift(wanted, tenant("full"));
    CHECK(changed.findings.at(0).agreed == at(1));
    const std::string without = R"({"account": [{"id": "a1", "name": "Acme"}], "zone": []})";
    const Drift gone = nights.drift(wanted, without);
    const auto zone = std::ranges::find(gone.findings, std::string("acme/Acme/zone/a.example"),
                                        [](const Finding& each) { return each.address.text(); });
    REQUIRE(zone != gone.findings.end());
    CHECK(zone->agreed == at(1));
    CHECK(zone->was == "z1");

    Nights moved;
    moved.drift(wanted, tenant("strict"));
    const std::vector<Source> full = {
        customer("acme", "{name: Acme, zones: [{name: a.example, settings: {ssl: full}}]}")};
    CHECK_FALSE(moved.drift(full, tenant("strict")).findings.at(0).agreed);

    // What was noted later was noted of another field.
    Nights other_field;
    other_field.drift(wanted, tenant("strict"));
    other_field.drift(wanted, tenant("full"));
    const std::vector<Source> more = {customer(
        "acme",
        "{name: Acme, zones: [{name: a.example, settings: {ssl: strict, http2: \"on\"}}]}")};
    const std::string both = R"({"account": [{"id": "a1", "name": "Acme"}], "zone": [
        {"id": "z1", "name": "a.example", "account": {"id": "a1"}, "status": "active"}],
        "zone_settings": {"z1": [{"id": "ssl", "value": "full"}, {"id": "http2", "value": "on"}]}})";
    CHECK(other_field.drift(more, both).findings.at(0).agreed == at(1));
    CHECK_FALSE(other_field.drift(more, both).findings.at(0).agreed);
}

TEST_CASE("what is missing has gone live, or is new in the manifest") {
    Nights nights;
    const std::vector<Source> one = {customer("acme", strict)};
    nights.drift(one, tenant("strict"));
    const std::string without = R"({"account": [{"id": "a1", "name": "Acme"}], "zone": []})";
    for (const Finding& finding : nights.drift(one, without).findings)
        CHECK_MESSAGE(finding.cause == Side::live, finding.address.text());
    const std::vector<Source> two = {
        customer("acme", "{name: Acme, zones: [{name: a.example, settings: {ssl: strict}}, "
                         "{name: b.example}]}")};
    const Drift added = nights.drift(two, tenant("strict"));
    REQUIRE(added.findings.size() == 1);
    CHECK(added.findings[0].cause == Side::manifest);
    const std::vector<Source> customers = {customer("acme", strict),
                                           customer("globex", "{name: Globex}")};
    const Drift unknown = nights.drift(customers, tenant("strict"));
    REQUIRE(unknown.findings.size() == 1);
    CHECK(unknown.findings[0].cause == Side::unknown);
}

TEST_CASE("what is unmanaged came up live, or was in the manifest before") {
    Nights nights;
    const std::string both = "{name: Acme, zones: [{name: a.example}, {name: b.example}]}";
    const std::string zones = R"({"account": [{"id": "a1", "name": "Acme"}], "zone": [
        {"id": "z1", "name": "a.example", "account": {"id": "a1"}, "status": "active"},
        {"id": "z2", "name": "b.example", "account": {"id": "a1"}, "status": "active"}]})";
    nights.drift({customer("acme", both)}, zones);
    const Drift left =
        nights.drift({customer("acme", "{name: Acme, zones: [{name: a.example}]}")}, zones);
    REQUIRE(left.findings.size() == 1);
    CHECK(left.findings[0].cause == Side::manifest);
    CHECK(nights.left.empty()); // the finding says more

    Nights others;
    const std::string one = "{name: Acme, zones: [{name: a.example}]}";
    others.drift({customer("acme", one)}, tenant("full"));
    for (int night = 0; night < 2; ++night) {
        const Drift came = others.drift({customer("acme", one)}, zones);
        REQUIRE(came.findings.size() == 1);
        CHECK(came.findings[0].cause == Side::live);
    }
}

TEST_CASE("who reads a part of the manifests takes nothing of the others for news, nor for gone") {
    Nights nights;
    const Source acme = customer("acme", strict);
    const Source globex = customer("globex", "{name: Globex, settings: {enforce_twofactor: true}}");
    const std::string both = R"({"account": [{"id": "a1", "name": "Acme"},
            {"id": "a2", "name": "Globex", "settings": {"enforce_twofactor": false}}, {"id": "a3", "name": "Other"}],
        "zone": [{"id": "z1", "name": "a.example", "account": {"id": "a1"}, "status": "active"}],
        "zone_settings": {"z1": [{"id": "ssl", "value": "strict"}]}})";
    nights.drift({acme, globex}, both);
    const auto look = [&](const std::vector<std::string>& paths) {
        const Drift part = nights.drift({acme}, both, paths);
        CHECK(part.gone.empty());
        for (const Finding& finding : part.findings) {
            CHECK_MESSAGE(finding.cause == Side::unknown, finding.address.text());
            CHECK_FALSE(finding.is_new);
        }
        CHECK(nights.left.empty());
    };
    look({"manifests/acme.yaml"});
    nights.folder = "/another"; // a repository of its own
    look({"manifests"});
    nights.folder = "/repository";
    CHECK(nights.drift({acme, globex}, both).gone.empty());
}

TEST_CASE("each field has a time and a cause of its own") {
    Nights nights;
    const auto wanted = [](const std::string& tls) {
        return std::vector<Source>{
            customer("acme", "{name: Acme, zones: [{name: a.example, settings: {ssl: strict, "
                             "min_tls_version: \"" +
                                 tls + "\"}}]}")};
    };
    const auto live = [](const std::string& ssl) {
        return tenant(ssl + R"("}, {"id": "min_tls_version", "value": "1.2)");
    };
    nights.drift(wanted("1.2"), live("strict"));
    nights.drift(wanted("1.2"), live("off"));
    const Drift both = nights.drift(wanted("1.3"), live("off"));
    REQUIRE(both.findings.size() == 1);
    CHECK(both.findings[0].since == at(2));
    CHECK(both.findings[0].is_new);
    REQUIRE(both.findings[0].by_field.size() == 2);
    for (const FieldNews& field : both.findings[0].by_field) {
        const bool tls = field.path == "min_tls_version";
        CHECK(field.is_new == tls);
        CHECK(field.since == at(tls ? 3 : 2));
        CHECK(field.cause == (tls ? Side::manifest : Side::live));
    }
}

TEST_CASE("what a run once managed is no news when it is unmanaged") {
    const std::string two = R"({"account": [{"id": "a1", "name": "Acme"},
        {"id": "a2", "name": "NAME"}], "zone": []})";
    const auto named = [&](const std::string& name) {
        return std::string(two).replace(two.find("NAME"), 4, name);
    };
    Nights nights;
    const Source acme = customer("acme", "{name: Acme}");
    const Source globex = customer("globex", "{name: Globex}");
    nights.drift({acme, globex}, named("Globex"));
    const auto cause_of_unmanaged = [&](const std::vector<Source>& manifests,
                                        const std::string& name) {
        for (const Finding& finding : nights.drift(manifests, named(name)).findings)
            if (finding.finding_class == FindingClass::unmanaged) return finding.cause;
        return Side::unknown;
    };
    SUBCASE("it got another name live") {
        CHECK(cause_of_unmanaged({acme, globex}, "Globex Live") == Side::live);
    }
    SUBCASE("it left the manifests, and that was told") {
        CHECK(cause_of_unmanaged({acme}, "Globex") == Side::manifest);
        nights.tell_departures();
        CHECK(cause_of_unmanaged({acme}, "Globex") == Side::manifest);
        CHECK(nights.left.empty());
    }
}

TEST_CASE("a wish that never came true has not left") {
    Nights nights;
    nights.drift({customer("acme", strict)}, tenant("full"));
    nights.drift({customer("acme", "{name: Acme, zones: [{name: a.example}]}")}, tenant("full"));
    CHECK(nights.left.empty());
}

TEST_CASE("what left the manifests is told, and what has another name has not left") {
    const Source acme = customer("acme", strict);
    const Source globex = customer("globex", "{name: Globex, members: []}");
    const std::string live = R"({"account": [{"id": "a1", "name": "Acme"},
            {"id": "a2", "name": "Globex"}],
        "zone": [{"id": "z1", "name": "a.example", "account": {"id": "a1"}, "status": "active"}],
        "member": {"a1": [], "a2": []},
        "zone_settings": {"z1": [{"id": "ssl", "value": "strict"}]}})";
    Nights nights;
    nights.drift({acme, globex}, live);
    CHECK(nights.left.empty());

    struct Row {
        const char* what;
        std::vector<Source> manifests;
        std::vector<std::string> paths;
        const char* left;
    };
    const std::vector<Row> rows = {
        {"a customer", {acme}, {"manifests"}, "globex:customer:1 "},
        {"a customer, the folder written otherwise",
         {acme},
         {"./manifests/"},
         "globex:customer:1 "},
        {"a file that was not read", {acme}, {"manifests/acme.yaml"}, ""},
        {"the plan of one file is none of another", {acme}, {"manifests/globex"}, ""},
        {"settings",
         {customer("acme", "{name: Acme, zones: [{name: a.example}]}"), globex},
         {"manifests"},
         "acme/Acme/zone/a.example/settings:zone_settings:1 "},
        {"a list", {customer("acme", "{name: Acme}"), globex}, {"manifests"}, "acme/Acme:zones:2 "},
        {"an account beside another",
         {customer("acme", strict + std::string()), customer("globex", "{name: Other}")},
         {"manifests"},
         "globex/Globex:account:1 "},
        {"a customer of another name", {customer("acme-gmbh", strict), globex}, {"manifests"}, ""},
        {"an account of another customer",
         {acme, customer("initech", "{name: Globex, members: []}")},
         {"manifests"},
         ""},
    };
    for (const Row& row : rows) {
        Nights copy = nights;
        copy.drift(row.manifests, live, row.paths);
        CHECK_MESSAGE(copy.left == row.left, row.what);
    }
}

} // namespace
} // namespace tenantry::ledger
