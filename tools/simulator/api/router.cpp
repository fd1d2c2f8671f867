#include "tools/simulator/api/router.hpp"

#include "tools/simulator/text/envelope.hpp"

#include <fmt/core.h>

namespace tenantry::simulator {
namespace {

std::vector<std::string> segments_of(std::string_view path) {
    std::vector<std::string> segments;
    if (path.starts_with('/')) path.remove_prefix(1);
    while (true) {
        const auto slash = path.find('/');
        segments.emplace_back(path.substr(0, slash));
        if (slash == std::string_view::npos) return segments;
        path.remove_prefix(slash + 1);
    }
}

bool is_variable(std::string_view segment) { return segment.starts_with('{'); }

// True when the path has the shape of the route; collects the ids.
bool path_fits(const Route& route, const std::vector<std::string>& segments,
               std::vector<std::string>& ids) {
    if (route.segments.size() != segments.size()) return false;
    ids.clear();
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (is_variable(route.segments[i]))
            ids.push_back(percent_decoded(segments[i], false));
        else if (route.segments[i] != segments[i])
            return false;
    }
    return true;
}

bool has_empty(const std::vector<std::string>& ids) {
    for (const std::string& id : ids)
        if (id.empty()) return true;
    return false;
}

} // namespace

void Router::add(std::string method, std::string path, const Needs& needs, Handler handler) {
    Route route;
    route.segments = segments_of(path);
    route.method = std::move(method);
    route.path = std::move(path);
    route.needs = needs;
    route.handler = handler;
    routes_.push_back(std::move(route));
}

Match Router::match(std::string_view method, std::string_view path) const {
    Match match;
    const std::vector<std::string> segments = segments_of(path);
    std::vector<std::string> ids;
    for (const Route& route : routes_) {
        if (!path_fits(route, segments, ids)) continue;
        match.path = route.path;
        match.empty_id = has_empty(ids);
        if (route.method == method) {
            match.route = match.empty_id ? nullptr : &route;
            match.ids = std::move(ids);
            match.allowed.clear();
            return match;
        }
        match.allowed += match.allowed.empty() ? route.method : ", " + route.method;
    }
    return match;
}

Reply no_route(const Match& match, const Request& request) {
    // Code 7001 for an empty id: API reference, section 2. Its HTTP status is not documented.
    if (match.empty_id)
        return failure(404, 7001,
                       fmt::format("Method {} not available for that URI", request.method));
    if (!match.allowed.empty()) {
        Reply reply =
            failure(405, 10405, fmt::format("Method {} not allowed for this path", request.method));
        reply.headers.push_back(Field{"Allow", match.allowed});
        return reply;
    }
    return not_found(request.path);
}

} // namespace tenantry::simulator
