#include "tests/http/http_world.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <doctest/doctest.h>

namespace tenantry::http {

namespace asio = boost::asio;
using std::chrono::milliseconds;

Settings settings_for(const std::string& url) {
    Settings settings;
    settings.base_url = url;
    settings.credential = {.email = "ops@partner.example", .key = "0123456789abcdef"};
    settings.timeout = milliseconds(300);
    settings.retry.first_wait = milliseconds(1);
    settings.retry.longest_wait = milliseconds(2);
    settings.retry.least_pause = milliseconds(20);
    settings.retry.documented_block = milliseconds(60);
    return settings;
}

Request request_of(Method method, std::string path) {
    Request request;
    request.method = method;
    request.path = std::move(path);
    if (method != Method::get) request.body = Json::object({{"name", "Acme"}});
    return request;
}

void World::connect_to(Settings settings) {
    auto connected = connect(context.get_executor(), std::move(settings));
    REQUIRE_MESSAGE(connected.has_value(), connected.error());
    api = std::move(*connected);
}

std::vector<Result> World::send_all(const std::vector<Request>& requests) {
    std::vector<Result> results(requests.size());
    std::size_t open = requests.size();
    for (std::size_t i = 0; i < requests.size(); ++i)
        asio::co_spawn(context, api->send(requests[i]),
                       [&results, &open, i](std::exception_ptr error, Result result) {
                           CHECK(error == nullptr);
                           results[i] = std::move(result);
                           --open;
                       });
    while (open > 0 && context.run_one() > 0) {
    }
    return results;
}

Result World::send(const Request& request) { return send_all({request}).front(); }

void World::pass(milliseconds time) {
    bool over = false;
    asio::steady_timer timer(context, time);
    timer.async_wait([&](auto) { over = true; });
    while (!over)
        context.run_one();
}

} // namespace tenantry::http
