#include "engine/model/request.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/text.hpp"

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
        text += separator + name + "=" + value;
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
    case FaultCategory::interrupted: return "interrupted";
    }
    bug("fault category out of range");
}

bool Fault::concerns_one() const {
    return category == FaultCategory::refused || category == FaultCategory::broken || status == 403;
}

std::string Fault::describe() const {
    std::string text = call;
    if (status != 0) text += " answered " + std::to_string(status);
    text += ": " + printable(message);
    if (code != 0) text += " (code " + std::to_string(code) + ")";
    return text;
}

} // namespace tenantry
