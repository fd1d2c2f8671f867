// Manifests in; desired.txt (the resources with their fields and places) or diagnostics.txt out.
#include "engine/kinds/kinds.hpp"
#include "engine/render/render.hpp"
#include "tests/support/case_manifests.hpp"
#include "tests/support/golden.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

using namespace tenantry;

namespace {

std::string outline(const manifest::Loaded& loaded) {
    std::string text;
    for (const Customer& customer : loaded.desired.customers) {
        text += "customer " + customer.name;
        for (const auto& [name, value] : customer.labels)
            text += " " + name + "=" + value;
        text += "\n";
    }
    for (const Resource& resource : loaded.desired.resources) {
        text +=
            resource.address.text() + "  (" + loaded.sources.describe(resource.position) + ")\n";
        std::set<std::string> paths;
        for (const Field& field : resource.fields) {
            CHECK_MESSAGE(paths.insert(field.path).second, field.path << " stands twice");
            text += "    " + field.path + " = " + to_text(field.value) + "  (" +
                    loaded.sources.describe(field.position) + ")";
            const auto written = loaded.desired.written.find(field.position);
            if (written != loaded.desired.written.end())
                text += "  written " + to_text(written->second);
            text += "\n";
        }
        for (const Kind* kind : resource.managed_lists) {
            text += "    manages its " + std::string(kind->name) + "s\n";
        }
    }
    return text;
}

} // namespace

TEST_CASE("manifests become resources, or errors that say where and what to do") {
    const KindTable kinds = kinds::all_kinds();
    for (const std::string& folder : test::cases_of("manifest")) {
        CAPTURE(folder);
        const manifest::Loaded loaded = test::load_folder(folder, kinds);
        const bool wrong = loaded.diagnostics.has_errors();
        test::check_golden(folder + "/desired.txt", wrong ? "" : outline(loaded));
        test::check_golden(folder + "/diagnostics.txt",
                           render::diagnostics(loaded.diagnostics, loaded.sources, {}));
    }
}
