// What is told of the values that a run changed, and of what no manifest takes back.
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/undo/undo.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <utility>

using namespace tenantry;

namespace {

constexpr const char* text = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: acme}
spec:
  accounts:
    - name: Acme
      business_name: B
      business_address: A
      business_email: "${env:MAIL}"
      business_phone: P
)";

Json field(const char* path, Json before, Json after, bool hidden = false,
           const char* status = "done") {
    return Json::object({{"path", path},
                         {"before", std::move(before)},
                         {"before_hidden", hidden},
                         {"after", std::move(after)},
                         {"status", status}});
}

ledger::StepRecord step(const char* address, const char* kind, const char* action,
                        const char* outcome, Json fields = {}) {
    return {.run = 1,
            .address = address,
            .kind = kind,
            .action = action,
            .outcome = outcome,
            .object = "id",
            .fields = std::move(fields),
            .what_to_check = outcome == std::string("uncertain") ? "look" : ""};
}

undo::Undo undone(const undo::Recorded& recorded) {
    static const KindTable kinds = kinds::all_kinds();
    const manifest::Variables variables{.environment = {{"MAIL", "b@acme.example"}}};
    static const manifest::Loaded loaded =
        manifest::load_texts({{"a.yaml", text}}, kinds, variables);
    REQUIRE(!loaded.diagnostics.has_errors());
    return undo::take_back(recorded, loaded, kinds, variables, "/work");
}

} // namespace

TEST_SUITE_BEGIN("undo");

TEST_CASE("a value goes back where it is known, and stays with a reason where it is not") {
    const auto undo = undone(
        {.steps = {step("acme/Acme", "account", "update", "partly",
                        Json::array({field("business_name", "was", "B"),
                                     field("business_address", nullptr, "A"),
                                     field("business_email", nullptr, "${env:MAIL}", true),
                                     field("business_phone", "1", "P", false, "failed"),
                                     field("external_metadata", "m", "n", false, "not_tried")}))}});
    std::map<std::string, std::string> why;
    for (const undo::Reversal& reversal : undo.reversals) {
        CHECK(reversal.patched == reversal.why.empty());
        why[reversal.field] = reversal.why.substr(0, reversal.why.find(':'));
    }
    CHECK(why ==
          std::map<std::string, std::string>{{"business_name", ""},
                                             {"business_address", "nobody has seen a value before"},
                                             {"business_email", "what it was before is hidden"},
                                             {"business_phone", "its call failed"}});
    CHECK(undo.patch.starts_with("--- a/a.yaml\n+++ b/a.yaml\n"));
    CHECK(undo.patch.contains("\n-      business_name: B\n+      business_name: was\n"));
    CHECK(undo.folder == "/work");
}

TEST_CASE("what no manifest takes back is listed, also what nobody knows the end of") {
    const auto undo =
        undone({.steps = {step("acme/Acme/member/a@b.example", "member", "create", "done"),
                          step("acme/Acme/zone/a.example", "zone", "create", "uncertain"),
                          step("acme/Acme/zone/b.example", "zone", "create", "failed"),
                          step("acme/service_user/s@b.example", "service_user", "create", "done"),
                          step("acme/Acme", "account", "update", "done")},
                .calls = {{.address = "acme/Acme/zone/c.example",
                           .call = "POST /zones",
                           .makes = true,
                           .fate = ledger::Fate::open},
                          {.address = "acme/Acme/zone/d.example", .fate = ledger::Fate::failed}}});
    std::map<std::string, std::string> what;
    for (const undo::Lasting& lasting : undo.lasting) {
        CHECK(!lasting.hint.empty());
        what[lasting.address] = lasting.what;
    }
    CHECK(what ==
          std::map<std::string, std::string>{
              {"acme/Acme/member/a@b.example", "invited"},
              {"acme/Acme/zone/a.example", "not clear whether it was created"},
              {"acme/service_user/s@b.example", "made, with a key"},
              {"acme/Acme", "updated"}, // of which the ledger has no fields
              {"acme/Acme/zone/c.example", "POST /zones was sent, and its answer is not known"}});
    CHECK(undo.reversals.empty());
    CHECK(undo.patch.empty());
}

TEST_SUITE_END();
