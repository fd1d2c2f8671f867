#include "engine/selection/labels.hpp"
#include "engine/selection/selection.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

Selection by_labels(std::initializer_list<std::string_view> texts) {
    Selection selection;
    for (const std::string_view text : texts)
        selection.selectors.push_back(parse_selector(text).value());
    return selection;
}

Desired customers_with_labels() {
    Desired desired;
    desired.customers = {{.name = "acme", .labels = {{"tier", "gold"}, {"region", "eu"}}},
                         {.name = "globex", .labels = {{"tier", "silver"}}},
                         {.name = "initech"},
                         {.name = "umbrella", .labels = {{"tier", "gold"}, {"internal", ""}}}};
    return desired;
}

const KindTable& no_kinds() {
    static const KindTable table({}, SchemaSet({}));
    return table;
}

/// The customers that are selected, and what is wrong.
std::string selected(const Selection& selection) {
    const Desired desired = customers_with_labels();
    Diagnostics diagnostics;
    const Selection resolved = select(selection, no_kinds(), desired, diagnostics);
    std::string text;
    for (const Diagnostic& slip : diagnostics.all())
        text += slip.summary + "; " + slip.hint + "\n";
    for (const Customer& customer : desired.customers) {
        if (resolved.covers_customer(customer.name)) text += customer.name + " ";
    }
    return text;
}

} // namespace

TEST_CASE("labels select customers as kubectl selects") {
    CHECK(selected({}) == "acme globex initech umbrella ");
    CHECK(selected(by_labels({"tier=gold"})) == "acme umbrella ");
    CHECK(selected(by_labels({"tier==gold"})) == "acme umbrella ");
    CHECK(selected(by_labels({"tier!=gold"})) == "globex initech ");
    CHECK(selected(by_labels({"tier"})) == "acme globex umbrella ");
    CHECK(selected(by_labels({"!tier"})) == "initech ");
    CHECK(selected(by_labels({"internal="})) == "umbrella ");
    CHECK(selected(by_labels({"tier=gold,!internal"})) == "acme ");
    CHECK(selected(by_labels({" tier = gold , ! internal "})) == "acme ");
    CHECK(selected(by_labels({"tier=gold", "!internal"})) == "acme ");
}

TEST_CASE("labels and the other selections are all demanded") {
    Selection selection = by_labels({"tier=gold"});
    selection.customers = {"*e*"};
    CHECK(selected(selection) == "acme umbrella ");
    selection.customers = {"u*"};
    CHECK(selected(selection) == "umbrella ");
    selection.customers = {"initech"};
    CHECK(selected(selection) == "");
    Diagnostics slips;
    selection = by_labels({"tier=gold"});
    selection.targets = {"*/zone/*"};
    const Selection resolved = select(selection, no_kinds(), customers_with_labels(), slips);
    CHECK(resolved.covers(Address::parse("acme/Acme/zone/a.example")));
    CHECK_FALSE(resolved.covers(Address::parse("globex/Globex/zone/a.example")));
    CHECK_FALSE(resolved.covers(Address::parse("acme/Acme")));
}

TEST_CASE("a label that no customer has is a slip") {
    CHECK(selected(by_labels({"teir=gold"})) ==
          "--selector \"teir=gold\": no customer has the label \"teir\"; did you mean \"tier\"?\n");
    CHECK(selected(by_labels({"!plan"})) ==
          "--selector \"!plan\": no customer has the label \"plan\"; known are internal, region, "
          "tier\nacme globex initech umbrella ");
    CHECK(selected(by_labels({"tier!=glod"})) ==
          "--selector \"tier!=glod\": no customer's label \"tier\" has the value \"glod\"; did you "
          "mean \"gold\"?\nacme globex initech umbrella ");
    CHECK(selected(by_labels({"region=eu,tier=bronze"})) ==
          "--selector \"region=eu,tier=bronze\": no customer's label \"tier\" has the value "
          "\"bronze\"; known are gold, silver\n");
    CHECK(selected(by_labels({"region=eu,tier=silver"})) ==
          "--selector \"region=eu,tier=silver\" matches no customer; a customer has to have all "
          "of these labels\n");
    CHECK(
        selected(by_labels({"tier", "!tier"})) ==
        "--selector \"tier\" --selector \"!tier\" matches no customer; a customer has to have all "
        "of these labels\n");
}

TEST_CASE("a selector of another form is refused") {
    const auto flaw = [](std::string_view text) {
        const auto selector = parse_selector(text);
        return selector ? "none" : selector.error();
    };
    CHECK(flaw("") == "\"\" names no label");
    CHECK(flaw("tier=gold,") == "\"\" names no label");
    CHECK(flaw("=gold") == "\"=gold\" names no label");
    CHECK(flaw("!") == "\"!\" names no label");
    CHECK(flaw("!=gold") == "\"!=gold\" names no label");
    CHECK(flaw("!tier=gold") == "\"!tier\" is no label");
    CHECK(flaw("tier=gold=silver") == "\"tier=gold=silver\" has more than one = or !");
    CHECK(flaw("tier in (gold,silver)") == "\"tier in (gold\" is no label");
}
