// Plan files that were kept, cut and changed: a file is a stranger's until it is read.
#include "engine/diff/diff.hpp"
#include "tests/planner/world.hpp"

#include <doctest/doctest.h>

#include <functional>

using namespace tenantry;

namespace {

/// Reads a plan file and plans from it, as apply does; what is wrong with it, or "".
std::string replayed(std::string_view text) {
    const auto saved = planner::parse_saved(text, test::kind_table());
    if (!saved) return saved.error();
    const manifest::Loaded loaded = manifest::load_texts(saved->sources, test::kind_table());
    if (loaded.diagnostics.has_errors()) return "its manifests have errors";
    Diagnostics diagnostics;
    const Matched live = diff::match(test::kind_table(), loaded.desired, saved->live);
    const Plan plan = planner::plan(
        test::kind_table(), loaded.desired, live,
        select(saved->selection, test::kind_table(), loaded.desired, diagnostics), diagnostics);
    return planner::steps_to_save(plan) == saved->steps ? "" : "its steps do not follow";
}

/// A smaller plan, so that each byte and each member can be tried.
std::string small_plan() {
    const std::string wanted = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: acme}
spec:
  accounts:
    - name: Acme GmbH
      members: [{email: dev@acme.example, roles: [Reader]}]
      zones: [{name: acme.example, plan: {rate_plan: business, components: {page_rules: 90}}}]
)";
    return test::saved_text(test::plan_for({{"acme.yaml", wanted}}, test::live()));
}

/// Calls `visit` with the path of each member and item below a value, and the value with what
/// `damage` makes of that one: null of a member means that it is left out.
using Visit = std::function<void(const std::string& path, const Json& changed)>;
using Damage = std::function<std::optional<Json>(const Json& value)>;

void each_place(const Json& value, const std::string& path, const Damage& damage,
                const Visit& visit) {
    if (const JsonObject* members = value.members()) {
        for (std::size_t i = 0; i < members->size(); ++i) {
            const auto with = [&](const std::optional<Json>& part) {
                JsonObject copy = *members;
                if (part) {
                    copy[i].second = *part;
                } else {
                    copy.erase(copy.begin() + static_cast<std::ptrdiff_t>(i));
                }
                return Json(std::move(copy));
            };
            const std::string here = path + "." + (*members)[i].first;
            visit(here, with(damage((*members)[i].second)));
            each_place((*members)[i].second, here, damage,
                       [&](const std::string& at, const Json& part) { visit(at, with(part)); });
        }
    } else if (const JsonArray* items = value.items()) {
        for (std::size_t i = 0; i < items->size(); ++i) {
            const auto with = [&](const std::optional<Json>& part) {
                JsonArray copy = *items;
                if (part) {
                    copy[i] = *part;
                } else {
                    copy.erase(copy.begin() + static_cast<std::ptrdiff_t>(i));
                }
                return Json(std::move(copy));
            };
            const std::string here = path + "[]";
            visit(here, with(damage((*items)[i])));
            each_place((*items)[i], here, damage,
                       [&](const std::string& at, const Json& part) { visit(at, with(part)); });
        }
    }
}

bool of_single_kind(const std::string& path) {
    return std::ranges::any_of(test::kind_table().kinds(), [&](const Kind* kind) {
        return kind->one_per_parent && path.contains(".objects." + std::string(kind->name) + "[");
    });
}

} // namespace

TEST_CASE("a plan that is kept and read comes to the same steps") {
    const test::Planned planned = test::plan_for(test::manifests(), test::live());
    const std::string text = test::saved_text(planned);
    CHECK(replayed(text) == "");
    const auto saved = planner::parse_saved(text, test::kind_table());
    REQUIRE(saved.has_value());
    CHECK(planner::to_text(*saved, "0.0") == text);
    CHECK(saved->tenant == planner::TenantIdentity{"https://api.example", {"t1"}});
    CHECK(saved->selection.customers == std::vector<std::string>{"acme", "globex"});
}

TEST_CASE("what is locked is kept with a plan") {
    const test::Planned planned = test::plan_for(test::manifests(), test::live());
    const auto saved = planner::parse_saved(test::saved_text(planned), test::kind_table());
    REQUIRE(saved.has_value());
    CHECK(saved->live.of("zone_settings")[1].locked == std::vector<std::string>{"mirage"});
}

TEST_CASE("accounts of a customer that have nothing to do are kept too") {
    // Else they would be missing when the plan is made again, and be created.
    const test::Planned planned = test::plan_for({test::manifests()[1]}, test::live());
    REQUIRE(planned.plan.steps.size() == 1);
    CHECK(replayed(test::saved_text(planned)) == "");
}

