// What the core knows of HTTP: a request and a reply as plain values. No socket, no Beast: the
// server translates, and the tests write requests by hand.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::simulator {

/// A field is one header line or one query parameter.
struct Field {
    std::string name = {};
    std::string value = {};
};
using Fields = std::vector<Field>;

/// The first header of that name, whatever its case; null when there is none.
const std::string* find_header(const Fields& headers, std::string_view name);

/// The first query parameter of that name; null when there is none.
const std::string* find_parameter(const Fields& query, std::string_view name);

struct Request {
    std::string method = {};
    std::string path = {}; // still percent-encoded: a %2F inside an id must not split it
    Fields query = {};     // decoded
    Fields headers = {};
    std::string body = {};
    std::string source = {}; // address of the client, for the limit per address
};

/// Splits a request target ("/client/v4/zones?page=2") into path and query.
void read_target(Request& request, std::string_view target);

/// "%2F" and "+" become what they stand for; a broken escape stays as it is written.
std::string percent_decoded(std::string_view text, bool plus_is_space);

/// What becomes of a reply: sent, or the connection is closed instead.
enum class Delivery : std::uint8_t { send, drop };

struct Reply {
    int status = 200;
    Fields headers = {};
    std::string content_type = "application/json";
    std::string body = {};
    Delivery delivery = Delivery::send;
    std::chrono::milliseconds delay = std::chrono::milliseconds{0};
};

} // namespace tenantry::simulator
