// A run as a page: that it has every remark, loads nothing, and obeys nobody but us. How it feels
// in a browser is tested in one (tests/forms).
#include "engine/render/render.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <regex>
#include <string>

using namespace tenantry;
using render::Weight;

namespace {

std::size_t count(const std::string& text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
        ++found;
    return found;
}

/// Without what we wrote ourselves.
std::string without_code(const std::string& page) {
    static const std::regex code("<(style|script)>[^]*?</(style|script)>");
    return std::regex_replace(page, code, "");
}

/// One of each weight, of two customers and of none.
render::Digest digest() {
    using namespace std::chrono;
    const Time yesterday = sys_days(year(2026) / 11 / 30) + 3h;
    render::Digest digest{.command = "drift", .summary = "Drift: so much."};
    digest.remarks = {
        {.rule = "drift.gone", .customer = "acme", .subject = "acme/A", .since = yesterday},
        {.weight = Weight::error,
         .rule = "drift.different",
         .customer = "beta",
         .subject = "beta/B",
         .summary = "critical: different thing",
         .details = {{"ssl", "live off, wanted strict", "off", "strict", "m.yaml:3"}},
         .severity = FindingSeverity::critical,
         .since = yesterday},
        {.weight = Weight::warning, .rule = "drift.not-judged", .summary = "a < b"}};
    digest.as_wanted = {"delta", "epsilon"};
    return digest;
}

} // namespace

TEST_CASE("a page has every remark once, what is worst first, and says how many there are") {
    const std::string page = render::html(digest(), {});
    CHECK(count(page, "<div class=\"remark ") == 3);
    CHECK(page.find("<h2>beta ") < page.find("<h2>(of no customer) "));
    CHECK(page.find("<h2>(of no customer) ") < page.find("<h2>acme "));
    for (const char* part : {">1 critical</button>", ">1 warning</button>", ">1 note</button>",
                             "<option value=\"drift.gone\">drift.gone (1)</option>", "a &lt; b",
                             "live <del>off</del> wanted <ins>strict</ins> <small>m.yaml:3</small>",
                             "2 customers are as wanted", "delta, epsilon",
                             "<p class=\"summary\">Drift: so much.</p>"})
        CHECK_MESSAGE(page.contains(part), part, " in ", page);
    // Its severity stands in front of it, once.
    CHECK(page.contains("<span class=\"level\">critical</span>"));
    CHECK_FALSE(page.contains("critical: "));
}

TEST_CASE("what has to be looked at is open, all else is folded") {
    const std::string page = render::html(digest(), {});
    CHECK(page.contains("<div class=\"remark error open\" "));
    CHECK(page.contains("<div class=\"remark warning open\" "));
    CHECK(page.contains("<div class=\"remark note\" data-level"));
}

TEST_CASE("the timeline of findings is by days, that of steps by turns in their order") {
    CHECK(render::html(digest(), {})
              .contains("value=\"2026-11-30\" aria-pressed=\"false\">2026-11-30</button> <meter "
                        "min=\"0\" max=\"2\" value=\"2\"></meter> 1 different, 1 gone</li>"));
    render::Digest steps{.command = "apply"};
    for (std::size_t turn = 1; turn <= 11; ++turn)
        steps.remarks.push_back({.rule = "apply.not_started", .turn = turn});
    const std::string page = render::html(steps, {});
    CHECK(page.find(">Turn 2<") < page.find(">Turn 10<"));
    CHECK(page.contains("> 1 not started</li>"));
    CHECK_FALSE(render::html({.command = "validate"}, {}).contains("Timeline"));
}

TEST_CASE("what is paid stands above, by customer and in all, and beside each customer") {
    render::Digest paid = digest();
    paid.paid = {{"acme", "+USD 1 & more", false},
                 {"beta", "no change", false},
                 {"", "+USD 1 in all", false},
                 {"beta", "+USD 9", true}};
    const std::string page = render::html(paid, {});
    for (const char* part : {"What is paid changes by: <b>+USD 1 in all</b>",
                             "<tr><th scope=\"row\">acme</th><td>+USD 1 &amp; more</td></tr>",
                             "What is refused would change it by: <b>+USD 9</b>",
                             "<h2>acme <small>1 note; +USD 1 &amp; more</small></h2>"})
        CHECK_MESSAGE(page.contains(part), part);
}

TEST_CASE("a page loads nothing and lets nothing run but its own script") {
    const std::string page = render::html(digest(), {});
    static const std::regex policy("http-equiv=\"Content-Security-Policy\" content=\"default-src "
                                   "'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; script-src "
                                   "'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action "
                                   "'none'\"");
    CHECK(std::regex_search(page, policy));
    // The policy comes before what it judges.
    CHECK(page.find("Content-Security-Policy") < page.find("<style>"));
    for (const char* loads : {"://", " src=", " href=", "url(", "@import", "import(", "fetch("})
        CHECK_MESSAGE(!page.contains(loads), loads);
    static const std::regex inlined("<[^>]* (style|on[a-z]+)=");
    CHECK_FALSE(std::regex_search(without_code(page), inlined));
    CHECK(count(page, "<script>") == 1);
    CHECK(count(page, "<style>") == 1);
}

TEST_CASE("whatever stands in a name, it closes no element and no attribute") {
    const std::string name = "</script></style><img src=x onerror=alert(1)>\" onclick='x' \x1b[2J"
                             "\u202e&lt;";
    render::Digest evil{.command = name, .summary = name, .about = {name}, .head = name};
    evil.paid = {{name, name, false}};
    evil.as_wanted = {name};
    evil.remarks = {{.rule = name,
                     .customer = name,
                     .subject = name,
                     .summary = name,
                     .details = {{name, name}, {name, name, name, name, name}},
                     .hint = name,
                     .position = {0, 1, 1},
                     .turn = 1}};
    Sources sources;
    sources.add({name, name});
    const std::string page = render::html(evil, sources);
    CHECK(count(page, "</script>") == 1);
    CHECK(count(page, "</style>") == 1);
    for (const char* part : {"<img", "\" onclick", "'x'", "\x1b", "\u202e"})
        CHECK_MESSAGE(!without_code(page).contains(part), part);
    // Every place that it was put in shows it.
    CHECK(count(page, "&lt;img src=x onerror=alert(1)&gt;&quot; onclick=&#39;x&#39; \\x1b[2J\\u202e"
                      "&amp;lt;") == 26);
}
