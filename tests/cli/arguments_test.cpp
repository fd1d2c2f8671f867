// The command line: what is empty is never taken for what was not given. The flags are read from
// the help, so that one that is added later is tried too.
#include "tools/cli/arguments.hpp"
#include "tools/cli/help.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <sstream>
#include <utility>

using namespace tenantry::cli;

namespace {

using Words = std::vector<std::string>;

std::expected<Arguments, Ended> parsed(const Words& words) {
    std::vector<const char*> pointers = {"tenantry"};
    for (const std::string& word : words)
        pointers.push_back(word.c_str());
    return parse(static_cast<int>(pointers.size()), pointers.data());
}

/// What the help lists: the words of lines that are indented by two and begin as is wanted.
std::vector<Words> listed(const Words& words, bool (*wanted)(const std::string& line)) {
    const auto help = parsed(words);
    REQUIRE(!help.has_value());
    REQUIRE(help.error().exit_code == 0);
    std::istringstream text(help.error().text);
    std::vector<Words> found;
    for (std::string line; std::getline(text, line);) {
        if (!line.starts_with("  ") || line.starts_with("   ") || !wanted(line.substr(2))) continue;
        std::istringstream parts(line);
        Words part;
        for (std::string word; parts >> word;)
            part.push_back(word);
        found.push_back(std::move(part));
    }
    REQUIRE(!found.empty());
    return found;
}

struct Flag {
    std::string command = {};
    std::string name = {}; // "--out"
    bool takes_value = false;

