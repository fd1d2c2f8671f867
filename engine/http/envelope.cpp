#include "engine/http/envelope.hpp"

#include "engine/base/text.hpp"
#include "engine/http/http_date.hpp"
#include "engine/http/rate_headers.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

namespace tenantry::http {
namespace {

constexpr std::size_t most_errors = 5;
constexpr std::size_t deepest_chain = 4;
constexpr std::size_t most_causes = 8;
constexpr std::size_t longest_words = 600;
constexpr std::size_t longest_title = 80;
constexpr std::int64_t longest_pause = 86400; // seconds

/// Text from outside, bounded without cutting a character in two.
std::string shortened(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return std::string(text);
    std::size_t end = 0;
    while (true) {
        const std::size_t step = std::max<std::size_t>(code_point_at(text, end).length, 1);
        if (end + step > limit) break;
        end += step;
    }
    return std::string(text.substr(0, end)) + "...";
}

/// A code is a number; some gateways write it as text.
std::int64_t code_of(const Json& error) {
    const Json* const code = error.find("code");
    if (code == nullptr) return 0;
    if (const auto* const number = code->integer()) return *number;
    std::int64_t value = 0;
    if (const auto* const text = code->text())
        std::from_chars(text->data(), text->data() + text->size(), value);
    return value;
}

std::string with_code(std::string words, std::int64_t code) {
    if (code == 0) return words;
    return fmt::format("{} ({})", words, code);
}

std::span<const Json> items_of(const Json& value, std::string_view name) {
    const Json* const member = value.find(name);
    if (member == nullptr || member->items() == nullptr) return {};
    return *member->items();
}

std::string words_of(const Json& error) {
    return shortened(error.text_of("message"), longest_words);
}

/// The chain of causes, each before its own; within bounds.
void add_causes(std::vector<Cause>& causes, const Json& error, std::size_t depth = 0) {
    if (depth >= deepest_chain) return;
    for (const Json& item : items_of(error, "error_chain")) {
        if (causes.size() >= most_causes) return;
        Cause cause{.code = code_of(item), .message = words_of(item)};
        if (cause.code != 0 || !cause.message.empty()) causes.push_back(std::move(cause));
        add_causes(causes, item, depth + 1);
    }
}

/// Adds what the envelope's errors say: the first one gives code and places, all give words.
void add_errors(Fault& fault, std::span<const Json> errors) {
    std::vector<std::string> words;
    for (const Json& error : errors) {
        if (words.size() == most_errors) {
            words.push_back(fmt::format("and {} more", errors.size() - most_errors));
            break;
        }
        const bool first = words.empty();
        const std::string said = words_of(error);
        words.push_back(first ? said : with_code(said, code_of(error)));
        if (!first) continue;
        fault.code = code_of(error);
        add_causes(fault.causes, error);
        fault.pointer = shortened(error.text_of("source.pointer"), longest_words);
        fault.documentation_url = shortened(error.text_of("documentation_url"), longest_words);
    }
    std::erase(words, "");
    if (!words.empty()) fault.message = join(words, "; ");
}

bool is_header_code(std::int64_t code) { return code >= 6100 && code <= 6199; }

/// Codes that speak of the credential itself: 9103, 9106 and 9109 unknown or malformed keys, 6003
/// with a cause in 6100 to 6199, and 10000 but with a 403, where it means that a right is missing
/// (API reference, 1.1, 1.3 and 23).
bool blames_credential(int status, std::span<const Json> errors) {
    constexpr std::array<std::int64_t, 3> codes = {9103, 9106, 9109};
    constexpr std::int64_t not_authenticated = 10000;
    return std::ranges::any_of(errors, [&](const Json& error) {
        const std::int64_t code = code_of(error);
        if (std::ranges::find(codes, code) != codes.end() || is_header_code(code)) return true;
        if (code == not_authenticated) return status != 403;
        const std::span<const Json> chain = items_of(error, "error_chain");
        return code == 6003 && std::ranges::any_of(chain, [](const Json& cause) {
                   return is_header_code(code_of(cause));
               });
    });
}

bool is_envelope(const Json& body) {
    const Json* const success = body.find("success");
    if (success != nullptr && success->boolean() != nullptr) return true;
    return body.find("result") != nullptr || !items_of(body, "errors").empty();
}

bool says_success(const Json& body) {
    const Json* const success = body.find("success");
    if (success != nullptr && success->boolean() != nullptr) return *success->boolean();
    return items_of(body, "errors").empty();
}

/// "an HTML page (502 Bad Gateway) instead of JSON".
std::string describe_html(std::string_view page, std::string_view lower) {
    std::string title;
    const auto tag = lower.find("<title");
    const auto begin = tag == std::string_view::npos ? tag : lower.find('>', tag);
    if (begin != std::string_view::npos) {
        const auto end = lower.find("</title", begin);
        const auto length = end == std::string_view::npos ? longest_title : end - begin - 1;
        for (const char c : page.substr(begin + 1, length)) {
            const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
            if (!blank) {
                title += c;
            } else if (!title.empty() && title.back() != ' ') {
                title += ' ';
            }
        }
        if (title.ends_with(' ')) title.pop_back();
    }
    if (title.empty()) return "an HTML page instead of JSON";
    return fmt::format("an HTML page ({}) instead of JSON",
                       printable(shortened(title, longest_title)));
}

/// The handshake with what is behind the gateway failed: nobody repeats that (API reference, 23).
bool is_lasting(int status) { return status == 525 || status == 526; }

/// An error of the gateway itself, as RFC 9457 has them (API reference, section 23).
bool is_problem(const Json& body) {
    return !body.text_of("title").empty() || !body.text_of("detail").empty();
}

/// Its codes are not those of the API, where the same number means another thing.
void add_problem(Fault& fault, const Json& body) {
    const std::string title = shortened(body.text_of("title"), longest_words);
    const std::string detail = shortened(body.text_of("detail"), longest_words);
    const std::string category = shortened(body.text_of("error_category"), longest_title);
    const std::string in_category = category.empty() ? "" : fmt::format(" ({})", category);
    fault.message = fmt::format("Cloudflare's gateway{} says: {}", in_category, title);
    if (!title.empty() && !detail.empty()) fault.message += ": ";
    fault.message += detail;
    if (fault.request_id.empty())
        fault.request_id = shortened(body.text_of("instance"), longest_title);
    const std::string_view page = body.text_of("type");
    if (page.starts_with("https://")) fault.documentation_url = shortened(page, longest_words);
    const Json* const told = body.find("retryable");
    const bool* const retryable = told == nullptr ? nullptr : told->boolean();
    if (retryable != nullptr) fault.retryable = *retryable;
    const Json* const after = body.find("retry_after");
    const std::int64_t* const seconds = after == nullptr ? nullptr : after->integer();
    if (!fault.retry_after && seconds != nullptr && *seconds >= 0)
        fault.retry_after = std::chrono::seconds(std::min(*seconds, longest_pause));
}

/// What a body that is no envelope is, in a few printable words.
std::string describe_stranger(const Reply& reply, const std::expected<Json, JsonError>& body) {
    if (!reply.encoding.empty() && ascii_lower(reply.encoding) != "identity")
        return fmt::format("a body in the encoding {}, which was not asked for",
                           in_quotes(shortened(reply.encoding, longest_title)));
    if (reply.body.find_first_not_of(" \t\r\n") == std::string::npos) return "an empty body";
    if (body) return "JSON that is not the API's envelope";
    const std::string lower = ascii_lower(std::string_view(reply.body).substr(0, 4096));
    if (lower.contains("<html") || lower.contains("<!doctype"))
        return describe_html(std::string_view(reply.body).substr(0, 4096), lower);
    return "a body that is not JSON: " + printable(shortened(body.error().message, longest_title));
}

FaultCategory category_of(int status, bool enveloped, std::span<const Json> errors) {
    if (status == 401) return FaultCategory::unauthorized;
    if (status == 429) return FaultCategory::throttled;
    if (!enveloped || status >= 500 || status < 200) return FaultCategory::broken;
    const bool speaks_of_rights = status == 400 || status == 403;
    if (speaks_of_rights && blames_credential(status, errors)) return FaultCategory::unauthorized;
    return FaultCategory::refused;
}

/// The server's own time where it tells it: dates of an answer are meant by that.
std::chrono::sys_seconds clock_of(const Reply& reply) {
    if (const auto date = parse_http_date(reply.date)) return *date;
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

} // namespace

std::expected<Response, Fault> read_envelope(const Request& request, const Reply& reply) {
    const bool fine = reply.status >= 200 && reply.status < 300;
    // PUT .../profile answers 204 (API reference, section 1.3).
    if (reply.status == 204)
        return Response{.status = 204, .request_id = shortened(reply.ray, longest_title)};

    Fault fault;
    fault.status = reply.status;
    fault.call = request.describe();
    fault.request_id = shortened(reply.ray, longest_title);
    fault.retry_after = parse_retry_after(reply.retry_after, clock_of(reply));
    if (reply.status >= 300 && reply.status < 400) {
        fault.message = "a redirect, which is not followed, to " +
                        in_quotes(shortened(reply.location, longest_words));
        return std::unexpected(std::move(fault));
    }

    auto body = parse_json(reply.body);
    const bool enveloped = body && is_envelope(*body);
    if (fine && enveloped && says_success(*body)) {
        // Moved, not copied: a page of zones is the largest thing that a run holds.
        return Response{.status = reply.status,
                        .result = body->take("result"),
                        .result_info = body->take("result_info"),
                        .bytes = reply.body.size(),
                        .request_id = shortened(reply.ray, longest_title)};
    }
    std::span<const Json> errors;
    if (enveloped) errors = items_of(*body, "errors");
    fault.message = enveloped ? "no reason given" : describe_stranger(reply, body);
    if (!fine && !enveloped && body && is_problem(*body)) add_problem(fault, *body);
    if (is_lasting(reply.status)) fault.retryable = false;
    add_errors(fault, errors);
    fault.category = category_of(reply.status, enveloped, errors);
    // The server may have done its work before it failed to say so.
    const bool unclear = reply.status >= 500 || (fine && !enveloped);
    fault.maybe_done = unclear && request.method != Method::get;
    return std::unexpected(std::move(fault));
}

} // namespace tenantry::http
