// Tells for many manifests what the engine has against each: reads lines of JSON
// {"name", "text", "configuration"} and prints a line {"name", "errors": [{"code", "summary"}]} for
// each. verdicts SCRATCH_FILE: configurations are only read from files, so they go there first.
#include "engine/base/json.hpp"
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"

#include <fstream>
#include <iostream>

namespace {

using namespace tenantry;

Diagnostics judge(const std::string& name, const std::string& text, const KindTable& kinds) {
    return manifest::load_texts({{name, text}}, kinds).diagnostics;
}

Diagnostics judge_configuration(const std::string& file, const std::string& text,
                                const KindTable& kinds) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
    return manifest::load_configuration(file, kinds).diagnostics;
}

Json errors_of(const Diagnostics& diagnostics) {
    Json errors = Json::array();
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        if (diagnostic.severity != Severity::error) continue;
        errors.push(Json::object({{"code", diagnostic.code}, {"summary", diagnostic.summary}}));
    }
    return errors;
}

} // namespace

int main(int, char** arguments) {
    const KindTable kinds = kinds::all_kinds();
    for (std::string line; std::getline(std::cin, line);) {
        const auto request = parse_json(line);
        if (!request) {
            std::cerr << "not JSON: " << request.error().message << "\n";
            return 1;
        }
        const std::string name(request->text_of("name"));
        const std::string text(request->text_of("text"));
        const bool configuration = request->find("configuration") != nullptr;
        const Diagnostics diagnostics = configuration
                                            ? judge_configuration(arguments[1], text, kinds)
                                            : judge(name, text, kinds);
        const Json answer = Json::object({{"name", name}, {"errors", errors_of(diagnostics)}});
        std::cout << to_text(answer) << "\n";
    }
}
