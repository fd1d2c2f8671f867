#include "engine/http/pool.hpp"

namespace tenantry::http {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto idle_limit = std::chrono::seconds(30);

} // namespace

std::unique_ptr<Connection> Pool::take_idle() {
    while (!idle_.empty()) {
        Idle idle = std::move(idle_.back());
        idle_.pop_back();
        const bool fresh = Clock::now() - idle.since <= idle_limit;
        if (fresh && idle.connection->transport().quiet()) return std::move(idle.connection);
    }
    return nullptr;
}

void Pool::close() {
    closed_ = true;
    idle_.clear();
    for (Connection* const connection : busy_)
        connection->transport().close();
}

void Pool::keep(std::unique_ptr<Connection> connection) {
    if (closed_) return;
    connection->transport().never_expire();
    idle_.push_back({.connection = std::move(connection), .since = Clock::now()});
}

} // namespace tenantry::http
