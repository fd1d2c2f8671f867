#include "engine/manifest/yaml/yaml.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace tenantry;
using namespace tenantry::manifest;

namespace {

std::string place(Position position) {
    return std::to_string(position.line) + ":" + std::to_string(position.column);
}

/// The mistakes of a text, one a line: `line:column code summary`, and its notes.
std::string mistakes(std::string_view yaml, Limits limits = {}) {
    Diagnostics diagnostics;
    parse_yaml(7, yaml, diagnostics, limits);
    std::string text;
    for (const Diagnostic& found : diagnostics.told()) {
        CHECK(found.position.source == 7);
        text += place(found.position) + " " + found.code + " " + found.summary + "\n";
        for (const Note& note : found.notes)
            text += "  " + place(note.position) + " " + note.text + "\n";
    }
    return text;
}

std::string hint(std::string_view yaml) {
    Diagnostics diagnostics;
    parse_yaml(0, yaml, diagnostics);
    return diagnostics.empty() ? "" : diagnostics.all().front().hint;
}

void print(std::string& text, Node node, std::size_t depth) {
    text += place(node.position()) + " " + std::string(2 * depth, ' ');
    text += std::string(describe(node.type()));
    if (node.is_scalar()) {
        text += node.plain() || node.text().empty() ? " " : " \"";
        text += node.text();
        text += node.plain() || node.text().empty() ? "" : "\"";
    }
    text += "\n";
    for (const Entry entry : node.entries()) {
        print(text, entry.key, depth + 1);
        print(text, entry.value, depth + 2);
    }
    for (const Node item : node.items())
        print(text, item, depth + 1);
}

/// The trees of a text, one node a line: `line:column type text`, quoted as it was.
std::string trees(std::string_view yaml) {
    Diagnostics diagnostics;
    std::string text;
    for (const Document& document : parse_yaml(0, yaml, diagnostics)) {
        if (!text.empty()) text += "---\n";
        print(text, document.root(), 0);
    }
    CHECK(diagnostics.empty());
    return text;
}

} // namespace

TEST_CASE("every node knows where it was written") {
    CHECK(trees("metadata:\n"
                "  name: acme\n"
                "zones:\n"
                "  - a.example\n"
                "  - {name: \"b.example\", paused: true}\n") ==
          "1:1 a map\n"
          "1:1   text metadata\n"
          "2:3     a map\n"
          "2:3       text name\n"
          "2:9         text acme\n"
          "3:1   text zones\n"
          "4:3     a list\n"
          "4:5       text a.example\n"
          "5:5       a map\n"
          "5:6         text name\n"
          "5:12           text \"b.example\"\n"
          "5:25         text paused\n"
          "5:33           true or false true\n");
}

TEST_CASE("columns count code points, not bytes") {
    CHECK(trees("{grün: ü, 株式会社: x, z: 😀, end: y}") == "1:1 a map\n"
                                                            "1:2   text grün\n"
                                                            "1:8     text ü\n"
                                                            "1:11   text 株式会社\n"
                                                            "1:17     text x\n"
                                                            "1:20   text z\n"
                                                            "1:23     text 😀\n"
                                                            "1:26   text end\n"
                                                            "1:31     text y\n");
}

TEST_CASE("a byte-order mark and CRLF change neither text nor place") {
    CHECK(trees("\xef\xbb\xbf"
                "a: b\r\nc: |\r\n  d\r\n  e\r\nf: 'g\r\n  h'\r\n") == "1:1 a map\n"
                                                                      "1:1   text a\n"
                                                                      "1:4     text b\n"
                                                                      "2:1   text c\n"
                                                                      "2:4     text \"d\ne\n\"\n"
                                                                      "5:1   text f\n"
                                                                      "5:4     text \"g h\"\n");
}

TEST_CASE("an empty value is where its key or its dash is") {
    CHECK(trees("a:\nb:   # nothing\n\nc:\n  -\n  - # nothing\n\n  - -\nd: {e: , f: }\n") ==
          "1:1 a map\n"
          "1:1   text a\n"
          "1:1     null \n"
          "2:1   text b\n"
          "2:1     null \n"
          "4:1   text c\n"
          "5:3     a list\n"
          "5:3       null \n"
          "6:3       null \n"
          "8:5       a list\n"
          "8:5         null \n"
          "9:1   text d\n"
          "9:4     a map\n"
          "9:5       text e\n"
          "9:5         null \n"
          "9:10       text f\n"
          "9:10         null \n");
}

