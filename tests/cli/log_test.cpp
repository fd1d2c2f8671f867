// A line of the log is one line, and says who called what: no name of a stranger can add to it.
#include "tools/cli/log.hpp"

#include "engine/base/characters.hpp"
#include "engine/base/json.hpp"
#include "engine/base/text.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tenantry;
using namespace tenantry::cli;

namespace {

constexpr LogOptions text = {.level = LogLevel::debug, .json = false};
constexpr LogOptions json = {.level = LogLevel::debug, .json = true};

http::Exchanged exchanged(const std::string& call, const std::string& fault) {
    http::Exchanged result;
    result.call = call;
    result.status = 200;
    result.fault = fault;
    return result;
}

std::string line(const LogOptions& options, const std::string& identity, const std::string& call,
                 const std::string& fault = "") {
    return log_line(options, {}, identity, exchanged(call, fault));
}

/// The words of a line; text in quotes is one.
std::vector<std::string> words(std::string_view written) {
    std::vector<std::string> result = {""};
    bool quoted = false;
    for (std::size_t i = 0; i < written.size(); ++i) {
        if (written[i] == '"') quoted = !quoted;
        if (written[i] == ' ' && !quoted) {
            result.emplace_back();
            continue;
        }
        result.back() += written[i];
        if (written[i] == '\\') result.back() += written[++i];
    }
    return result;
}

} // namespace

TEST_CASE("a line of the log in words") {
    CHECK(line(text, "a@b.example", "GET /zones?page=2") ==
          "1970-01-01T00:00:00.000Z debug a@b.example GET /zones?page=2 status=200 took_ms=0\n");
    CHECK(line(text, "a b", "GET /zones?name=x status=500\n", "say \"no\"\n") ==
          "1970-01-01T00:00:00.000Z warning \"a b\" GET \"/zones?name=x status=500\\n\" "
          "status=200 took_ms=0 fault=\"say \\\"no\\\"\\n\"\n");
    CHECK(line(text, "", "GET") ==
          "1970-01-01T00:00:00.000Z debug \"\" GET status=200 took_ms=0\n");
}

TEST_CASE("no character in a name makes another line or another word") {
    std::size_t names = 0;
    for (char32_t c = 0; c < 0x3100; ++c) {
        std::string name = "x";
        append_utf8(name, c);
        name += "status=500 y";
        ++names;
        CAPTURE(std::uint32_t(c));
        for (const LogOptions& options : {text, json}) {
            const std::string written = line(options, name, "GET /zones?name=" + name, name);
            CHECK(std::ranges::count(written, '\n') == 1);
            CHECK(written.ends_with('\n'));
            const std::string_view inner = std::string_view(written).substr(0, written.size() - 1);
            CHECK(printable(inner) == inner);
            if (options.json) {
                CHECK(parse_json(inner)->text_of("identity") == name);
                CHECK(parse_json(inner)->text_of("fault") == name);
            } else {
                CHECK(words(inner).size() == 8);
            }
        }
    }
    MESSAGE(names << " names with one character each");
}
