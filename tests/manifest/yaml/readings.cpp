// Reads YAML for others to compare: takes lines of JSON {"text"} and prints a line
// {"mistakes": [codes], "tree"} for each, with one line of the tree a node.
#include "engine/base/json.hpp"
#include "engine/manifest/yaml/yaml.hpp"

#include <iostream>

namespace {

using namespace tenantry;
using namespace tenantry::manifest;

void write(std::string& tree, Node node) {
    if (node.is_scalar()) {
        tree += (node.plain() ? "plain " : "quoted ") + std::string(node.text()) + "\n";
        return;
    }
    tree += node.is_map() ? "{\n" : "[\n";
    for (const Entry entry : node.entries()) {
        write(tree, entry.key);
        write(tree, entry.value);
    }
    for (const Node item : node.items())
        write(tree, item);
    tree += node.is_map() ? "}\n" : "]\n";
}

Json reading_of(std::string_view text) {
    Diagnostics diagnostics;
    std::string tree;
    for (const Document& document : parse_yaml(0, text, diagnostics)) {
        tree += "---\n";
        write(tree, document.root());
    }
    Json mistakes = Json::array();
    for (const Diagnostic& diagnostic : diagnostics.told())
        mistakes.push(diagnostic.code);
    return Json::object({{"mistakes", std::move(mistakes)}, {"tree", std::move(tree)}});
}

} // namespace

int main() {
    for (std::string line; std::getline(std::cin, line);) {
        const auto request = parse_json(line);
        if (!request) {
            std::cerr << "not JSON: " << request.error().message << "\n";
            return 1;
        }
        std::cout << to_text(reading_of(request->text_of("text"))) << "\n";
    }
}
