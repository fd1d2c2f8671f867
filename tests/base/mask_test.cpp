// Secrets in text from outside: found in every coat that an echo can put on them, and nothing else
// is taken out.
#include "engine/base/mask.hpp"

#include <doctest/doctest.h>
#include <openssl/evp.h>

#include <array>
#include <chrono>
#include <vector>

using namespace tenantry;

namespace {

const std::string key = "cfk_8f3Ab91Qx7Tz0LmN5vW2eRyU6iOpS4dG_hJk";

std::string masked(const std::string& text, std::string_view secret = key) {
    const std::array secrets = {secret};
    return Mask(secrets)(text);
}

/// Openssl's, not ours.
std::string base64(const std::string& text) {
    std::vector<unsigned char> out(text.size() * 2 + 4);
    const auto* const in = reinterpret_cast<const unsigned char*>(text.data());
    const int size = EVP_EncodeBlock(out.data(), in, static_cast<int>(text.size()));
    return {out.begin(), out.begin() + size};
}

std::string url_base64(const std::string& text) {
    std::string coded = base64(text);
    for (char& c : coded)
        c = c == '+' ? '-' : c == '/' ? '_' : c;
    coded.resize(coded.find_last_not_of('=') + 1);
    return coded;
}

/// Each byte through a format of printf.
std::string each(const std::string& text, const char* format) {
    std::string out;
    for (const char c : text) {
        std::array<char, 16> part{};
        std::snprintf(part.data(), part.size(), format, static_cast<unsigned char>(c));
        out += part.data();
    }
    return out;
}

std::string cased(std::string text, bool upper) {
    for (char& c : text)
        c = static_cast<char>(upper ? std::toupper(c) : std::tolower(c));
    return text;
}

std::string split(const std::string& text, std::size_t width, const std::string& by) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += width)
        out += text.substr(i, width) + by;
    return out;
}

} // namespace

TEST_CASE("a secret is found in every form") {
    const std::string pair = "ops@acme.example:" + key;
    std::vector<std::string> forms = {
        key,
        cased(key, true),
        cased(key, false),
        base64(key),
        url_base64(key),
        base64(pair),
        url_base64(pair),
        base64("x" + pair),
        base64("xy" + pair),
        base64(key + "\n"),
        cased(base64(pair), true),
        base64(cased(key, false)),
        each(key, "%%%02X"),
        each(key, "%%%02x"),
        each(key, "%%25%02x"),
        each(key, "%%2525%02x"),
        each(key, "%02x"),
        each(key, "%02X"),
        each(key, "%02x:"),
        each(key, "%02x "),
        each(key, "0x%02x, "),
        each(key, "\\x%02x"),
        each(key, "\\u00%02x"),
        each(key, "&#%d;"),
        each(key, "&#x%x;"),
        each(base64(key), "%%%02X"),
    };
    for (const char* by : {" ", "\t", "\n", "\\n", "\u200b", "\u00a0", "\u2060", "\ufeff", "\u00ad",
                           "-", "\", \"", "%20", "%E2%80%8B", "\\u200b", "&#8203;"}) {
        for (const std::size_t width : {1U, 3U, 4U, 7U})
            forms.push_back(split(key, width, by));
        forms.push_back(split(base64(key), 4, by));
    }
    for (const std::string& form : forms) {
        CAPTURE(form);
        const std::string text = masked("the key (" + form + ") is not known");
        CHECK(text.starts_with("the key (***"));
        CHECK(text.ends_with(") is not known"));
        CHECK(text.size() < 40);
    }
}

TEST_CASE("a piece of a secret is found") {
    CHECK(masked("starts with " + key.substr(0, 12)) == "starts with ***");
    CHECK(masked("ends with " + key.substr(key.size() - 16) + "!") == "ends with ***!");
    for (std::size_t i = 4; i + 8 <= key.size() - 4; ++i)
        CHECK(masked("<" + key.substr(i, 8) + ">") == "<***>");
    CHECK(masked(key + " " + key) == "***");
    CHECK(masked(key + " and " + key + ".") == "*** and ***.");
    for (const std::size_t size : {16U, 24U, 40U})
        CHECK(masked("begins " + base64("ops@acme.example:" + key.substr(0, size)) + ".")
                  .starts_with("begins ***"));
    CHECK(masked("half: " + each(key.substr(7, 9), "%02X")) == "half: ***");
}

TEST_CASE("what holds no secret stays as it is") {
    for (const std::string text :
         {"", "cfk_", "no: 100% of zones, 0x63, &#99; and \\x63 are fine \\", "%", "%2", "%25",
          "&#", "8f3Ab91", "023e105f4ecef8ad9ca31a8372d0c353", "2026-11-27T09:00:00Z", "\xff\xfe",
          "the zone h\u00e9llo.example exists already"})
        CHECK(masked(text) == text);
    // What could be a word is none.
    CHECK(masked("the password is wrong", "passwor") == "the password is wrong");
    CHECK(masked("a - b - c - d", "a-b-c-d-") == "a - b - c - d");
    CHECK(masked("your password1 is wrong", "password1") == "your *** is wrong");
    CHECK(masked("anything", "") == "anything");
    CHECK(Mask({})("anything") == "anything");
}

TEST_CASE("the time it takes grows with the text and no faster") {
    const auto took = [](std::size_t size) {
        std::string text;
        while (text.size() < size)
            text += "%25%2525 &#99 \\u00 0x6 " + key.substr(0, 7) + " " + key.substr(4, 11) + " ";
        const auto begun = std::chrono::steady_clock::now();
        CHECK(masked(text).size() < text.size());
        return std::chrono::steady_clock::now() - begun;
    };
    (void)took(10'000);
    const auto small = took(50'000);
    CHECK(took(800'000) < 16 * 8 * small);
}

TEST_CASE("a token says itself what it is, and is taken out also when nobody knows it") {
    const Mask none({});
    const std::string body(40, 'a');
    for (const char* const prefix : {"cfk_", "cfut_", "cfat_", "cfoat_"}) {
        CAPTURE(prefix);
        const std::string token = prefix + body + "_0-Z";
        CHECK(none("key \"" + token + "\".") == "key \"***\".");
        CHECK(without_tokens(token + " and " + token) == "*** and ***");
        CHECK(without_tokens("x" + token) == "x***");
    }
    for (const char* const word : {"cf", "cfk_", "cfk_short", "cfut_team@acme.example", "cfkcfk_"})
        CHECK(without_tokens(word) == word);
    CHECK(without_tokens("cfcfk_" + body) == "cf***");
    CHECK(without_tokens("") == "");
}
