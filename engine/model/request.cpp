#include "engine/model/request.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/text.hpp"

#include <fmt/core.h>

namespace tenantry {

std::string_view name_of(Method method) {
    switch (method) {
    case Method::get: return "GET";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::patch: return "PATCH";
    case Method::remove: return "DELETE";
    }
    bug("method out of range");
}

bool repeatable(Method method) {
    return method == Method::get || method == Method::put || method == Method::remove;
}

std::string Request::describe() const {
    std::string text = std::string(name_of(method)) + " " + path;
    char separator = '?';
    for (const auto& [name, value] : query) {
        (text += separator).append(name).append("=").append(value);
        separator = '&';
    }
    return printable(text);
}

std::string_view name_of(FaultCategory category) {
    switch (category) {
    case FaultCategory::unreachable: return "unreachable";
    case FaultCategory::timed_out: return "timed_out";
    case FaultCategory::lost: return "lost";
    case FaultCategory::unauthorized: return "unauthorized";
    case FaultCategory::refused: return "refused";
    case FaultCategory::throttled: return "throttled";
    case FaultCategory::broken: return "broken";
    case FaultCategory::declined: return "declined";
    case FaultCategory::interrupted: return "interrupted";
    }
    bug("fault category out of range");
}

bool Fault::concerns_one() const {
    return category == FaultCategory::refused || category == FaultCategory::declined ||
           category == FaultCategory::broken || status == 403;
}

bool Fault::lacks_right() const {
    constexpr std::int64_t forbidden = 10000;
    return status == 403 && code == forbidden;
}

std::string_view name_of(TryAgain again) {
    switch (again) {
    case TryAgain::now: return "now";
    case TryAgain::later: return "later";
    case TryAgain::useless: return "useless";
    }
    bug("try again out of range");
}

namespace {

std::string with_code(std::string_view words, std::string_view before, std::int64_t code) {
    if (code == 0) return printable(words);
    return fmt::format("{} ({}{})", printable(words), before, code);
}

std::string with_status(const Fault& fault) {
    if (fault.call.empty()) return {};
    if (fault.status == 0) return fault.call + ": ";
    return fmt::format("{} answered {}: ", fault.call, fault.status);
}

} // namespace

std::string Fault::summary() const {
    return with_status(*this) + with_code(message, "code ", code);
}

std::string Fault::describe() const {
    std::string words = message;
    for (const Cause& cause : causes)
        words += (words.empty() ? "" : ": ") + with_code(cause.message, "", cause.code);
    return with_status(*this) + with_code(words, "code ", code);
}

TryAgain Fault::try_again() const {
    if (retryable == false) return TryAgain::useless;
    switch (category) {
    case FaultCategory::unreachable:
    case FaultCategory::timed_out:
    case FaultCategory::lost:
    case FaultCategory::broken:
    case FaultCategory::interrupted: return TryAgain::now;
    case FaultCategory::throttled: return TryAgain::later;
    case FaultCategory::unauthorized:
    case FaultCategory::refused:
    case FaultCategory::declined: return TryAgain::useless;
    }
    bug("fault category out of range");
}

} // namespace tenantry
