// Order-free: in which files and in which order the manifests stand makes no difference.
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <regex>

using namespace tenantry::whole;

namespace {

const Json documents = Json::parse(R"([
  {"apiVersion": "tenantry/v1", "kind": "Tenant",
   "spec": {"defaults": {"account": {"settings": {"enforce_twofactor": true}},
                         "zone": {"type": "full"}}}},
  {"apiVersion": "tenantry/v1", "kind": "Profile", "metadata": {"name": "one"},
   "spec": {"defaults": {"account": {"settings": {"abuse_contact_email": "one@partner.example"}},
                         "zone": {"paused": true}}}},
  {"apiVersion": "tenantry/v1", "kind": "Profile", "metadata": {"name": "two"},
   "spec": {"defaults": {"account": {"settings": {"abuse_contact_email": "two@partner.example"}}}}},
  {"apiVersion": "tenantry/v1", "kind": "Customer",
   "metadata": {"name": "acme", "labels": {"tier": "gold", "region": "eu"}},
   "spec": {"profiles": ["one", "two"], "accounts": [
     {"name": "Acme GmbH", "previously": ["Acme Ltd", "Acme Old"], "unit": "EMEA resale",
      "zones": [{"name": "acme.example"}, {"name": "a.example"}, {"name": "acme-z.example"}]},
     {"name": "Acme", "settings": {"enforce_twofactor": false}, "zones": []},
     {"name": "acme", "zones": [{"name": "bücher.example", "paused": false}]},
     {"name": "Acme/Labs", "unit": "APAC resale"}]}},
  {"apiVersion": "tenantry/v1", "kind": "Customer", "metadata": {"name": "globex"},
   "spec": {"profiles": ["two", "one"], "accounts": [
     {"name": "Globex", "unit": "EMEA resale", "zones": [{"name": "globex.example"}]},
     {"name": "Globex", "unit": "APAC resale",
      "zones": [{"name": "y.example"}, {"name": "x.example"}]}]}},
  {"apiVersion": "tenantry/v1", "kind": "Customer", "metadata": {"name": "initech"},
   "spec": {"accounts": [{"name": "Initech"}]}}
])");

/// The document as text with the keys of its maps, its accounts and its zones in any order.
std::string shuffled(const Json& value, std::mt19937& random, bool items_too = false) {
    std::vector<std::string> parts;
    for (const auto& [key, item] : value.items()) {
        const bool list_of_kind = key == "accounts" || key == "zones";
        const std::string text =
            item.is_structured() ? shuffled(item, random, list_of_kind) : item.dump();
        parts.push_back(value.is_object() ? Json(key).dump() + ": " + text : text);
    }
    if (value.is_object() || items_too) std::ranges::shuffle(parts, random);
    std::string result;
    for (const std::string& part : parts)
        result += (result.empty() ? "" : ", ") + part;
    return value.is_object() ? "{" + result + "}" : "[" + result + "]";
}

void write_shuffled(const Workspace& workspace, unsigned seed) {
    std::mt19937 random(seed);
    workspace.remove("manifests");
    std::vector<std::string> texts;
    for (const Json& document : documents)
        texts.push_back(shuffled(document, random));
    std::ranges::shuffle(texts, random);
    std::map<std::string, std::string> files;
    const std::vector<std::string> names = {"a.yaml", "b/a.yml", "b/z.yaml", "c.yaml", "z.yaml"};
    for (const std::string& text : texts)
        files["manifests/" + names[random() % names.size()]] += "---\n" + text + "\n";
    for (const auto& [name, text] : files)
        workspace.write(name, text);
}

Json without_positions(Json value) {
    if (value.is_object()) value.erase("position");
    if (value.is_structured()) {
        for (Json& item : value)
            item = without_positions(item);
    }
    return value;
}

std::string without_positions(const std::string& text) {
    static const std::regex place(R"(( +\()?(, )?manifests/\S+\.ya?ml(:\d+)?\)?)");
    return std::regex_replace(text, place, "");
}

/// Something to rename, something to change, and something in no manifest.
void fill(Simulator& simulator) {
    simulator.add_account({{"name", "Acme Ltd"}});
    simulator.add_account({{"name", "Initech"}, {"settings", {{"enforce_twofactor", false}}}});
    const std::string id = simulator.add_account({{"name", "acme"}});
    simulator.add_zone("bücher.example", id);
    simulator.add_zone("stranger.example", id);
    simulator.add_account({{"name", "Unknown"}});
}

} // namespace

TEST_SUITE_BEGIN("order");

TEST_CASE("shuffled manifests give the same plan and the same drift") {
    Simulator simulator(with_quirks(), sample_tenant);
    fill(simulator);
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    Json plan;
    Json drift;
    std::string text;
    for (unsigned seed = 0; seed < 12; ++seed) {
        CAPTURE(seed);
        write_shuffled(workspace, seed);
        const Json plan_now = without_positions(tenantry.plan());
        const Json drift_now = without_positions(tenantry.drift());
        const std::string text_now =
            without_positions(tenantry.run({"plan"}).out + tenantry.run({"drift"}).out);
        if (seed == 0) {
            plan = plan_now;
            drift = drift_now;
            text = text_now;
            CHECK(plan.at("create") == 10);
            CHECK(plan.at("update") == 3);
            CHECK(!text.contains("manifests/"));
        }
        CHECK(plan_now == plan);
        CHECK(drift_now == drift);
        CHECK(text_now == text);
    }
}

TEST_CASE("what was applied from one order is complete in another") {
    Simulator simulator(with_quirks(), sample_tenant);
    fill(simulator);
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    write_shuffled(workspace, 1);
    CHECK(tenantry.apply().exit_code == Exit::done);
    write_shuffled(workspace, 2);
    CHECK(tenantry.has_nothing_to_do());
}

TEST_SUITE_END();