TEST_CASE("several documents") {
    CHECK(trees("a: 1\n--- # two\n- x\n---\n--- text\n...\n") == "1:1 a map\n"
                                                                 "1:1   text a\n"
                                                                 "1:4     a whole number 1\n"
                                                                 "---\n"
                                                                 "3:1 a list\n"
                                                                 "3:3   text x\n"
                                                                 "---\n"
                                                                 "4:1 null \n"
                                                                 "---\n"
                                                                 "5:5 text text\n");
    CHECK(trees("").empty());
    CHECK(trees("# only a comment\n").empty());
}

TEST_CASE("a map finds its entries, a list its items") {
    Diagnostics diagnostics;
    const auto documents = parse_yaml(0, "a: [x, [y], z]\nb: {c: d}\n", diagnostics);
    const Node root = documents.front().root();
    CHECK(root.size() == 2);
    CHECK(root.find("a")->size() == 3);
    CHECK(root.find("b")->find("c")->text() == "d");
    CHECK_FALSE(root.find("c"));
    CHECK_FALSE(root.find("a")->find("x"));
    CHECK(root.find("b")->items().begin() == root.find("b")->items().end());
    CHECK(root.find("b")->find("c")->size() == 0);
}

namespace {

/// The text of `a` in a map.
std::string value_of(std::string_view yaml) {
    Diagnostics diagnostics;
    const auto documents = parse_yaml(0, yaml, diagnostics);
    REQUIRE_MESSAGE(diagnostics.empty(), yaml);
    return std::string(documents.front().root().find("a")->text());
}

} // namespace

TEST_CASE("text in quotes and blocks is what YAML 1.2 says") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        // Lines are folded: an empty one is a line end, the indentation is nothing.
        {"a: \"\n  \"", " "},
        {"a: \"\n\n  \"", "\n"},
        {"a: '\n\n\n  '", "\n\n"},
        {"a: '\n\n  b'", "\nb"},
        {"a: \"b \t\n \t c\n\n  d \"", "b c\nd "},
        {"a: \"b\r\n\r\n  c\r\n  d\"\r\n", "b\nc d"},
        {"a: \"b \\\n  \\  c\\\n\n  d\"", "b   c\nd"},
        {"a: 'it''s \\n'", "it's \\n"},
        {"a: \"\\0\\a\\b\\t\\n\\v\\f\\r\\e\\ \\\"\\/\\\\\"",
         std::string_view("\0\a\b\t\n\v\f\r\x1b \"/\\", 13)},
        {"a: \"\\N\\_\\L\\P\\x41\\u00e9\\U0001F600\"", "\xc2\x85\xc2\xa0\xe2\x80\xa8\xe2\x80\xa9"
                                                       "A\xc3\xa9\xf0\x9f\x98\x80"},
        // A block ends where the file does as it would at a line end.
        {"a: |\n  b", "b\n"},
        {"a: |+\n  b", "b\n"},
        {"a: |-\n  b", "b"},
        {"a: >\n  b\n  c", "b c\n"},
        {"a: |+\n  b\n\n", "b\n\n"},
        {"a: |+\n  b\n  ", "b\n\n"},
        {"a: |\n  b\n   ", "b\n \n"},
        {"a: |", ""},
        {"a: |+", ""},
        {"a: |+\n", ""},
        {"a: |+\n\n", "\n"},
        {"a: |+\n  ", "\n"},
        {"a: |\r\n  b\r\n", "b\n"},
        {"a: |\n\n  b\n\n  c\n\n\nd: e", "\nb\n\nc\n"},
        {"a: |2-\n    b\n   c\n", "  b\n c"},
        {"a: |-\n  b\n# c\n", "b"},
        {"a: >+\n  b\n  c\n\n  d\n\n\n", "b c\nd\n\n\n"},
        {"a: >\n  b\n   c\n\n   d\n  e\n  \tf\n", "b\n c\n\n d\ne\n\tf\n"},
        {"a: >\n\n  b\n", "\nb\n"},
    };
    for (const auto& [yaml, expected] : rows) {
        CAPTURE(yaml);
        CHECK(value_of(yaml) == expected);
    }
}

