#include "tools/simulator/rules/setting_catalogue.hpp"

#include "tools/simulator/text/json_value.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace tenantry::simulator {
namespace {

constexpr std::string_view on_off = "on|off";
constexpr std::string_view off = R"("off")";
constexpr std::string_view on = R"("on")";

// How values are written here: "a|b" is one of these texts, "#1|2" one of these numbers, "#1..9" a
// whole number, "#1.." one without a largest, "~1..9" one that may be written as a text, too, "?"
// true or false, "*" any text, "-" a text with a character, or null, "[a|b]" an array of such
// values, "{x:?,y:a|b}" an object of no other members. What plan makes a setting editable is
// documented for the Enterprise ones; the rest is what the product's pages say or a choice.
// Those that are in no list are known from clients that ask for them one by one (API reference,
// section 6).
constexpr std::array<ZoneSetting, 57> all_settings = {{
    {"0rtt", off, on_off},
    {"advanced_ddos", off, on_off, "none"},
    {"always_online", off, on_off},
    {"always_use_https", off, on_off},
    {"automatic_https_rewrites", on, on_off},
    {"automatic_platform_optimization",
     R"({"cache_by_device_type":false,"cf":false,"enabled":false,"hostnames":[],)"
     R"("wordpress":false,"wp_plugin":false})",
     "{cache_by_device_type:?,cf:?,enabled:?,hostnames:[*],wordpress:?,wp_plugin:?}", "pro"},
    {"brotli", on, on_off},
    {"browser_cache_ttl", "14400",
     "#0|30|60|120|300|1200|1800|3600|7200|10800|14400|18000|28800|43200|57600|72000|86400|172800|"
     "259200|345600|432000|691200|1382400|2073600|2678400|5356800|16070400|31536000"},
    {"browser_check", on, on_off},
    {"cache_level", R"("aggressive")", "aggressive|basic|simplified"},
    {"challenge_ttl", "1800",
     "#300|900|1800|2700|3600|7200|10800|14400|28800|57600|86400|604800|2592000|31536000"},
    {"ciphers", "[]", "[*]"},
    {"cname_flattening", R"("flatten_at_root")", "flatten_at_root|flatten_all", "pro"},
    {"development_mode", off, on_off},
    {"early_hints", off, on_off, "", "value", false},
    {"edge_cache_ttl", "7200",
     "#30|60|300|1200|1800|3600|7200|10800|14400|18000|28800|43200|57600|72000|86400|172800|"
     "259200|345600|432000|518400|604800"},
    {"email_obfuscation", on, on_off},
    {"h2_prioritization", off, "on|off|custom", "pro", "value", false},
    {"hotlink_protection", off, on_off},
    {"http2", on, on_off, "pro"},
    {"http3", on, on_off},
    {"image_resizing", off, "on|off|open", "business", "value", false},
    {"ip_geolocation", on, on_off},
    {"ipv6", on, on_off},
    {"long_lived_grpc", off, on_off},
    {"max_upload", "100", "#100|200|500"},
    {"min_tls_version", R"("1.0")", "1.0|1.1|1.2|1.3"},
    {"minify", R"({"css":"off","html":"off","js":"off"})", "{css:on|off,html:on|off,js:on|off}"},
    {"mirage", off, on_off, "pro"},
    {"mobile_redirect", R"({"mobile_subdomain":null,"status":"off","strip_uri":false})",
     "{mobile_subdomain:-,status:on|off,strip_uri:?}"},
    {"nel", R"({"enabled":true})", "{enabled:?}", "enterprise"},
    {"opportunistic_encryption", on, on_off},
    {"opportunistic_onion", on, on_off},
    {"orange_to_orange", off, on_off, "enterprise"},
    {"origin_error_page_pass_thru", off, on_off, "enterprise"},
    {"polish", off, "off|lossless|lossy", "pro"},
    {"prefetch_preload", off, on_off, "enterprise"},
    {"privacy_pass", on, on_off},
    {"proxy_read_timeout", "100", "~1..6000", "enterprise"},
    {"pseudo_ipv4", off, "off|add_header|overwrite_header"},
    {"replace_insecure_js", off, on_off},
    {"response_buffering", off, on_off, "enterprise"},
    {"rocket_loader", off, on_off},
    {"security_header",
     R"({"strict_transport_security":{"enabled":false,"include_subdomains":false,"max_age":0,)"
     R"("nosniff":false,"preload":false}})",
     "{strict_transport_security:{enabled:?,include_subdomains:?,max_age:#0..,nosniff:?,preload:?}"
     "}"},
    {"security_level", R"("medium")", "off|essentially_off|low|medium|high|under_attack"},
    {"server_side_exclude", on, on_off},
    {"sha1_support", off, on_off},
    {"sort_query_string_for_cache", off, on_off, "enterprise"},
    {"ssl", R"("full")", "off|flexible|full|strict"},
    {"ssl_recommender", "false", "?", "", "enabled"},
    {"tls_1_2_only", off, on_off},
    {"tls_1_3", on, "on|off|zrt"},
    {"tls_client_auth", off, on_off},
    {"true_client_ip_header", off, on_off, "enterprise"},
    {"waf", off, on_off, "pro"},
    {"webp", off, on_off, "pro"},
    {"websockets", on, on_off},
}};

/// What a plan keeps numbers from: edge_cache_ttl and max_upload as the OpenAPI document says,
/// browser_cache_ttl by choice. In the order of the ranks.
struct Bound {
    std::string_view id;
    bool is_least;
    std::array<long long, 4> by_rank;
};
constexpr std::array<Bound, 3> plan_bounds = {{
    {"edge_cache_ttl", true, {7200, 3600, 1800, 30}},
    {"max_upload", false, {100, 100, 200, 500}},
    {"browser_cache_ttl", true, {120, 120, 30, 30}},
}};

// The part before the next separator that is not inside brackets; takes it away from `text`.
std::string_view next_part(std::string_view& text, char separator) {
    int depth = 0;
    std::size_t end = 0;
    for (; end < text.size(); ++end) {
        const char c = text[end];
        if (c == separator && depth == 0) break;
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
    }
    const std::string_view part = text.substr(0, end);
    text = end == text.size() ? std::string_view{} : text.substr(end + 1);
    return part;
}

std::optional<long long> number_in(std::string_view text) {
    long long value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<long long> number_of(const Json& value) {
    if (value.is_number_integer()) return value.get<long long>();
    return value.is_string() ? number_in(value.get_ref<const std::string&>()) : std::nullopt;
}

bool fits_number(std::string_view values, const Json& value) {
    const auto number = number_of(value);
    const bool may_be_text = values.front() == '~';
    if (!number || (value.is_string() && !may_be_text)) return false;
    values.remove_prefix(1);
    if (const auto dots = values.find(".."); dots != std::string_view::npos) {
        const std::string_view largest = values.substr(dots + 2);
        return number >= number_in(values.substr(0, dots)) &&
               (largest.empty() || number <= number_in(largest));
    }
    while (!values.empty())
        if (number_in(next_part(values, '|')) == number) return true;
    return false;
}

bool value_fits(std::string_view values, const Json& value);

bool fits_object(std::string_view members, const Json& value) {
    if (!value.is_object()) return false;
    std::size_t known = 0;
    while (!members.empty()) {
        std::string_view rest = next_part(members, ',');
        const std::string_view name = next_part(rest, ':');
        const auto found = value.find(name);
        if (found == value.end()) continue;
        ++known;
        if (!value_fits(rest, *found)) return false;
    }
    return known == value.size();
}

bool value_fits(std::string_view values, const Json& value) {
    const std::string_view inside =
        values.size() > 1 ? values.substr(1, values.size() - 2) : std::string_view{};
    if (values == "?") return value.is_boolean();
    if (values == "*") return value.is_string();
    if (values == "-")
        return value.is_null() ||
               (value.is_string() && !value.get_ref<const std::string&>().empty());
    if (values.starts_with('#') || values.starts_with('~')) return fits_number(values, value);
    if (values.starts_with('{')) return fits_object(inside, value);
    if (values.starts_with('['))
        return value.is_array() && std::ranges::all_of(value, [inside](const Json& item) {
                   return value_fits(inside, item);
               });
    if (!value.is_string()) return false;
    while (!values.empty())
        if (next_part(values, '|') == value.get_ref<const std::string&>()) return true;
    return false;
}

bool is_within_bounds(std::string_view id, long long number, std::string_view plan) {
    const auto bound = std::ranges::find(plan_bounds, id, &Bound::id);
    // 0 is "respect what the origin says", which every plan may.
    if (bound == plan_bounds.end() || number == 0) return true;
    const long long limit = bound->by_rank[rank_of_plan(plan)];
    return bound->is_least ? number >= limit : number <= limit;
}

// Suites of TLS 1.3, which is a setting of its own, are none of these (API reference, section 6).
bool is_suite_of_tls_1_3(const Json& suite) {
    return suite.get_ref<const std::string&>().starts_with("AEAD-");
}

/// Members that are absent from `changes` stay; null is a value like others.
void lay_over(Json& whole, const Json& changes) {
    if (!whole.is_object()) whole = Json::object();
    for (const auto& [name, value] : changes.items())
        if (value.is_object())
            lay_over(whole[name], value);
        else
            whole[name] = value;
}

} // namespace

std::size_t rank_of_plan(std::string_view plan) {
    if (plan == "enterprise") return 3;
    if (plan == "business") return 2;
    return plan == "free" || plan == "lite" || plan.empty() ? 0 : 1;
}

std::span<const ZoneSetting> setting_catalogue() { return all_settings; }

const ZoneSetting* find_setting(std::string_view id) {
    const auto found = std::ranges::find(all_settings, id, &ZoneSetting::id);
    return found == all_settings.end() ? nullptr : &*found;
}

bool may_edit(const ZoneSetting& setting, std::string_view plan) {
    return setting.plan != "none" && rank_of_plan(plan) >= rank_of_plan(setting.plan);
}

bool is_allowed(const ZoneSetting& setting, const Json& value, std::string_view plan) {
    if (!value_fits(setting.values, value)) return false;
    if (setting.id == "ciphers") return std::ranges::none_of(value, is_suite_of_tls_1_3);
    // Off is for Enterprise; the others have essentially_off.
    if (setting.id == "security_level" && value == "off") return plan == "enterprise";
    const auto number = number_of(value);
    return !number || is_within_bounds(setting.id, *number, plan);
}

Json whole_value(const ZoneSetting& setting, const Json& value) {
    // What may be written as a text reads as the number it is.
    if (const auto number = number_of(value); number && setting.values.starts_with('~'))
        return *number;
    if (!value.is_object()) return value;
    Json whole = Json::parse(setting.usual);
    lay_over(whole, value);
    return whole;
}

} // namespace tenantry::simulator
