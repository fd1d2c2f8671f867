#include "engine/executor/creation_key.hpp"

#include "engine/base/sha256.hpp"

#include <algorithm>

namespace tenantry::executor {
namespace {

using KeyWindow = std::chrono::hours;

} // namespace

std::string creation_key(std::string_view sameness, Instant now) {
    const auto window = std::chrono::floor<KeyWindow>(now.time_since_epoch()).count();
    return "tenantry-" + std::to_string(window) + "-" + sha256(sameness);
}

std::chrono::milliseconds left_of_window(Instant now) {
    const auto since_edge = now.time_since_epoch() % KeyWindow(1);
    return std::chrono::floor<std::chrono::milliseconds>(KeyWindow(1) - since_edge);
}

std::chrono::milliseconds wait_behind_edge(Instant now, std::chrono::milliseconds lag) {
    const auto since_edge = now.time_since_epoch() % KeyWindow(1);
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(lag - since_edge);
    return std::max(left, std::chrono::milliseconds(0));
}

} // namespace tenantry::executor
