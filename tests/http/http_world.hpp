// A small world for the tests of the client: one io_context with the client and a scripted server
// in it, and waits of milliseconds, so that a test that repeats takes no time.
#pragma once

#include "engine/http/settings.hpp"
#include "tests/http/scripted_server.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tenantry::http {

using Result = std::expected<Response, Fault>;

Settings settings_for(const std::string& url);
Request request_of(Method method, std::string path = "/accounts");

struct World {
    boost::asio::io_context context;
    std::unique_ptr<Api> api;

    void connect_to(Settings settings);
    /// Sends all at once; the results are in the order of the requests.
    std::vector<Result> send_all(const std::vector<Request>& requests);
    Result send(const Request& request);
    void pass(std::chrono::milliseconds time);
};

} // namespace tenantry::http