    std::string variable() const {
        std::string text = "TENANTRY_";
        for (const char c : name.substr(2))
            text += c == '-' ? '_' : static_cast<char>(std::toupper(c));
        return text;
    }
};

Words commands() {
    Words names;
    // A name, and behind blanks what it does; examples and paragraphs have single blanks.
    const auto command = [](const std::string& line) {
        const auto end = line.find(' ');
        return std::islower(line.front()) != 0 &&
               line.substr(0, end).find_first_not_of("abcdefghijklmnopqrstuvwxyz") ==
                   std::string::npos &&
               line.substr(end, 2) == "  ";
    };
    for (const Words& line : listed({"--help"}, command))
        names.push_back(line.front());
    return names;
}

std::vector<Flag> flags() {
    std::vector<Flag> found;
    for (const std::string& command : commands()) {
        const auto flag = [](const std::string& line) {
            return line.starts_with("--") && !line.starts_with("--help");
        };
        for (const Words& line : listed({command, "--help"}, flag)) {
            // A value is written in capitals: FILE, FORMAT[=FILE].
            const bool value = line.size() > 1 && line[1].find_first_of("abcdefghij") > 0 &&
                               std::isupper(line[1][0]) != 0 && std::isupper(line[1][1]) != 0;
            found.push_back({command, line.front(), value});
        }
    }
    return found;
}

class Variable {
public:
    Variable(std::string name, const char* value) : name_(std::move(name)) {
        ::setenv(name_.c_str(), value, 1);
    }
    ~Variable() { ::unsetenv(name_.c_str()); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    std::string name_;
};

/// Refused as a mistake of the command line that names `culprit`.
void check_refused(const Words& words, const std::string& culprit) {
    std::string all;
    for (const std::string& word : words)
        all += "[" + word + "] ";
    CAPTURE(all);
    const auto result = parsed(words);
    REQUIRE(!result.has_value());
    CHECK(result.error().exit_code == 64);
    CHECK_MESSAGE(result.error().text.contains(culprit), result.error().text);
    CHECK_MESSAGE(result.error().text.contains("hint: "), result.error().text);
}

} // namespace

TEST_CASE("no flag of any command may be empty, on the command line or in the environment") {
    const std::vector<Flag> all = flags();
    std::size_t cases = 0;
    std::size_t values = 0;
    for (const Flag& flag : all) {
        check_refused({flag.command, flag.name + "="}, flag.name + " is empty");
        check_refused({flag.name + "=", flag.command, "a.yaml"}, flag.name + " is empty");
        cases += 2;
        {
            const Variable empty(flag.variable(), "");
            check_refused({flag.command}, flag.variable() + " is set, but empty");
            ++cases;
        }
        if (!flag.takes_value) continue;
        ++values;
        check_refused({flag.command, flag.name, ""}, flag.name + " is empty");
        check_refused({flag.name, "", flag.command}, flag.name + " is empty");
        // The variable that a shell left out: the next flag would become the value.
        check_refused({flag.command, flag.name, "--json"}, flag.name + " has no value");
        cases += 3;
    }
    for (const std::string& command : commands()) {
        if (command == "doctor" || command == "version") continue; // they take no paths
        check_refused({command, ""}, "a path is empty");
        check_refused({command, "a.yaml", "", "b.yaml"}, "a path is empty");
        check_refused({command, "--", ""}, "a path is empty");
        cases += 3;
    }
    MESSAGE(cases << " command lines with something empty, of " << all.size() << " flags");
    CHECK(all.size() > 80);
    CHECK(values > 50);
}

TEST_CASE("all that is empty is told at once") {
    const Variable empty("TENANTRY_CHECKSUM", "");
    const auto result = parsed({"apply", "plan.json", "--config", "", "--timeout="});
    REQUIRE(!result.has_value());
    CHECK(result.error().text ==
          "error: --config is empty\n"
          "  hint: give it a value, or leave it away\n"
          "error: --timeout is empty\n"
          "  hint: give it a value, or leave it away\n"
          "error: the environment variable TENANTRY_CHECKSUM is set, but empty\n"
          "  hint: give it a value, or unset it\n");
}

TEST_CASE("a variable that a flag overrules, or that is of another command, may be empty") {
    const Variable checksum("TENANTRY_CHECKSUM", "");
    CHECK(parsed({"apply", "p.json", "--checksum", "abc"}).has_value());
    CHECK(parsed({"apply", "p.json", "--checksum=abc"}).has_value());
    CHECK(parsed({"plan"}).has_value());
}

TEST_CASE("a value that begins with a dash is written with an equals sign") {
    CHECK(parsed({"plan", "--out=-p.json"})->out == "-p.json");
    CHECK(parsed({"plan", "--out", "-"})->out == "-");
    check_refused({"apply", "--auto-approve", "--exclude", "--dry-run"},
                  "--exclude has no value, and \"--dry-run\" follows it");
    check_refused({"plan", "--parallelism", "-1"}, "--parallelism=-1");
}

TEST_CASE("a format has a name that is read back, and csv is for lists") {
    for (const Format format : {Format::text, Format::json, Format::jsonl, Format::csv}) {
        const auto result =
            parsed({"show", "--outputs", "--output", std::string(name_of(format)) + "=a"});
        REQUIRE(result.has_value());
        CHECK(result->outputs.front().format == format);
        CHECK(result->outputs.front().file == "a");
    }
    check_refused({"plan", "--output", "csv"}, "csv is a form of show --outputs");
    check_refused({"plan", "--output", "json="}, "no file after '='");
    check_refused({"plan", "--output", "jsn"}, "did you mean \"json\"?");
}

TEST_CASE("help knows every command, and each example of it can be typed as it stands") {
    std::size_t examples = 0;
    for (const std::string& command : commands()) {
        CAPTURE(command);
        const auto help = parsed({"help", command});
        REQUIRE(!help.has_value());
        CHECK(help.error().text == parsed({command, "--help"}).error().text);
        CHECK(help.error().text.starts_with("Usage: tenantry " + command));
        for (const Example& example : examples_of(command)) {
            // Quotes as a shell takes them.
            Words words;
            std::string word;
            bool quoted = false;
            for (const char c : std::string(example.line) + " ") {
                if (c == '\'') quoted = !quoted;
                if (c == '\'') continue;
                if (c != ' ' || quoted) word += c;
                if (c != ' ' || quoted || word.empty()) continue;
                words.push_back(std::exchange(word, {}));
            }
            REQUIRE(words.at(0) == "tenantry");
            CHECK(words.at(1) == command);
            words.erase(words.begin());
            const auto taken = parsed(words);
            CHECK_MESSAGE(taken.has_value(), (taken ? "" : taken.error().text));
            ++examples;
        }
        CHECK(!examples_of(command).empty());
    }
    CHECK(examples > 25);
    CHECK(parsed({"help"}).error().text == parsed({"--help"}).error().text);
    check_refused({"help", "aply"}, "unknown command \"aply\"");
}

TEST_CASE("help is no wider than it is asked to be") {
    for (const std::size_t width : {40U, 80U, 200U}) {
        const std::vector<const char*> words = {"tenantry", "drift", "--help"};
        const auto help = parse(3, words.data(), width);
        REQUIRE(!help.has_value());
        std::istringstream text(help.error().text);
        std::size_t widest = 0;
        for (std::string line; std::getline(text, line);) {
            // Words that are longer than a line, and examples, are left whole.
            if (!line.starts_with("  tenantry") && !line.starts_with("  --"))
                widest = std::max(widest, line.size());
        }
        CHECK(widest <= width);
        CHECK(widest > width / 2);
    }
}
