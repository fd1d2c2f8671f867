// Patterns over identities, and selections by them.
#include "engine/selection/patterns.hpp"
#include "engine/selection/selection.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace tenantry;

namespace {

constexpr Kind account{.name = "account", .plural = "accounts"};
constexpr Kind zone{.name = "zone", .plural = "zones", .word = "zone", .parent = "account"};
constexpr OnePerParent one_per_parent;
constexpr Kind plan{.name = "plan",
                    .plural = "plans",
                    .word = "plan",
                    .parent = "zone",
                    .one_per_parent = &one_per_parent};
constexpr Kind member{.name = "member", .plural = "members", .word = "member", .parent = "account"};
constexpr Kind robot{.name = "robot", .plural = "robots", .word = "robot"};

const KindTable& kinds() {
    static const KindTable table({&account, &zone, &plan, &member, &robot},
                                 SchemaSet({{"account", R"({"type": "object", "properties": {
              "name": {"type": "string", "x-identity": "name"},
              "id": {"type": "string", "x-identity": "id"},
              "unit": {"type": "string", "x-identity": "scope"},
              "previously": {"type": "array", "items": {"type": "string"},
                             "x-identity": "previously"}}})"},
                                            {"zone", R"({"type": "object", "properties": {
              "name": {"type": "string", "format": "idn-hostname", "x-identity": "name"}}})"},
                                            {"plan", R"({"type": "object"})"},
                                            {"member", R"({"type": "object", "properties": {
              "name": {"type": "string", "format": "email", "x-identity": "name"}}})"},
                                            {"robot", R"({"type": "object", "properties": {
              "name": {"type": "string", "format": "email", "x-identity": "name"}}})"}}));
    return table;
}

/// One customer with an account, a zone with a plan, and a member.
struct World {
    World(const std::string& name, const std::string& domain, std::vector<Field> more = {}) {
        const Address above = Address::of_customer("acme").child("", name);
        more.insert(more.begin(), {"name", Json(name)});
        desired.customers.push_back({.name = "acme"});
        desired.resources = {
            {.kind = &account, .address = above, .fields = std::move(more)},
            {.kind = &zone,
             .address = above.child("zone", domain),
             .parent = 0,
             .fields = {{"name", Json(domain)}}},
            {.kind = &plan, .address = above.child("zone", domain).member("plan"), .parent = 1},
            {.kind = &member,
             .address = above.child("member", "Ops@Acme.example"),
             .parent = 0,
             .fields = {{"name", Json("Ops@Acme.example")}}}};
    }

    /// Which of them a pattern means: "account zone plan member". However it is looked for, the
    /// answer is the same.
    std::string meant_by(const std::string& pattern) const {
        const Identities identities(kinds(), desired);
        const std::vector<std::string> texts = {pattern};
        const Patterns patterns(kinds(), texts);
        const Glob glob(pattern);
        std::string found;
        for (std::size_t i = 0; i < desired.resources.size(); ++i) {
            const Identity identity = identities.of(i);
            const bool means = glob.means(identity);
            CHECK_MESSAGE(means == patterns.find(identity).has_value(), pattern);
            if (means)
                found += (found.empty() ? "" : " ") + std::string(desired.resources[i].kind->name);
        }
        return found;
    }

    Desired desired;
};

Desired of_one_zone() {
    Desired desired = World("Acme", "a.example").desired;
    desired.customers.push_back({.name = "globex"});
    return desired;
}

} // namespace

TEST_CASE("a domain name is the same in every spelling, of the pattern and of the manifest") {
    for (const char* written : {"bücher.example", "xn--bcher-kva.example", "Bücher.Example.",
                                "XN--BCHER-KVA.example", "bu\u0308cher.example"}) {
        const World world("Acme", written);
        CAPTURE(written);
        for (const char* pattern :
             {"bücher.example", "xn--bcher-kva.example", "BÜCHER.EXAMPLE", "bücher.example.",
              "Xn--Bcher-Kva.Example.", "bu\u0308cher.example", "büch*", "BÜCH*.e?ample",
              "b?cher.example", "xn--bch*", "*.example", "b\u00fc*.EXAMPLE."}) {
            CAPTURE(pattern);
            CHECK(world.meant_by(std::string("acme/Acme/zone/") + pattern) == "zone plan");
            CHECK(world.meant_by(std::string("*/zone/") + pattern) == "zone plan");
        }
        CHECK(world.meant_by("acme/*/zone/bucher.example") == "");
        CHECK(world.meant_by("acme/*/zone/bücher.exampl") == "");
        CHECK(world.meant_by("acme/*/zone/cher.example") == "");
    }
}

