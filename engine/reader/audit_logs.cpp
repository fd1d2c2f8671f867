#include "engine/reader/audit_logs.hpp"

#include "engine/base/text.hpp"
#include "engine/reader/reader.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

constexpr std::string_view right_to_read = "Account Settings Read";
// An entry may bring what was sent and answered; a page has to stay below the size of an answer.
constexpr std::size_t entries_per_page = 200;
constexpr int most_pages_of_a_log = 25;
constexpr std::size_t longest_text = 254; // as an e-mail may be
constexpr std::size_t longest_path = 500;
constexpr std::size_t longest_cursor = 4096;
/// What happened just now by a clock that is ahead of ours.
constexpr auto clocks_apart = std::chrono::minutes(1);

/// A text of a member, cut at a character where it is longer than that.
std::string short_text(const Json& item, std::string_view member,
                       std::size_t longest = longest_text) {
    const std::string_view text = item.text_of(member);
    if (text.size() <= longest) return std::string(text);
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return std::string(text.substr(0, end)) + "...";
}

/// The path of a call, whatever stands in front of it: "/client/v4", "/api/v4".
std::string path_in(const Json& item) {
    const std::string uri = short_text(item, "raw.uri", longest_path);
    std::string_view path = std::string_view(uri).substr(0, uri.find('?'));
    const auto begin = std::min(path.find("/accounts"), path.find("/zones"));
    if (begin == std::string_view::npos) return {};
    path.remove_prefix(begin);
    if (path.ends_with('/')) path.remove_suffix(1);
    return std::string(path);
}

/// The header has the place of the server behind a dash.
std::string before_dash(std::string text) {
    text.resize(std::min(text.find('-'), text.size()));
    return text;
}

/// What failed changed nothing, and stands in the log all the same.
bool was_done(const Json& item) {
    const std::string result = ascii_lower(short_text(item, "action.result"));
    return result.empty() || result == "success" || result == "succeeded";
}

std::optional<AuditEntry> audit_entry_from(const Json& item) {
    const auto time = time_from_words(short_text(item, "action.time"));
    std::string action = ascii_lower(short_text(item, "action.type"));
    if (!time || action.empty()) return std::nullopt;
    return AuditEntry{.time = *time,
                      .action = std::move(action),
                      .actor = short_text(item, "actor.email"),
                      .actor_type = short_text(item, "actor.type"),
                      .context = short_text(item, "actor.context"),
                      .token = short_text(item, "actor.token_name"),
                      .path = path_in(item),
                      .request_id = before_dash(short_text(item, "raw.cf_ray_id")),
                      .resource = short_text(item, "resource.id"),
                      .zone = short_text(item, "zone.id"),
                      .zone_name = short_text(item, "zone.name")};
}

/// To the second, and not before the moment.
std::string next_second(Time time) {
    return time_in_words(std::chrono::ceil<std::chrono::seconds>(time));
}

Request request_for(const AuditQuestion& question, const std::string& cursor) {
    Request request =
        make_request({.path = "/accounts/{account}/logs/audit"}, {{"account", question.account}});
    request.query = {{"since", time_in_words(question.since)},
                     {"before", next_second(question.before + clocks_apart)},
                     {"limit", std::to_string(entries_per_page)},
                     {"direction", "desc"}};
    if (!cursor.empty()) request.query.emplace_back("cursor", cursor);
    return request;
}

/// What may be read of one log, by one question.
class LogReading {
public:
    LogReading(Api& api, const AuditQuestion& question, std::size_t index, const TakeEntries& take)
        : api_(api), question_(question), index_(index), take_(take) {}

    asio::awaitable<AuditReading> read() {
        for (int page = 0; page < most_pages_of_a_log; ++page) {
            const Request request = request_for(question_, cursor_);
            const auto response = co_await api_.send(request);
            if (!response) {
                reading_.fault = response.error();
                if (response.error().status == 403) reading_.fault->right = right_to_read;
                co_return reading_;
            }
            if (!take_page(*response, request)) co_return reading_;
        }
        reading_.cut = true;
        co_return reading_;
    }

private:
    /// Whether there is more, and it is of use.
    bool take_page(const Response& response, const Request& request) {
        const JsonArray* const items = response.result.items();
        if (items == nullptr) {
            reading_.fault =
                unclear({.member = "result", .what = "is no list", .call = request.describe()});
            return false;
        }
        std::vector<AuditEntry> entries;
        entries.reserve(items->size());
        for (const Json& item : *items) {
            if (!was_done(item)) continue;
            if (auto entry = audit_entry_from(item)) {
                entries.push_back(std::move(*entry));
            } else {
                ++reading_.illegible;
            }
        }
        if (!take_(index_, entries)) return false;
        std::string next(response.result_info.text_of("cursor"));
        if (next.empty() || items->empty()) return false;
        if (next == cursor_ || next.size() > longest_cursor) {
            reading_.fault = unclear({.member = "result_info.cursor",
                                      .what = "does not lead on",
                                      .call = request.describe()});
            return false;
        }
        cursor_ = std::move(next);
        return true;
    }

    Api& api_;
    const AuditQuestion& question_;
    std::size_t index_;
    const TakeEntries& take_;
    std::string cursor_ = {};
    AuditReading reading_ = {};
};

} // namespace

asio::awaitable<std::vector<AuditReading>>
read_audit_logs(Lanes& lanes, std::span<const AuditQuestion> questions, TakeEntries take) {
    std::vector<Api*> apis;
    for (const AuditQuestion& question : questions)
        apis.push_back(&lanes.in(question.customer, question.account));
    std::vector<AuditReading> readings(questions.size());
    std::optional<Fault> stop;
    const Work read_one = [&](std::size_t i) -> asio::awaitable<void> {
        if (stop) {
            readings[i].fault = stop;
            co_return;
        }
        LogReading reading(*apis[i], questions[i], i, take);
        readings[i] = co_await reading.read();
        const bool of_all = apis[i] == &lanes.tenant();
        if (readings[i].fault && of_all && !readings[i].fault->concerns_one())
            stop = readings[i].fault;
    };
    co_await http::in_lanes(apis, read_one);
    co_return readings;
}

} // namespace tenantry::reader
