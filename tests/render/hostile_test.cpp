// What others wrote, in every place where it is printed: no line of it drives a terminal, makes
// another line, or hides.
#include "engine/base/characters.hpp"
#include "engine/base/text.hpp"
#include "engine/render/render.hpp"

#include <doctest/doctest.h>

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

constexpr std::string_view listed[] = {"status"};
const Kind site{
    .name = "site", .word = "site", .parent = "account", .reading = {.output_columns = listed}};

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
