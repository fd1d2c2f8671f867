// The reader against libyaml, a YAML parser that shares no code with it: mutated manifests that
// libyaml refuses must be refused, and what both take must be the same tree. libyaml speaks YAML
// 1.1, so a few texts that only 1.2 allows are excused, each class by name; and it takes what 1.2
// forbids or we want nobody to write, so each reason of ours to refuse is named, too.
#include "engine/manifest/yaml/yaml.hpp"
#include "tests/support/places.hpp"

#include <doctest/doctest.h>
#include <yaml.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

using namespace tenantry;
using namespace tenantry::manifest;

namespace {

// A tree as one line a node: what both parsers are compared by.
struct Reading {
    bool accepted = false;
    std::string tree = {};
    std::string complaint = {};
    std::string code = {};
    std::size_t place = 0; // line of the complaint
};

void write_scalar(std::string& tree, bool plain, std::string_view text) {
    tree += plain ? "plain " : "quoted ";
    tree += text;
    tree += '\n';
}

void write_node(std::string& tree, Node node) {
    if (node.is_scalar()) {
        write_scalar(tree, node.plain(), node.text());
        return;
    }
    tree += node.is_map() ? "{\n" : "[\n";
    for (const Entry entry : node.entries()) {
        write_node(tree, entry.key);
        write_node(tree, entry.value);
    }
    for (const Node item : node.items())
        write_node(tree, item);
    tree += node.is_map() ? "}\n" : "]\n";
}

Reading read_ours(std::string_view text) {
    Diagnostics diagnostics;
    const std::vector<Document> documents = parse_yaml(0, text, diagnostics);
    Reading reading;
    reading.accepted = !diagnostics.has_errors();
    if (!reading.accepted) {
        const Diagnostic& first = diagnostics.all().front();
        reading.complaint = first.summary;
        reading.code = first.code;
        reading.place = first.position.line;
    }
    for (const Document& document : documents) {
        reading.tree += "---\n";
        write_node(reading.tree, document.root());
    }
    return reading;
}

// libyaml, closed when it goes out of scope.
class Libyaml {
public:
    explicit Libyaml(std::string_view text) {
        yaml_parser_initialize(&parser_);
        yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                                     text.size());
    }
    ~Libyaml() { yaml_parser_delete(&parser_); }
    Libyaml(const Libyaml&) = delete;
    Libyaml& operator=(const Libyaml&) = delete;

    Reading read() {
        Reading reading;
        for (bool more = true; more;) {
            yaml_event_t event;
            if (yaml_parser_parse(&parser_, &event) == 0) {
                reading.complaint = parser_.problem == nullptr ? "" : parser_.problem;
                reading.place = parser_.problem_mark.line + 1;
                return reading;
            }
            more = event.type != YAML_STREAM_END_EVENT;
            write_event(reading.tree, event);
            yaml_event_delete(&event);
        }
        reading.accepted = true;
        return reading;
    }

private:
    static void write_event(std::string& tree, const yaml_event_t& event) {
        switch (event.type) {
        case YAML_DOCUMENT_START_EVENT: tree += "---\n"; break;
        case YAML_MAPPING_START_EVENT: tree += "{\n"; break;
        case YAML_MAPPING_END_EVENT: tree += "}\n"; break;
        case YAML_SEQUENCE_START_EVENT: tree += "[\n"; break;
        case YAML_SEQUENCE_END_EVENT: tree += "]\n"; break;
        case YAML_SCALAR_EVENT:
            write_scalar(
                tree, event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE,
                {reinterpret_cast<const char*>(event.data.scalar.value), event.data.scalar.length});
            break;
        default: break;
        }
    }

    yaml_parser_t parser_ = {};
};

/// Changes a text a little, in ways in which people and editors break YAML.
class Mutator {
public:
    explicit Mutator(std::uint64_t seed) : random_(seed) {}

    std::string mutate(std::string text) {
        for (std::size_t changes = 1 + below(3); changes > 0 && !text.empty(); --changes)
            change(text);
        return text;
    }