TEST_CASE("a plan of a part is kept as that part") {
    const Selection selection{.targets = {"acme/Acme GmbH/zone/new.example"}};
    const test::Planned planned = test::plan_for(test::manifests(), test::live(), selection);
    REQUIRE(planned.plan.steps.size() == 2);
    const std::string text = test::saved_text(planned, selection);
    CHECK(replayed(text) == "");
    CHECK(text.find("globex") == std::string::npos); // neither its manifest nor its objects
}

TEST_CASE("a plan file that was cut is refused at every byte") {
    const std::string text = small_plan();
    REQUIRE(replayed(text) == "");
    for (std::size_t size = 0; size + 2 < text.size(); ++size) {
        const auto saved =
            planner::parse_saved(std::string_view(text).substr(0, size), test::kind_table());
        if (saved) CHECK_MESSAGE(false, "accepted at byte " << size);
    }
}

TEST_CASE("a plan file without one of its members is refused") {
    const auto file = parse_json(small_plan());
    REQUIRE(file.has_value());
    const Damage leave_out = [](const Json&) { return std::optional<Json>(); };
    std::size_t tried = 0;
    each_place(*file, "", leave_out, [&](const std::string& path, const Json& changed) {
        const std::string wrong = replayed(to_text(changed));
        CAPTURE(path);
        ++tried;
        // What says nothing for this plan: the program's version, and what no field is compared to.
        const bool free = path == ".tenantry_version" || path.find("[].fields.") != path.npos ||
                          path.ends_with("[]") || path.starts_with(".live.objects.");
        if (!free) CHECK(wrong != "");
    });
    CHECK(tried > 150);
}

TEST_CASE("a plan file with a member of another type is refused") {
    const auto file = parse_json(small_plan());
    REQUIRE(file.has_value());
    for (const Json& other :
         {Json(), Json(7), Json(-1.5), Json(true), Json("x"), Json::array(), Json::object(),
          Json::array({Json()}), Json::array({"x"}), Json::object({{"id", "x"}})}) {
        const Damage replace = [&](const Json& value) -> std::optional<Json> {
            // Another text in the place of a text is no damage of the form.
            const bool same = (value.text() != nullptr && other.text() != nullptr) ||
                              (value.integer() != nullptr && other.integer() != nullptr) ||
                              (value.items() != nullptr && other.items() != nullptr);
            return same ? value : other;
        };
        each_place(*file, "", replace, [&](const std::string& path, const Json& changed) {
            if (changed == *file) return;
            const std::string wrong = replayed(to_text(changed));
            CAPTURE(path);
            CAPTURE(to_text(other));
            const bool free =
                path == ".tenantry_version" || path.find("[].fields.") != path.npos ||
                (path.ends_with(".included") && other.is_null()) ||
                // A price that is not known is none of the prices that this plan shows.
                ((path.ends_with(".flat") || path.ends_with(".unit")) && other.is_null()) ||
                // What everything has one of goes by no name, so that none is missing.
                (of_single_kind(path) && path.ends_with("[].fields") && other.members() != nullptr);
            if (!free) CHECK(wrong != "");
        });
    }
}

TEST_CASE("a plan file with steps that do not follow is refused") {
    auto file = parse_json(small_plan());
    REQUIRE(file.has_value());
    file->set("steps", Json::array());
    CHECK(replayed(to_text(*file)) == "its steps do not follow");
}

TEST_CASE("what a plan file says is wrong with it") {
    const auto wrong = [](std::string_view text) {
        return planner::parse_saved(text, test::kind_table()).error();
    };
    CHECK(wrong("").starts_with("it is no plan of tenantry: "));
    CHECK(wrong("{}") == "it is no plan of tenantry");
    CHECK(wrong(R"({"tenantry_plan": "3.0"})") ==
          "it has another format than this version of tenantry reads");
    CHECK(wrong(R"({"tenantry_plan": "2.0"})") ==
          "it is damaged: tenant.api is missing or has another form");
}

TEST_CASE("a plan file cannot put into a path what is no id") {
    const std::string text = small_plan();
    for (const std::string_view id : {"a1/../a2", "", "a 1", "a1?x=1", "%61"}) {
        std::string changed = text;
        for (auto at = changed.find(R"("a1")"); at != std::string::npos;
             at = changed.find(R"("a1")"))
            changed.replace(at, 4, "\"" + std::string(id) + "\"");
        CHECK(replayed(changed) == "it is damaged: live.objects is missing or has another form");
    }
}
