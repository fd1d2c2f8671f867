#include "tools/simulator/control/faults.hpp"

#include "tools/simulator/text/envelope.hpp"
#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/text/zone_name.hpp"

#include <array>
#include <charconv>
#include <fmt/core.h>

namespace tenantry::simulator {
namespace {

constexpr std::array<std::pair<FaultKind, std::string_view>, 11> fault_names = {{
    {FaultKind::error_500, "500"},
    {FaultKind::drop_before, "drop-before"},
    {FaultKind::drop_after, "drop-after"},
    {FaultKind::html, "html"},
    {FaultKind::empty, "empty"},
    {FaultKind::too_many, "429"},
    {FaultKind::too_many_bare, "429-bare"},
    {FaultKind::gateway, "gateway"},
    {FaultKind::gateway_lost, "gateway-526"},
    {FaultKind::echo, "echo"},
    {FaultKind::echo_after, "echo-after"},
}};

std::optional<double> parse_percent(std::string_view text) {
    if (!text.ends_with('%')) return std::nullopt;
    double value = 0;
    const char* begin = text.data();
    const char* end = begin + text.size() - 1;
    const auto [stop, error] = std::from_chars(begin, end, value);
    if (error != std::errc{} || stop != end || !(value >= 0 && value <= 100)) return std::nullopt;
    return value / 100;
}

std::expected<void, std::string> read_share(FaultPlan& plan, std::string_view item) {
    const auto equals = item.find('=');
    const std::string_view name = item.substr(0, equals);
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view{} : item.substr(equals + 1);
    if (name == "delay") {
        const auto delay = parse_duration(value);
        if (!delay) return std::unexpected(delay.error());
        plan.delay = std::chrono::ceil<std::chrono::milliseconds>(*delay);
        return {};
    }
    const auto kind = fault_named(name);
    const auto share = parse_percent(value);
    if (!kind || !share)
        return std::unexpected(
            fmt::format("'{}' is no fault; write for example 500=1% or delay=20ms", item));
    plan.shares.emplace_back(*kind, *share);
    return {};
}

Reply problem(int status, std::string_view title, std::string_view detail, bool retryable) {
    Reply reply;
    reply.status = status;
    reply.content_type = "application/problem+json";
    ObjectText object;
    object.text("title", title).text("detail", detail).number("status", status);
    object.text("instance", "8f1a2b3c4d5e6f75").text("error_category", "origin");
    object.boolean("retryable", retryable);
    if (retryable) {
        object.number("retry_after", 1);
        reply.headers.push_back(Field{"Retry-After", "1"});
    }
    reply.body = object.take();
    return reply;
}

} // namespace

bool accepts_json(const Request& request) {
    const std::string* accept = find_header(request.headers, "Accept");
    return accept != nullptr && lower_ascii(*accept).contains("application/json");
}

std::expected<Scripted, std::string> scripted_from(const nlohmann::json& json) {
    Scripted scripted;
    scripted.method = text_at(json, "method", "GET");
    scripted.path = text_at(json, "path");
    scripted.holds = text_at(json, "holds");
    const long long status = number_at(json, "status");
    if (scripted.path.empty() || status < 200 || status > 599)
        return std::unexpected("a scripted answer needs a path and a status of 200 to 599");
    const nlohmann::json& body = member(json, "body");
    if (body.is_null()) {
        scripted.reply =
            failure(static_cast<int>(status), static_cast<int>(number_at(json, "code")),
                    text_at(json, "message"));
    } else {
        scripted.reply.status = static_cast<int>(status);
        scripted.reply.body = body.dump();
    }
    return scripted;
}

const Reply* Faults::answer_to(const Request& request, std::string_view route) const {
    for (const Scripted& scripted : plan_.answers) {
        const bool meant = scripted.method == request.method && scripted.path == route;
        const bool holds =
            request.path.contains(scripted.holds) || request.body.contains(scripted.holds);
        if (meant && holds) return &scripted.reply;
    }
    return nullptr;
}

std::string_view name_of(FaultKind kind) {
    for (const auto& [known, name] : fault_names)
        if (known == kind) return name;
    return "none";
}

std::optional<FaultKind> fault_named(std::string_view name) {
    for (const auto& [kind, known] : fault_names)
        if (known == name) return kind;
    return std::nullopt;
}

std::expected<void, std::string> read_fail_nth(FaultPlan& plan, std::string_view text) {
    const auto colon = text.find(':');
    const auto nth = parse_count(text.substr(0, colon), 1'000'000'000);
    const auto kind = colon == std::string_view::npos ? std::optional{FaultKind::error_500}
                                                      : fault_named(text.substr(colon + 1));
    if (!nth || *nth == 0 || !kind)
        return std::unexpected(fmt::format(
            "'{}' names no request to fail; write for example 5 or 5:drop-after", text));
    plan.nth = nth;
    plan.nth_kind = *kind;
    return {};
}

std::expected<void, std::string> read_fault_shares(FaultPlan& plan, std::string_view text) {
    while (!text.empty()) {
        const auto comma = text.find(',');
        if (auto read = read_share(plan, text.substr(0, comma)); !read) return read;
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
    }
    double sum = 0;
    for (const auto& [kind, share] : plan.shares)
        sum += share;
    if (sum > 1.0 + 1e-9) return std::unexpected("the shares of the faults exceed 100%");
    return {};
}

FaultKind Faults::next() {
    ++seen_;
    if (plan_.nth == seen_) return plan_.nth_kind;
    if (plan_.shares.empty()) return FaultKind::none;
    // 53 random bits as a number in [0, 1): unlike std::uniform_real_distribution the same
    // everywhere, so that a seed means the same run on every platform.
    double draw = static_cast<double>(random_() >> 11U) * 0x1.0p-53;
    for (const auto& [kind, share] : plan_.shares) {
        if (draw < share) return kind;
        draw -= share;
    }
    return FaultKind::none;
}

void Faults::replace(FaultPlan plan) {
    plan_ = std::move(plan);
    restart_count();
}

bool skips_the_work(FaultKind kind) {
    return kind != FaultKind::none && kind != FaultKind::drop_after &&
           kind != FaultKind::echo_after;
}

Reply make_fault_reply(FaultKind kind) {
    Reply reply;
    switch (kind) {
    case FaultKind::none:
    case FaultKind::drop_after:
    case FaultKind::echo: // what it says is in the request
    case FaultKind::echo_after: break;
    case FaultKind::error_500: reply = failure(500, 1000, "An unexpected error occurred"); break;
    case FaultKind::drop_before: reply.delivery = Delivery::drop; break;
    case FaultKind::html:
        reply.status = 502;
        reply.content_type = "text/html; charset=UTF-8";
        reply.body = "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>"
                     "<body><h1>502 Bad Gateway</h1></body></html>\n";
        break;
    case FaultKind::empty: reply.status = 502; break;
    case FaultKind::gateway:
        reply =
            problem(504, "Error 504: Gateway timeout", "The origin did not answer in time.", true);
        break;
    case FaultKind::gateway_lost:
        reply = problem(526, "Error 526: Invalid SSL certificate",
                        "The certificate of the origin is not valid.", false);
        break;
    case FaultKind::too_many:
    case FaultKind::too_many_bare:
        reply = failure(429, 971, "Please wait and consider throttling your request speed");
        if (kind == FaultKind::too_many) reply.headers.push_back(Field{"Retry-After", "1"});
        break;
    }
    return reply;
}

} // namespace tenantry::simulator