    std::size_t below(std::size_t end) { return end == 0 ? 0 : random_() % end; }

private:
    void change(std::string& text) {
        constexpr std::array<std::string_view, 55> words = {
            ":",       ": ", "-",  "- ",   ",",    "[",      "]",        "{",    "}",       "\"",
            "'",       "#",  " #", "&",    "*",    "!",      "|",        ">",    "%",       "@",
            "`",       "?",  "? ", "\n",   "\t",   " ",      "  ",       "---",  "\n---\n", "...",
            "\n...\n", "<<", "~",  "\\",   "\r\n", "\r",     "\xc3\xa9", "\n  ", "|+",      "|-",
            ">+",      ">-", "|2", "\n\t", "\n\n", "\n\n  ", "\\\n",     "\\'",  "\"#",     "'#",
            "]#",      ",#", "-,", "''",   "\"\""};
        const std::size_t place = below(text.size());
        switch (below(10)) {
        case 0: text[place] = static_cast<char>(below(256)); break;
        case 1: text[place] = static_cast<char>(' ' + below(95)); break;
        case 2:
        case 3: text.insert(place, words[below(words.size())]); break;
        case 4: text.erase(place, 1 + below(4)); break;
        case 5: shuffle_lines(text); break;
        case 6: indent_line(text); break;
        case 7: begin_line(text); break;
        case 8: end_line(text); break;
        default:
            text.resize(below(4) == 0 ? place : text.size() - std::min(text.size(), below(3)));
            break;
        }
    }

    // Copies, moves or removes one line.
    void shuffle_lines(std::string& text) {
        const auto [begin, end] = line(text);
        const std::string copy = text.substr(begin, end - begin);
        if (below(2) == 0) text.erase(begin, end - begin);
        if (below(3) > 0 && !text.empty()) text.insert(line(text).first, copy);
    }

    void indent_line(std::string& text) {
        const auto [begin, end] = line(text);
        if (below(2) == 0) {
            text.insert(begin, 1 + below(3), ' ');
        } else if (end > begin) {
            text.erase(begin, 1 + below(3));
        }
    }

    // With spaces, a tab, or both.
    void begin_line(std::string& text) {
        constexpr std::array<std::string_view, 9> begins = {"",   " ",   "  ",  "   ", "    ",
                                                            "\t", " \t", "\t ", "# c"};
        const auto [begin, end] = line(text);
        const std::size_t blanks = std::min(text.find_first_not_of(" \t", begin), end);
        text.replace(begin, blanks - begin, begins[below(begins.size())]);
    }

    void end_line(std::string& text) {
        constexpr std::array<std::string_view, 7> ends = {" # c", "#c",    " ", "\t",
                                                          "\n",   "\n \t", "\\"};
        const auto [begin, end] = line(text);
        const std::size_t place = end > begin && text[end - 1] == '\n' ? end - 1 : end;
        text.insert(place, ends[below(ends.size())]);
    }

    std::pair<std::size_t, std::size_t> line(const std::string& text) {
        const std::size_t place = below(text.size());
        const std::size_t before = place == 0 ? std::string::npos : text.rfind('\n', place - 1);
        const std::size_t begin = before == std::string::npos ? 0 : before + 1;
        return {begin, std::min(text.find('\n', begin), text.size() - 1) + 1};
    }

    std::mt19937_64 random_;
};

std::vector<std::string> read_corpus() {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry :
         std::filesystem::directory_iterator(places::source("tests/manifest/yaml/corpus")))
        paths.push_back(entry.path());
    std::ranges::sort(paths);
    std::vector<std::string> texts;
    for (const auto& path : paths) {
        std::ifstream file(path, std::ios::binary);
        texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return texts;
}

/// Short texts of what YAML is easily read wrong in: quotes and brackets over several lines, empty
/// lines in them, the endings of blocks.
const std::vector<std::string>& snippets() {
    static const std::vector<std::string> texts = {
        "a: \"b\n  c\"\n",
        "a: |\n  x\n  y\n",
        "a: >-\n  x\n\n  y\nb: 1\n",
        "- [a, \"b\", {c: d}]\n",
        "k: 'it''s\n  x'\n",
        "a: [\n  b,\n  c\n  ]\n",
        "x:\n  - |+\n    t\n\n  - y\n",
        "m: {a: 1,\n  b: \"2\"}\n",
        "a: plain\n  text\n",
        "q: \"\\u00e4\\n\\\n  z\"\n",
        "a: >\n   x\n    y\n   z\n",
        "- - a\n  - b\n-\n  c: d\n",
        "- ''\n- \"\"\n",
        "a: \"\n\n  \"\nb: '\n\n\n  x'\n",
        "a: >+\n\n  x\n   y\n\n\nb: |\n",
        "a: |2-\n    x\n   y\n\n",
    };
    return texts;
}