TEST_CASE("mistakes are told where they are made") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        // Keys
        {"a: 1\nb: 2\na: 3\n\"a\": 4\n", "3:1 yaml.duplicate-key duplicate key \"a\"\n"
                                         "  1:1 first here\n"
                                         "4:1 yaml.duplicate-key duplicate key \"a\"\n"
                                         "  1:1 first here\n"},
        {"{\"\": 1, '': 2}", "1:9 yaml.duplicate-key duplicate key \"\"\n  1:2 first here\n"},
        {"? [a]\n: 1\n{b: c}: 2\n", "1:3 yaml.key a key must be text, not a list\n"
                                    "3:1 yaml.key a key must be text, not a map\n"},
        {"~: 1\nnull: 2\n: 3\n", "1:1 yaml.key null cannot be a key\n"
                                 "2:1 yaml.key null cannot be a key\n"
                                 "3:1 yaml.key a key is missing here\n"},
        {"a:\n  <<: {b: 1}\n  '<<': 2\n",
         "2:3 yaml.merge-key merge keys (\"<<\") are not supported\n"},
        // Anchors, aliases, tags
        {"a: &x 1\nb: *x\nc: !!str 12\nd: ! e\n&y f: [!z {}]\n<<: *x\n",
         "1:4 yaml.alias \"&x\" is read as an anchor, which is not supported\n"
         "3:4 yaml.tag \"!!str\" is read as a tag, which is not supported\n"
         "4:4 yaml.tag \"!\" is read as a tag, which is not supported\n"
         "5:8 yaml.tag \"!z\" is read as a tag, which is not supported\n"},
        {"name: *.acme.example\n",
         "1:7 yaml.alias \"*.acme.example\" is read as an alias, which is not supported\n"},
        {"a: * b\n", "1:4 yaml.alias \"*\" is read as an alias, which is not supported\n"},
        {"!\n", "1:1 yaml.tag \"!\" is read as a tag, which is not supported\n"},
        {"a: !!str !x b\n", "1:10 yaml.tag \"!x\" is read as a tag, which is not supported\n"},
        // Colons
        {"kind: Customer\nmetadata\nspec: 1\n",
         "2:1 yaml.missing-colon missing \":\" after \"metadata\"\n"},
        {"metadata\n  name: acme\n", "1:1 yaml.missing-colon missing \":\" after \"metadata\"\n"},
        {"a: 1\nzones\n  - x\n", "2:1 yaml.missing-colon missing \":\" after \"zones\"\n"},
        {"a: 1\n~\n  - x\n", "2:1 yaml.missing-colon missing \":\" after \"~\"\n"},
        {"zones:\n  - name: a\n    plan pro\n",
         "3:5 yaml.missing-colon missing \":\" after \"plan pro\"\n"},
        {"zones:\n  - name: a\n    plan:pro\n    type: full\n",
         "3:5 yaml.missing-colon a space is missing after the colon in \"plan:pro\"\n"},
        {"{a, b: 1, c # d\n}", "1:2 yaml.missing-colon missing \":\" after \"a\"\n"
                               "1:11 yaml.missing-colon missing \":\" after \"c\"\n"},
        {"a: b: c\n", "1:5 yaml.syntax a second \":\" in one line\n"},
        // Quotes
        {"a: \"b\nc: 1\n", "1:4 yaml.unclosed-quote the quote here is not closed\n"},
        {"a: \"b", "1:4 yaml.unclosed-quote the quote here is not closed\n"},
        {"a: '", "1:4 yaml.unclosed-quote the quote here is not closed\n"},
        {"a: \"b\nc: \"d\"\ne: 1\n", "1:4 yaml.unclosed-quote the quote here is not closed\n"},
        {"a: 'b\n---\nc: 'd'\n", "1:4 yaml.unclosed-quote the quote here is not closed\n"},
        {"a: {b: \"c}\nd: \"e\"\n", "1:8 yaml.unclosed-quote the quote here is not closed\n"},
        {"a: b\n\"c\" d\n", "2:5 yaml.syntax \"d\" follows a value that was complete\n"},
        {"a: 'it's'\n", "1:8 yaml.syntax \"s'\" follows a value that was complete\n"},
        // Brackets
        {"a: [1, 2\nb: 3\n", "1:4 yaml.unclosed-bracket the \"[\" here is not closed\n"},
        {"a: {b: [1, 2\nc: 3\n", "1:8 yaml.unclosed-bracket the \"[\" here is not closed\n"},
        {"- [1, 2\n- 3\n", "1:3 yaml.unclosed-bracket the \"[\" here is not closed\n"},
        {"a: [1, 2", "1:4 yaml.unclosed-bracket the \"[\" here is not closed\n"},
        {"a: [b}\n", "1:6 yaml.syntax a closing bracket that closes nothing\n"},
        {"a: [b]]\n", "1:7 yaml.syntax a closing bracket that closes nothing\n"},
        {"a: [1, , 2]\n", "1:8 yaml.syntax a list item is missing here\n"},
        {"a: {b: 1, , c: 2}\n", "1:11 yaml.syntax an entry is missing before \",\"\n"},
        {"a: {b: 1 c: 2}\n", "1:11 yaml.syntax \",\" or \"}\" is missing before \": 2}\"\n"},
        {"a: [b?]\n", "1:6 yaml.syntax text with \"?\" within brackets needs quotes\n"},
        // Indentation
        {"a:\n\tb: 1\n", "2:1 yaml.tab a tab cannot indent a line\n"},
        {"\ta: 1\n", "1:1 yaml.tab a tab cannot indent a line\n"},
        {"a:\n  - b\n\t- c\n", "3:1 yaml.tab a tab cannot indent a line\n"},
        {"a:\n    b: 1\n  c: 2\n",
         "3:3 yaml.indentation \"c\" is indented like none of the keys above it\n"},
        {"a: 1\n  b: 2\n", "2:3 yaml.indentation \"b\" is indented deeper than the line above\n"},
        {"a:\n  b: 1\n  - c\n", "3:3 yaml.indentation a list item among the keys of a map\n"},
        {"a:\n{b: 1}\nc: 2\n",
         "2:1 yaml.indentation a value must be indented deeper than its key\n"},
        {"a:\n- b: 1\n c: 2\n", "3:2 yaml.indentation \"c\" stands among list items, but does not "
                                "begin with \"- \"\n"},
        {"a: - b\n", "1:4 yaml.syntax a list item cannot begin here\n"},
        // Lines within quotes, brackets and blocks
        {"a:\n  b: \"c\n  d\"\n",
         "3:3 yaml.indentation this line goes on with what began above, but is not indented "
         "deeper\n  2:6 it began here\n"},
        {"a: 'b\n\tc'\n", "2:1 yaml.tab a tab cannot indent a line\n  1:4 it began here\n"},
        {"a: 'b\n \tc'\n", ""},
        {"a: 'b\n\t\n  c'\n", "2:1 yaml.tab a tab cannot indent a line\n  1:4 it began here\n"},
        {"- a: [b,\n  c]\n",
         "2:3 yaml.indentation this line goes on with what began above, but is not indented "
         "deeper\n  1:6 it began here\n"},
        {"a: {b: 1\n}\n",
         "2:1 yaml.indentation this line goes on with what began above, but is not indented "
         "deeper\n  1:4 it began here\n"},
        {"a: [\n\tb]\n", "2:1 yaml.tab a tab cannot indent a line\n  1:4 it began here\n"},
        {"a: [\n# c\n\n  b # c\n  ,\n\t# c\n  'c\n  d']\n", ""},
        {"[\n\ta,\nb\n]\n", ""},
        {"a:\n\t'b'\n", "2:1 yaml.tab a tab cannot indent a line\n"},
        {"a:\n \t- b\n", "2:2 yaml.tab a tab cannot indent a line\n"},
        {"-\n\t[b]\n", "2:1 yaml.tab a tab cannot indent a line\n"},
        {"a: |\n  b\n \t\n", "3:2 yaml.tab a tab cannot indent a line\n"},
        {"a: |\n    \n  b\n", "2:3 yaml.indentation this empty line is longer than what indents "
                              "the text below it\n  1:4 it began here\n"},
        // Comments
        {"a: \"b\"#c\n", "1:7 yaml.comment a comment needs a blank before its \"#\"\n"},
        {"a: 'b'#c\n", "1:7 yaml.comment a comment needs a blank before its \"#\"\n"},
        {"a: [b]#c\n", "1:7 yaml.comment a comment needs a blank before its \"#\"\n"},
        {"a: {b: 'c'#d\n  }\n", "1:11 yaml.comment a comment needs a blank before its \"#\"\n"},
        {"a: [b,#c\n  d]\n", "1:7 yaml.comment a comment needs a blank before its \"#\"\n"},
        {"a: |#c\n  b\n", "1:5 yaml.comment a comment needs a blank before its \"#\"\n"},
        {"a: >-\t#c\n  b#\n", ""},
        {"a: b#c\nd: [e#f]\ng: it's#h\n", ""},
        // A dash alone
        {"a: [-]\n", "1:5 yaml.syntax \"-\" alone cannot be text within brackets\n"},
        {"a: [b, -, c]\n", "1:8 yaml.syntax \"-\" alone cannot be text within brackets\n"},
        {"a: {b: -}\n", "1:8 yaml.syntax \"-\" alone cannot be text within brackets\n"},
        {"a: [-1, --, -b, '-', b -]\n", ""},
        // Documents
        {"- a\nb: 1\n", "2:1 yaml.document \"b: 1\" does not belong to the document above, and a "
                        "new one begins with \"---\"\n"},
        {"a: 1\n...\nb: 1\n", "3:1 yaml.document \"b: 1\" does not belong to the document above, "
                              "and a new one begins with \"---\"\n"},
        {"...\n", "1:1 yaml.document \"...\" ends a document, but none begins before it\n"},
        {",\n", "1:1 yaml.syntax text cannot begin with \",\"\n"},
        {"\"a\",\n", "1:4 yaml.syntax \",\" follows a value that was complete\n"},
        {"--- !x,y\n", "1:5 yaml.tag \"!x\" is read as a tag, which is not supported\n"
                       "1:7 yaml.syntax \",y\" follows a value that was complete\n"},
        // Directives
        {"%YAML 1.1\n---\na: 1\n", ""},
        {"# c\n%YAML 1.2 # c\n---\na: 1\n", ""},
        {"%YAML 1.3\n---\n", "1:1 yaml.directive only YAML 1.2 is supported, not \"%YAML 1.3\"\n"},
        {"%YAML 1.2\n%YAML 1.2\n---\n", "2:1 yaml.directive a second \"%\" line\n"},
        {"%TAG ! !x\n---\n", "1:1 yaml.directive \"%TAG ! !x\" is not supported\n"},
        {"%YAML 1.2\na: 1\n", "1:1 yaml.directive \"%\" may begin a line only at the top of a "
                              "file, before \"---\"\n"},
        {"a: 1\n...\n%YAML 1.2\n---\nb: 1\n", "3:1 yaml.directive \"%\" may begin a line only at "
                                              "the top of a file, before \"---\"\n"},
        // Escapes and blocks
        {"a: \"\\d\"\n", "1:5 yaml.escape this escape is unknown within double quotes\n"},
        {"a: \"it\\'s\"\n", "1:7 yaml.escape this escape is unknown within double quotes\n"},
        {"a: \"\\u12\"\n", "1:5 yaml.escape \"\\x\", \"\\u\" and \"\\U\" need 2, 4 and 8 "
                           "hexadecimal digits\n"},
        {"a: \"\\ud83d\"\n", "1:5 yaml.escape this escape stands for no character\n"},
        {"a: | b\n  c\n", "1:6 yaml.syntax the text of a block must begin on the line after \"|\" "
                          "or \">\"\n"},
        {"a: @b\n", "1:4 yaml.syntax text cannot begin with \"@\"\n"},
    };
    for (const auto& [yaml, expected] : rows) {
        CAPTURE(yaml);
        CHECK(mistakes(yaml) == expected);
    }
}

