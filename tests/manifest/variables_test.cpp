#include "engine/manifest/variables.hpp"
#include "engine/manifest/yaml/yaml.hpp"

#include <doctest/doctest.h>

using namespace tenantry;
using namespace tenantry::manifest;

namespace {

/// One text as a document of its own, expanded.
struct Expanded {
    std::vector<Document> documents = {};
    Diagnostics diagnostics = {};
    VariableTexts written = {};

    Expanded(const std::string& yaml, const Variables& variables)
        : documents(parse_yaml(0, yaml, diagnostics)) {
        Expander expander(variables, diagnostics);
        for (const Document& document : documents)
            expander.expand(*document.tree);
        written = expander.take_written();
    }
    Node root() const { return documents.front().root(); }
};

std::string expanded(const std::string& text) {
    const Variables variables{.environment = {{"A", "one"}, {"B", "${env:A}"}, {"_C9", "*x"}}};
    const Expanded result("'" + text + "'", variables);
    CHECK(result.root().is_text());
    return result.diagnostics.has_errors() ? "error: " + result.diagnostics.all().front().summary
                                           : std::string(result.root().text());
}

} // namespace

TEST_CASE("variables are replaced in one pass") {
    CHECK(expanded("${env:A}") == "one");
    CHECK(expanded("a ${env:A}${env:_C9} $5 } {") == "a one*x $5 } {");
    CHECK(expanded("${env:B}") == "${env:A}"); // not read again
    CHECK(expanded("$${env:A}") == "${env:A}");
    CHECK(expanded("$$${env:A}") == "$${env:A}");
    CHECK(expanded("$$ $a $") == "$$ $a $");
    CHECK(expanded("$${ and ${env:A}") == "${ and one");
}

TEST_CASE("what is no reference is refused") {
    for (const char* text : {"${", "${}", "${A}", "${env:}", "${env:A", "${env:9A}", "${env: A}",
                             "${ENV:A}", "${env:A.B}", "${env:A:-x}", "${${env:A}}"}) {
        CAPTURE(text);
        CHECK(expanded(text).starts_with("error: "));
    }
}

TEST_CASE("an expanded scalar remembers what was written") {
    const Variables variables{.environment = {{"A", "12"}, {"N", ""}}};
    const Expanded result("a: ${env:A}\nb: [x, 'y${env:A}']\nc: $${\nd: ${env:N}\ne: e\n",
                          variables);
    const Node a = *result.root().find("a");
    CHECK(a.type() == NodeType::text);
    CHECK(a.text() == "12");
    CHECK(a.written() == "${env:A}");
    CHECK(a.from_variable());
    CHECK_FALSE(a.unresolved());
    const Node c = *result.root().find("c");
    CHECK(c.text() == "${");
    CHECK_FALSE(c.from_variable());
    const Node d = *result.root().find("d");
    CHECK(d.unresolved());
    CHECK(d.text() == "");
    CHECK(d.written() == "${env:N}");
    CHECK_FALSE(result.root().find("e")->from_variable());
    const VariableTexts wanted = {
        {a.position(), "${env:A}"},
        {result.root().find("b")->position(), Json::array({"x", "y${env:A}"})},
        {{0, 2, 8}, "y${env:A}"}};
    CHECK(result.written == wanted);
}

TEST_CASE("what variables hold is bounded for each file") {
    const Variables variables{.environment = {{"BIG", std::string(100'000, 'x')}}};
    std::string yaml;
    for (int i = 0; i < 2000; ++i)
        yaml += "- ${env:BIG}\n";
    const Expanded result(yaml, variables);
    CHECK(result.diagnostics.all().size() == 1);
    std::size_t length = 0;
    for (const Node item : result.root().items())
        length += item.text().size();
    CHECK(length <= 4U << 20U);
    CHECK(length > 4'000'000);
}

TEST_CASE("a variable that holds no UTF-8 is refused") {
    const Expanded result("${env:A}", {.environment = {{"A", "\xff"}}});
    REQUIRE(result.diagnostics.all().size() == 1);
    CHECK(result.diagnostics.all().front().summary.ends_with("does not hold UTF-8 text"));
}