/// A class of texts that libyaml refuses and we take on purpose: its complaint, and what stands in
/// the line of it.
struct Excuse {
    std::string_view why = {};
    std::string_view complaint = {};
    bool (*holds)(std::string_view line) = nullptr;
    std::size_t times = 0;
};

// Whether a ':' stands there that YAML 1.1 and 1.2 read differently within brackets.
bool has_flow_colon(std::string_view line) {
    for (std::size_t i = line.find(':'); i != std::string_view::npos; i = line.find(':', i + 1)) {
        const bool begins = i == 0 || std::string_view(" \t,[{").contains(line[i - 1]);
        const bool ends =
            i + 1 == line.size() || std::string_view(" \t\r,]}").contains(line[i + 1]);
        if (begins != ends || line.substr(i).starts_with("::")) return true;
    }
    return false;
}

std::array<Excuse, 5> excuses() {
    return {
        {{.why = "YAML 1.2 lets text begin with ':' within brackets: {tier: :gold}",
          .complaint = "did not find expected node content",
          .holds = has_flow_colon},
         {.why = "YAML 1.2 takes {name:} for a key without a value",
          .complaint = "found unexpected ':'",
          .holds = has_flow_colon},
         {.why = "YAML lets a tab stand between tokens and before a comment; {a: :@b}",
          .complaint = "found character that cannot start any token",
          .holds =
              [](std::string_view line) { return line.contains('\t') || has_flow_colon(line); }},
         {.why = "YAML lets the text of a block begin with a tab, behind its indentation",
          .complaint = "found a tab character where an indentation space is expected",
          .holds = [](std::string_view line) { return line.contains(" \t"); }},
         {.why = "YAML lets the last line be of blanks and tabs",
          .complaint = "found a tab character that violates indentation",
          .holds = [](std::string_view line) {
              return line.find_first_not_of(" \t") == std::string_view::npos;
          }}}};
}

std::string_view line_of(std::string_view text, std::size_t number) {
    for (std::size_t line = 1; line < number && text.contains('\n'); ++line)
        text.remove_prefix(text.find('\n') + 1);
    return text.substr(0, text.find('\n'));
}

/// Why we refuse what libyaml takes, by the code of the mistake.
struct Reason {
    std::string_view code = {};
    std::string_view why = {};
    std::size_t times = 0;
};

std::vector<Reason> reasons() {
    return {
        {"yaml.alias", "aliases make a file say something else than it seems to"},
        {"yaml.tag", "tags do, too"},
        {"yaml.merge-key", "merge keys do, too"},
        {"yaml.duplicate-key", "of two entries with one key it is not clear which counts"},
        {"yaml.key", "a key is text"},
        {"yaml.missing-colon", "a key without a value is a colon forgotten"},
        {"yaml.directive", "there is one version of YAML, and \"%\" begins no text"},
        {"yaml.document", "a document begins with ---, or was meant to go on"},
        {"yaml.encoding", "characters that nobody sees"},
        {"yaml.comment", "YAML 1.2 wants a blank before the # of a comment"},
        {"yaml.tab", "YAML 1.2 lets no tab indent a line"},
        {"yaml.indentation", "YAML 1.2 wants the lines of a value deeper than its key"},
        {"yaml.unclosed-quote", "a line that is not indented ends the text in quotes"},
        {"yaml.unclosed-bracket", "yaml-cpp wants \":\" on the line of its key, and no \"?\""},
        {"yaml.escape", "yaml-cpp knows no escaped tab"},
        {"yaml.syntax", "\"-\" and \"?\" alone are no text, empty items are commas too many"},
        {"yaml.too-deep", "no manifest is that deep"},
    };
}

// The end of a file ends its last line. libyaml lets it be open, and reads a block otherwise.
std::string with_last_line_end(std::string_view text) {
    return std::string(text) + (text.empty() || text.ends_with('\n') ? "" : "\n");
}