TEST_CASE("names are taken as printed and as people read them") {
    const World world("A/B @ 50%", "a.example");
    CHECK(world.desired.resources[0].address.text() == "acme/A%2FB %40 50%25");
    for (const char* pattern : {"acme/A%2FB %40 50%25", "acme/A/B @ 50%", "acme/A%2fB @ 50%",
                                "acme/A/B*", "acme/A?B @*", "acme/*50%", "acme/*50%25"}) {
        CAPTURE(pattern);
        CHECK(world.meant_by(pattern) == "account zone plan member");
    }
    CHECK(world.meant_by("acme/A/B @ 50%/zone/A.example") == "zone plan");
    CHECK(world.meant_by("acme/A/B @ 50%/*/plan") == "plan");
    CHECK(world.meant_by("acme/A") == "");
    CHECK(world.meant_by("acme/A%2F") == "");
    CHECK(world.meant_by("acme/a/b @ 50%") == ""); // accounts differ by case
    // What looks like an escape is one; a name that holds it is written as it is printed.
    CHECK(World("50%25", "a.example").meant_by("acme/50%25") == "");
    CHECK(World("50%25", "a.example").meant_by("acme/50%2525") == "account zone plan member");
    CHECK(World("A/zone/b.example", "a.example").meant_by("acme/A/zone/b.example") ==
          "account zone plan member");
    // A slash that is part of a name does not stand between two.
    CHECK(World("A", "b.example").meant_by("acme/A%2Fzone") == "");
}

TEST_CASE("what lies in a thing is meant with it, and case counts where the API counts it") {
    const World world("Acme GmbH", "a.example");
    CHECK(world.meant_by("acme") == "account zone plan member");
    CHECK(world.meant_by("acme/Acme GmbH") == "account zone plan member");
    CHECK(world.meant_by("acme/Acme GmbH/zone") == "zone plan");
    CHECK(world.meant_by("acme/Acme GmbH/member/ops@acme.EXAMPLE") == "member");
    CHECK(world.meant_by("acme/*/member/OPS%40*") == "member");
    CHECK(world.meant_by("acme/Acme") == "");
    CHECK(world.meant_by("acme/acme gmbh") == "");
    CHECK(world.meant_by("") == "");
    CHECK(world.meant_by("*") == "account zone plan member");
}

TEST_CASE("a thing is found by the names it had, and with its unit or id or without") {
    const World world("New", "a.example",
                      {{"previously", Json(JsonArray{Json("Old"), Json("Older / Co")})},
                       {"unit", Json("EMEA")},
                       {"id", Json("abc")}});
    for (const char* name :
         {"New", "Old", "Older / Co", "Older %2F Co", "New@EMEA", "Old@EMEA", "New@abc", "O*"}) {
        CAPTURE(name);
        CHECK(world.meant_by("acme/" + std::string(name)) == "account zone plan member");
        CHECK(world.meant_by("acme/" + std::string(name) + "/zone/A.EXAMPLE") == "zone plan");
    }
    CHECK(world.meant_by("acme/New@APAC") == "");
    Identities identities(kinds(), world.desired);
    identities.also_called(0, "Live GmbH");
    CHECK(Glob("acme/Live GmbH/zone/*").means(identities.of(1)));
}

TEST_CASE("an address that no manifest has is read by its words") {
    const auto means = [](const char* pattern, const char* address) {
        return Glob(pattern).means(identity_of(Address::parse(address), kinds()));
    };
    CHECK(means("acme/*/zone/BÜCHER.example", "acme/Acme/zone/xn--bcher-kva.example"));
    CHECK(means("acme/A/B", "acme/A%2FB@EMEA/zone/x.example"));
    CHECK(means("acme/robot/A@x", "acme/robot/a@x"));
    CHECK(means("acme/robot", "acme/robot/zone/x.example")); // an account of that name
    CHECK_FALSE(means("acme/acme", "acme/Acme"));
}