TEST_CASE("a file is UTF-8 without control characters") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"a: \xc3\x28", "1:4 yaml.encoding the byte \"\\xc3\" is not UTF-8\n"},
        {"ü:\n  ü\xc0\xaf", "2:4 yaml.encoding the byte \"\\xc0\" is not UTF-8\n"},
        {"a: \xed\xa0\x80", "1:4 yaml.encoding the byte \"\\xed\" is not UTF-8\n"},
        {"# \xfcnicode", "1:3 yaml.encoding the byte \"\\xfc\" is not UTF-8\n"},
        {{"a: \0", 4}, "1:4 yaml.encoding a NUL byte\n"},
        {"a: \x04", "1:4 yaml.encoding the control character \"\\x04\"\n"},
        {"a: \x7f", "1:4 yaml.encoding the control character \"\\x7f\"\n"},
        {"a: \xc2\x85", "1:4 yaml.encoding the control character \"\\u0085\"\n"},
        {"a: \xe2\x80\xa8", "1:4 yaml.encoding the control character \"\\u2028\"\n"},
        {"a: b\rc: d\n", "1:5 yaml.encoding a carriage return that ends no line\n"},
        {"a: 1\n---\n\xef\xbb\xbf"
         "b: 1\n",
         "3:1 yaml.encoding a byte-order mark within the file\n"},
        {{"\xff\xfe"
          "a\0",
          4},
         "1:1 yaml.encoding the file is not UTF-8, but begins like UTF-16 or UTF-32\n"},
        {{"\0\0\xfe\xff\0\0\0a", 8},
         "1:1 yaml.encoding the file is not UTF-8, but begins like UTF-16 or UTF-32\n"},
        {"a: \t\"b\tc\"\n", ""},
    };
    for (const auto& [yaml, expected] : rows) {
        CAPTURE(yaml);
        CHECK(mistakes(yaml) == expected);
    }
}