/// What came of all mutants.
struct Tally {
    std::size_t mutants = 0;
    std::size_t refused = 0;  // by libyaml
    std::size_t lenient = 0;  // of these, taken by us
    std::size_t stricter = 0; // taken by libyaml, refused by us
    std::size_t same = 0;     // taken by both, the same tree
    std::array<Excuse, 5> excused = excuses();
    std::vector<Reason> refusals = reasons();
};

void compare(std::string_view text, Tally& tally) {
    const std::string whole = with_last_line_end(text);
    const Reading theirs = Libyaml(whole).read();
    const Reading ours = read_ours(text);
    ++tally.mutants;
    if (!theirs.accepted) {
        ++tally.refused;
        if (!ours.accepted) return;
        ++tally.lenient;
        const auto excuse = std::ranges::find_if(tally.excused, [&](const Excuse& candidate) {
            return candidate.complaint == theirs.complaint &&
                   candidate.holds(line_of(text, theirs.place));
        });
        if (excuse != tally.excused.end()) {
            ++excuse->times;
        } else {
            FAIL_CHECK("we take what libyaml refuses, in line " << theirs.place << ": "
                                                                << theirs.complaint << "\n"
                                                                << text);
        }
    } else if (!ours.accepted) {
        ++tally.stricter;
        const auto reason = std::ranges::find(tally.refusals, ours.code, &Reason::code);
        if (reason != tally.refusals.end()) {
            ++reason->times;
        } else {
            FAIL_CHECK("we refuse what libyaml takes, in line " << ours.place << ": " << ours.code
                                                                << " " << ours.complaint << "\n"
                                                                << text);
        }
    } else if (ours.tree == theirs.tree) {
        ++tally.same;
    } else {
        FAIL_CHECK("we read " << ours.tree << "\nlibyaml reads " << theirs.tree << "\nin " << text);
    }
}

} // namespace

TEST_CASE("what YAML is easily read wrong in is the same tree for libyaml") {
    for (const std::string& text : snippets()) {
        const Reading theirs = Libyaml(text).read();
        const Reading ours = read_ours(text);
        INFO(text, ours.place, ": ", ours.complaint);
        CHECK(theirs.accepted);
        CHECK(ours.accepted);
        CHECK(ours.tree == theirs.tree);
    }
}

TEST_CASE("realistic manifests are the same tree for libyaml") {
    for (const std::string& text : read_corpus()) {
        const Reading theirs = Libyaml(text).read();
        const Reading ours = read_ours(text);
        INFO(text, ours.place, ": ", ours.complaint);
        CHECK(theirs.accepted);
        CHECK(ours.accepted);
        CHECK(ours.tree == theirs.tree);
    }
}

TEST_CASE("broken manifests that libyaml refuses are refused, and others are the same tree") {
    using Clock = std::chrono::steady_clock;
    const char* wanted = std::getenv("TENANTRY_FUZZ_SECONDS");
    const std::chrono::seconds time(wanted == nullptr ? 10 : std::atol(wanted));
    const std::size_t most = wanted == nullptr ? 100'000 : std::size_t{0} - 1;
    const std::vector<std::string> corpus = read_corpus();
    REQUIRE_FALSE(corpus.empty());
    const auto pick = [](Mutator& mutator, const std::vector<std::string>& texts) {
        return mutator.mutate(texts[mutator.below(texts.size())]);
    };

    Mutator mutator(1);
    Tally tally;
    const Clock::time_point end = Clock::now() + time;
    while (tally.mutants < most && Clock::now() < end)
        compare(pick(mutator, mutator.below(2) == 0 ? corpus : snippets()), tally);

    MESSAGE(tally.mutants << " mutants: libyaml refuses " << tally.refused << ", of these we take "
                          << tally.lenient << "; we alone refuse " << tally.stricter
                          << "; the same tree for both " << tally.same);
    for (const Excuse& excuse : tally.excused)
        MESSAGE("taken " << excuse.times << " times: " << excuse.why);
    for (const Reason& reason : tally.refusals)
        MESSAGE("refused " << reason.times << " times (" << reason.code << "): " << reason.why);
    CHECK(tally.mutants >= 1000);
    // What is excused is rare, else an excuse is too wide.
    CHECK(static_cast<double>(tally.lenient) < 0.02 * static_cast<double>(tally.refused));
}
