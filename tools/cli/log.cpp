#include "tools/cli/log.hpp"

#include "engine/base/json.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace tenantry::cli {
namespace {

using Instant = std::chrono::system_clock::time_point;

/// RFC 3339, in UTC, with milliseconds.
std::string written(Instant now) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(now);
    const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(now - whole);
    const std::time_t seconds = std::chrono::system_clock::to_time_t(whole);
    std::tm parts = {};
    ::gmtime_r(&seconds, &parts);
    std::array<char, sizeof "2000-01-01T00:00:00"> text = {};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    return fmt::format("{}.{:03}Z", text.data(), rest.count());
}

/// A word as it is; in quotes what could be taken for several, or for the end of the line.
std::string word(std::string_view text) {
    const bool plain = !text.empty() && std::ranges::all_of(text, [](char c) {
        return c > ' ' && c < 0x7f && c != '"' && c != '\\';
    });
    return plain ? std::string(text) : to_text(Json(text));
}

/// "GET /zones?name=a.example": the method, and where it goes.
std::string call_text(std::string_view call) {
    const auto blank = call.find(' ');
    if (blank == std::string_view::npos) return word(call);
    return fmt::format("{} {}", word(call.substr(0, blank)), word(call.substr(blank + 1)));
}

/// `line` has time, level, identity and call, then what is its own: text is "name=value". Whoever
/// gives himself a name with blanks and line ends in it adds neither a word nor a line.
std::string formatted(const LogOptions& options, const Json& line) {
    if (options.json) return to_text(line) + "\n";
    std::string text;
    for (const auto& [name, value] : *line.members()) {
        if (!text.empty()) text += ' ';
        if (name == "call") {
            text += call_text(*value.text());
        } else if (name == "time" || name == "level" || name == "identity") {
            text += word(*value.text());
        } else {
            text += fmt::format("{}={}", name, to_text(value));
        }
    }
    return text + "\n";
}

Json begin(Instant now, LogLevel level, std::string_view identity, const std::string& call) {
    return Json::object({{"time", written(now)},
                         {"level", name_of(level)},
                         {"identity", identity},
                         {"call", call}});
}

} // namespace

std::string log_line(const LogOptions& options, Instant now, std::string_view identity,
                     const http::Exchanged& exchanged) {
    const LogLevel success = exchanged.writes ? LogLevel::info : LogLevel::debug;
    const LogLevel level = exchanged.fault.empty() ? success : LogLevel::warning;
    if (level > options.level) return {};
    Json line = begin(now, level, identity, exchanged.call);
    if (exchanged.status > 0) line.set("status", exchanged.status);
    line.set("took_ms", std::int64_t{exchanged.took.count()});
    if (!exchanged.request_id.empty()) line.set("request_id", exchanged.request_id);
    if (!exchanged.fault.empty()) line.set("fault", exchanged.fault);
    return formatted(options, line);
}

std::string log_line(const LogOptions& options, Instant now, std::string_view identity,
                     const http::Pause& waiting) {
    if (LogLevel::warning > options.level) return {};
    Json line = begin(now, LogLevel::warning, identity, waiting.call);
    line.set("waits_ms", std::int64_t{waiting.how_long.count()});
    line.set("for", waiting.why == http::WaitReason::rate_limit ? "rate limit" : "another try");
    if (!waiting.fault.empty()) line.set("fault", waiting.fault);
    return formatted(options, line);
}

} // namespace tenantry::cli