TEST_CASE("what a file may ask of us is limited") {
    CHECK(mistakes("a: 1\nb: 2\n", {.bytes = 9}) ==
          "1:1 yaml.too-large the file has 10 bytes, more than 9\n");
    CHECK(mistakes("[[[1]]]", {.depth = 3}).empty());
    CHECK(mistakes("[[[[1]]]]", {.depth = 3}) == "1:4 yaml.too-deep nested deeper than 3 levels\n");
    CHECK(mistakes("a:\n b:\n  - - 1", {.depth = 3}) ==
          "3:5 yaml.too-deep nested deeper than 3 levels\n");
    CHECK(mistakes("[1, 2, 3]", {.nodes = 4}).empty());
    CHECK(mistakes("[1, 2, 3]", {.nodes = 3}) ==
          "1:8 yaml.too-large more than 3 values in one file\n");
    CHECK(mistakes("1\n---\n2\n---\n3\n", {.documents = 2}) ==
          "4:1 yaml.too-large more than 2 documents in one file\n");
    CHECK(mistakes(std::string(1000, '[') + std::string(1000, ']')) ==
          "1:65 yaml.too-deep nested deeper than 64 levels\n");
    // Without the closing brackets yaml-cpp takes each list for a key.
    CHECK(mistakes(std::string(100'000, '[')) ==
          "1:33 yaml.too-deep nested deeper than 64 levels\n");
}

TEST_CASE("a flood of mistakes ends after a hundred") {
    std::string yaml;
    for (int i = 0; i < 5000; ++i)
        yaml += "- !x 1\n";
    Diagnostics diagnostics;
    parse_yaml(0, yaml, diagnostics);
    CHECK(diagnostics.all().size() == 100);
}

TEST_CASE("duplicates are found in maps of any size") {
    std::string yaml;
    for (int i = 0; i < 1000; ++i)
        yaml += "key" + std::to_string(i) + ": 1\n";
    CHECK(mistakes(yaml).empty());
    CHECK(mistakes(yaml + "key5: 2\nkey999: 2\n") ==
          "1001:1 yaml.duplicate-key duplicate key \"key5\"\n  6:1 first here\n"
          "1002:1 yaml.duplicate-key duplicate key \"key999\"\n  1000:1 first here\n");
}

TEST_CASE("a document with gaps says so, and one after a mistake is still read") {
    Diagnostics diagnostics;
    const auto documents = parse_yaml(
        0, "a: 1\na: 2\nb: 3\n---\n<<: {c: 1}\nd: 4\n---\ne: 5\n---\nf: \"\n", diagnostics);
    REQUIRE(documents.size() == 3);
    CHECK(documents[0].sound);
    CHECK(documents[0].root().size() == 2);
    CHECK(documents[0].root().find("a")->text() == "1");
    CHECK_FALSE(documents[1].sound);
    CHECK(documents[1].root().size() == 1);
    CHECK(documents[2].sound);
    CHECK(diagnostics.all().size() == 3);
}

TEST_CASE("hints say what to write") {
    CHECK(hint("a: *.example\n") == "put the text in quotes, or write the value out");
    CHECK(hint("a: \"b\n") == "write \\\" for a \" within the text, and close it with \"");
    CHECK(hint("a: 'b\n") == "write '' for a ' within the text, and close it with '");
    CHECK(hint("\ta: b\n") == "indent with spaces, two for each level");
    CHECK(hint("a: 'it's'\n") == "write '' for a ' within the text, or put it in double quotes");
}

TEST_CASE("two threads may read two files") {
    const auto read = [](std::string_view yaml, std::size_t& nodes) {
        for (int i = 0; i < 200; ++i) {
            Diagnostics diagnostics;
            nodes += parse_yaml(0, yaml, diagnostics).front().tree->size();
        }
    };
    std::size_t one = 0;
    std::size_t two = 0;
    std::thread first(read, "a: [1, 2]\n", std::ref(one));
    std::thread second(read, "b: {c: \"d\", e: 1.5}\n", std::ref(two));
    first.join();
    second.join();
    CHECK(one == 200 * 5);
    CHECK(two == 200 * 7);
}