TEST_CASE("a selection covers by customer, target and exclusion") {
    struct Row {
        Selection selection;
        std::string_view address;
        bool covered;
    };
    const std::string_view zone_address = "acme/Acme/zone/a.example";
    const Row rows[] = {
        {{}, zone_address, true},
        {{.customers = {"acme"}}, zone_address, true},
        {{.customers = {"ac*"}}, zone_address, true},
        {{.customers = {"globex", "acme"}}, zone_address, true},
        {{.customers = {"globex"}}, zone_address, false},
        {{.targets = {"acme"}}, zone_address, true},
        {{.targets = {"acme/Acme"}}, zone_address, true},
        {{.targets = {"*/zone/*"}}, zone_address, true},
        {{.targets = {"acme/*/zone/A.Example."}}, zone_address, true},
        {{.targets = {"*/zone/*"}}, "acme/Acme", false},
        {{.targets = {"*/zone/*"}}, "acme/Acme/zone/unmanaged.example", true},
        {{.targets = {"acme/Acm"}}, zone_address, false},
        {{.excludes = {"acme/Acme"}}, zone_address, false},
        {{.excludes = {"*/zone/A.EXAMPLE"}}, zone_address, false},
        {{.targets = {"acme"}, .excludes = {"*/zone/a.*"}}, zone_address, false},
        {{.customers = {"acme"}, .targets = {"globex/*"}}, zone_address, false},
    };
    const Desired desired = of_one_zone();
    for (const Row& row : rows) {
        CAPTURE(&row - rows);
        Diagnostics slips;
        const Selection selection = select(row.selection, kinds(), desired, slips);
        CHECK(selection.covers(Address::parse(row.address)) == row.covered);
    }
}

TEST_CASE("a pattern that matches nothing is a slip, and the nearest address is named") {
    const Desired desired = of_one_zone();
    const auto slips = [&](const Selection& selection) {
        Diagnostics diagnostics;
        select(selection, kinds(), desired, diagnostics);
        std::string text;
        for (const Diagnostic& slip : diagnostics.all())
            text += slip.summary + "; " + slip.hint;
        return text;
    };
    CHECK(slips({}) == "");
    CHECK(slips({.customers = {"ac*"}, .targets = {"acme/Acme"}, .excludes = {"*/zone/*"}}) == "");
    CHECK(slips({.customers = {"acne"}}) ==
          "--customer \"acne\" matches nothing in the manifests; did you mean \"acme\"?");
    CHECK(slips({.excludes = {"acme/Amce/zone/a.example"}}) ==
          "--exclude \"acme/Amce/zone/a.example\" matches nothing in the manifests; did you mean "
          "\"acme/Acme\"?");
    CHECK(slips({.targets = {"*/zone/b.example"}}) ==
          "--target \"*/zone/b.example\" matches nothing in the manifests; did you mean "
          "\"acme/Acme/zone/a.example\"?");
    CHECK(slips({.targets = {"acme/Acme/zone/entirely-other.test"}})
              .ends_with("\"acme/Acme/zone\" is right, and \"entirely-other.test\" is not in it"));
}

TEST_CASE("many plain names cost no more than one") {
    Desired desired;
    Selection selection;
    constexpr std::size_t many = 20'000;
    for (std::size_t i = 0; i < many; ++i) {
        const std::string name = "c" + std::to_string(i);
        desired.customers.push_back({.name = name});
        desired.resources.push_back({.kind = &account,
                                     .address = Address::of_customer(name).child("", "Acme"),
                                     .fields = {{"name", Json("Acme")}}});
        selection.customers.push_back(name);
        selection.excludes.push_back(name + "/Acme");
    }
    const auto begin = std::chrono::steady_clock::now();
    Diagnostics slips;
    const Selection resolved = select(selection, kinds(), desired, slips);
    CHECK(slips.empty());
    std::size_t covered = 0;
    for (const Resource& resource : desired.resources)
        covered += resolved.covers(resource.address) ? 1U : 0U;
    CHECK(covered == 0);
    // Trying each pattern for each resource takes minutes.
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}
