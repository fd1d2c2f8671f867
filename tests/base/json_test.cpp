#include "engine/base/json.hpp"

#include "engine/base/characters.hpp"
#include "engine/base/text.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

/// The controls, marks of direction, separators, zero-width and tag characters of Unicode 15, in
/// the words of its tables and not of ours.
bool drives_or_hides(char32_t c) {
    const bool control = c < 0x20 || (c >= 0x7f && c <= 0x9f);
    const bool direction = c == 0x61c || c == 0x200e || c == 0x200f ||
                           (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x206f);
    const bool separator = c == 0x2028 || c == 0x2029;
    const bool no_width = c == 0xad || c == 0x34f || c == 0x180e || (c >= 0x200b && c <= 0x200d) ||
                          (c >= 0x2060 && c <= 0x2064) || c == 0xfeff;
    const bool filler =
        c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5 || c == 0x3164 || c == 0xffa0;
    const bool notation = (c >= 0xfff9 && c <= 0xfffb) || (c >= 0x1d173 && c <= 0x1d17a) ||
                          (c >= 0x1bca0 && c <= 0x1bca3);
    const bool tag = c >= 0xe0000 && c <= 0xe0fff;
    return control || direction || separator || no_width || filler || notation || tag;
}

} // namespace

TEST_CASE("a value survives the way to text and back") {
    const std::string text = R"({"name":"Ünïcode","n":-12,"x":1.5,"list":[true,null,"a"],"o":{}})";
    const auto value = parse_json(text);
    REQUIRE(value.has_value());
    CHECK(to_text(*value) == text);
    CHECK(value->text_of("name") == "Ünïcode");
    CHECK(*value->find("n")->integer() == -12);
    CHECK(value->at("o.missing") == nullptr);
    CHECK(value->at("name.missing") == nullptr);
}

TEST_CASE("JSON shows what nobody would see as escapes, and holds the same value") {
    CHECK(to_text(Json("a\x7f\xc2\x85\xe2\x80\xae\xe2\x80\xa8z")) ==
          R"("a\u007f\u0085\u202e\u2028z")");
    CHECK(to_text(Json("\xf3\xa0\x81\x81")) == R"("\udb40\udc41")");
    CHECK(to_text(Json::object({{"\xe2\x80\x8b", 1}})) == R"({"\u200b":1})");
    CHECK(to_text(Json("M\xc3\xbcller \xf0\x9f\x98\x80 \xe2\x9d\xa4\xef\xb8\x8f")) ==
          "\"M\xc3\xbcller \xf0\x9f\x98\x80 \xe2\x9d\xa4\xef\xb8\x8f\"");
    CHECK(to_text(Json("\xff\x7f")) == "\"\xef\xbf\xbd\\u007f\"");
    std::size_t all = 0;
    for (char32_t first = 0; first < 0x110000; first += 0x100) {
        std::string text;
        for (char32_t c = first; c < first + 0x100; ++c) {
            if (c >= 0xd800 && c < 0xe000) continue; // halves of UTF-16 are no characters
            append_utf8(text, c);
            ++all;
        }
        for (const int indent : {-1, 2}) {
            const std::string written = to_text(Json::object({{text, text}}), indent);
            std::string_view rest = written;
            while (!rest.empty()) {
                const CodePoint point = code_point_at(rest, 0);
                REQUIRE(point.length > 0);
                const bool ours = indent >= 0 && point.value == '\n';
                CHECK_MESSAGE((ours || !drives_or_hides(point.value)), std::uint32_t(point.value));
                rest.remove_prefix(point.length);
            }
            const auto read = parse_json(written);
            REQUIRE(read.has_value());
            CHECK(read->members()->front().first == text);
            CHECK(*read->members()->front().second.text() == text);
        }
    }
    MESSAGE(all << " characters");
    CHECK(all == 0x110000 - 0x800);
}

TEST_CASE("what could be read in two ways, or never ends, is refused") {
    CHECK(parse_json(R"({"id":1,"id":2})").error().message == "member \"id\" stands twice");
    CHECK(parse_json(std::string(100, '[')).error().message == "nested too deeply");
    CHECK(parse_json("[1,2").has_value() == false);
    CHECK(parse_json("{} {}").has_value() == false);
    CHECK(parse_json("\"\xc3\x28\"").has_value() == false);
    CHECK(parse_json("[1,2,3]", {.bytes = 4}).error().message == "too large");
    CHECK(parse_json(R"({"a":1,"b":2,"c":3})", {.members = 2}).error().message ==
          "too many members");
}

TEST_CASE("a number is what stands there, or none of ours") {
    CHECK(parse_json("1e400").has_value() == false);
    CHECK(parse_json("-1e400").has_value() == false);
    CHECK(parse_json("NaN").has_value() == false);
    CHECK(*parse_json("9223372036854775807")->integer() == INT64_MAX);
    CHECK(*parse_json("-9223372036854775808")->integer() == INT64_MIN);
    for (const char* beyond : {"9223372036854775808", "-9223372036854775809", "1e19", "5.0"})
        CHECK(parse_json(beyond)->integer() == nullptr);
}

TEST_CASE("what is short to write and long to keep is refused") {
    CHECK(parse_json("[1,[2],3]", {.values = 4}).error().message == "too many values");
    CHECK(parse_json("[1,[2],3]", {.values = 5}).has_value());
    std::string many = "[0";
    for (int i = 0; i < 1'000'000; ++i)
        many += ",0";
    CHECK(parse_json(many + "]").error().message == "too many values");
}

TEST_CASE("members are set in place and further down") {
    Json value;
    value.set_at("settings.enforce_twofactor", true);
    value.set_at("settings.enforce_twofactor", false);
    value.set("name", "acme");
    CHECK(to_text(value) == R"({"settings":{"enforce_twofactor":false},"name":"acme"})");
}
