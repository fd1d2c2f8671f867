// Steps that wait for steps of other kinds in the same parent, and fields that are locked: with
// kinds of its own, so that each rule is seen by itself.
#include "engine/diff/diff.hpp"
#include "engine/planner/planner.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

std::optional<LiveObject> from_api(const Json&) { return LiveObject{}; }
std::vector<Call> calls(const Change&) { return {{.method = Method::put, .path = "/x"}}; }
Lock lock(const FieldChange& field, const Surroundings& around) {
    if (field.after == Json("same")) return {.way = Lock::Way::moot};
    if (field.after == Json("gold")) return {.summary = "not in this tree", .hint = "move"};
    if (!around.before.empty()) return {.way = Lock::Way::opens};
    return {.summary = "locked in " + around.parent->name, .hint = "buy"};
}

constexpr Editability editability{.lock = lock};
constexpr std::string_view fruit[] = {"pear"};
// In the alphabet, what is needed stands behind what needs it.
constexpr Kind site{.name = "site",
                    .plural = "sites",
                    .reading = {.from_api = from_api},
                    .writing = {.calls = calls}};
constexpr Kind apple{.name = "apple",
                     .plural = "apples",
                     .word = "apple",
                     .parent = "site",
                     .needs = fruit,
                     .reading = {.from_api = from_api},
                     .writing = {.calls = calls},
                     .editability = &editability};
constexpr Kind pear{.name = "pear",
                    .plural = "pears",
                    .word = "pear",
                    .parent = "site",
                    .reading = {.from_api = from_api},
                    .writing = {.calls = calls}};

KindTable table() {
    constexpr std::string_view schema =
        R"({"properties": {"name": {"type": "string", "x-identity": "name", "x-unique": "parent"},
            "color": {"type": "string"}}})";
    return KindTable({&apple, &pear, &site},
                     SchemaSet({{"site", schema}, {"apple", schema}, {"pear", schema}}));
}

/// Two sites with an apple and a pear each; all are live under their names as ids.
struct Orchard {
    KindTable kinds = table();
    Desired desired = {};
    Live live = {};

    Orchard() {
        for (const std::string name : {"s1", "s2"}) {
            const Address address = Address::of_customer("acme").child("", name);
            const std::size_t parent = desired.resources.size();
            add(site, name, address, Resource::none, "");
            add(apple, name + "a", address.child("apple", name + "a"), parent, name);
            add(pear, name + "p", address.child("pear", name + "p"), parent, name);
        }
        desired.customers.push_back({.name = "acme"});
    }

    void add(const Kind& kind, const std::string& name, const Address& address, std::size_t parent,
             const std::string& above) {
        desired.resources.push_back({.kind = &kind,
                                     .address = address,
                                     .parent = parent,
                                     .fields = {{"name", Json(name)}, {"color", Json("red")}}});
        live.objects[std::string(kind.name)].push_back(
            {.id = name,
             .name = name,
             .parent = above,
             .fields = {{"name", Json(name)}, {"color", Json("red")}}});
    }

    void want(std::size_t resource, std::string_view color) {
        desired.resources[resource].fields[1].value = Json(color);
    }
    void lock_apple() { live.objects["apple"][0].locked = {"color"}; }

    /// "acme/s1/apple/s1a after acme/s1/pear/s1p\n", and what is wrong.
    std::string plan(const Selection& selection = {}) {
        Diagnostics diagnostics;
        const Matched matched = diff::match(kinds, desired, live);
        const Plan plan = planner::plan(
            kinds, desired, matched, select(selection, kinds, desired, diagnostics), diagnostics);
        std::string text;
        for (const Step& step : plan.steps) {
            text += step.address().text();
            for (const std::size_t before : step.waits_for)
                text += " after " + plan.steps[before].address().text();
            text += step.procedure.until_editable ? ", opens a lock\n" : "\n";
        }
        for (const Diagnostic& diagnostic : diagnostics.all())
            text += diagnostic.code + ": " + diagnostic.summary + "; " + diagnostic.hint + "\n";
        return text;
    }
};

} // namespace

TEST_CASE("kinds stand behind those they need") {
    std::string names;
    const KindTable kinds = table();
    for (const Kind* kind : kinds.kinds())
        names += std::string(kind->name) + " ";
    CHECK(names == "site pear apple ");
}

TEST_CASE("a step waits for the steps in the same parent that it needs") {
    Orchard orchard;
    orchard.want(1, "green");
    orchard.want(2, "green");
    orchard.want(4, "green"); // the other site's apple needs its own pear, which is as wanted
    CHECK(orchard.plan() == "acme/s1/pear/s1p\n"
                            "acme/s1/apple/s1a after acme/s1/pear/s1p, opens a lock\n"
                            "acme/s2/apple/s2a\n");
}

TEST_CASE("what is not selected is not waited for") {
    Orchard orchard;
    orchard.want(1, "green");
    orchard.want(2, "green");
    CHECK(orchard.plan({.targets = {"*/apple/*"}}) == "acme/s1/apple/s1a\n");
}

TEST_CASE("what lies in something new waits for that, and for what it needs") {
    Orchard orchard;
    orchard.live.objects.clear();
    CHECK(orchard.plan() ==
          "acme/s1\n"
          "acme/s1/pear/s1p after acme/s1\n"
          "acme/s1/apple/s1a after acme/s1 after acme/s1/pear/s1p, opens a lock\n"
          "acme/s2\n"
          "acme/s2/pear/s2p after acme/s2\n"
          "acme/s2/apple/s2a after acme/s2 after acme/s2/pear/s2p, opens a lock\n");
}

TEST_CASE("a difference in a locked field is an error") {
    Orchard orchard;
    orchard.lock_apple();
    CHECK(orchard.plan().empty()); // as wanted: nobody has to change it
    orchard.want(1, "green");
    CHECK(orchard.plan() == "plan.locked: locked in s1; buy\n");
    CHECK(orchard.plan({.targets = {"*/s2/*"}}).empty()); // it concerns another run
}

TEST_CASE("a step before it may open a lock") {
    Orchard orchard;
    orchard.lock_apple();
    orchard.want(1, "green");
    orchard.want(2, "green");
    CHECK(orchard.plan() == "acme/s1/pear/s1p\n"
                            "acme/s1/apple/s1a after acme/s1/pear/s1p, opens a lock\n");
    // But not one that this run leaves out.
    CHECK(orchard.plan({.targets = {"*/apple/*"}}) == "plan.locked: locked in s1; buy\n");
}

TEST_CASE("what nothing opens is said before what is bought, and the rest is planned") {
    Orchard orchard;
    orchard.lock_apple();
    orchard.want(1, "gold");
    orchard.want(2, "green");
    CHECK(orchard.plan() == "acme/s1/pear/s1p\nplan.locked: not in this tree; move\n");
}

TEST_CASE("a locked value that comes to the same is no difference") {
    Orchard orchard;
    orchard.lock_apple();
    orchard.want(1, "same");
    CHECK(orchard.plan().empty());
}
