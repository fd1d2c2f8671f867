#include "engine/http/exchange.hpp"

#include <boost/asio/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstring>
#include <optional>

namespace tenantry::http {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using Parser = http::response_parser<http::string_body>;
using Failure = std::optional<Breakdown>;

constexpr std::size_t buffer_size = 64U << 10U; // a header must fit, and larger reads gain nothing
constexpr std::uint32_t header_limit = 64U << 10U;
constexpr std::uint64_t body_limit = 16U << 20U;
constexpr int most_interim = 8; // 1xx answers before the real one

void begin(std::optional<Parser>& parser) {
    parser.emplace();
    parser->eager(true);
    parser->header_limit(header_limit);
    parser->body_limit(body_limit);
}

Breakdown breakdown(FaultCategory category, std::string message) {
    Breakdown failure;
    failure.category = category;
    failure.message = std::move(message);
    return failure;
}

Breakdown broke_off(Connection& connection, std::string message) {
    if (connection.transport().expired())
        return breakdown(FaultCategory::timed_out, "no complete answer in time");
    return breakdown(FaultCategory::lost, std::move(message));
}

std::string describe_malformed(const error_code& error) {
    if (error == http::error::body_limit) return "the answer is larger than 16 MiB";
    if (error == http::error::header_limit) return "the header of the answer is larger than 64 KiB";
    return "the answer is not HTTP: " + error.message();
}

/// 0 until the header is complete.
int status_of(const Parser& parser) {
    return parser.is_header_done() ? static_cast<int>(parser.get().result_int()) : 0;
}

/// Feeds the parser with what is there; true when it wants more.
bool feed(Connection& connection, Parser& parser, error_code& error) {
    while (!parser.is_done() && connection.unused().size() > 0) {
        connection.use(parser.put(connection.unused(), error));
        if (error == http::error::need_more) {
            error = {};
            return true;
        }
        if (error) return false;
    }
    return !parser.is_done();
}

/// Reads more; an end of the stream is the end of an answer that has no length.
asio::awaitable<Failure> refill(Connection& connection, Parser& parser) {
    const asio::mutable_buffer room = connection.room();
    if (room.size() == 0)
        co_return breakdown(FaultCategory::broken, "the answer has a line longer than 64 KiB");
    error_code error;
    connection.received(co_await connection.transport().read_some(room, error));
    if (!error) co_return std::nullopt;
    if (error == asio::error::eof && parser.got_some()) {
        parser.put_eof(error);
        if (!error) co_return std::nullopt;
    }
    const char* const words = parser.got_some()
                                  ? "the connection broke before the answer was complete"
                                  : "the connection broke before the answer";
    co_return broke_off(connection, words);
}

asio::awaitable<Failure> read_message(Connection& connection, std::optional<Parser>& parser) {
    for (int interim = 0; interim < most_interim; ++interim) {
        begin(parser);
        error_code error;
        while (feed(connection, *parser, error)) {
            Failure failure = co_await refill(connection, *parser);
            if (failure) failure->status = status_of(*parser);
            if (failure) co_return failure;
        }
        if (error) {
            Breakdown failure = breakdown(FaultCategory::broken, describe_malformed(error));
            failure.status = status_of(*parser);
            co_return failure;
        }
        const int status = status_of(*parser);
        if (status >= 200 || status == 101) co_return std::nullopt;
    }
    co_return breakdown(FaultCategory::broken, "nothing but interim answers");
}

asio::awaitable<Failure> write_all(Connection& connection, std::string_view request) {
    while (!request.empty()) {
        error_code error;
        const asio::const_buffer rest(request.data(), request.size());
        request.remove_prefix(co_await connection.transport().write_some(rest, error));
        if (error)
            co_return broke_off(connection, "the connection broke while the request was sent");
    }
    co_return std::nullopt;
}

/// The values of a field, which may stand in several lines.
std::string all_of(const Parser::value_type& message, std::string_view name) {
    std::string joined;
    const auto [first, last] = message.equal_range({name.data(), name.size()});
    for (auto field = first; field != last; ++field) {
        if (!joined.empty()) joined += ", ";
        joined.append(field->value().data(), field->value().size());
    }
    return joined;
}

Reply take_reply(Parser& parser) {
    Parser::value_type& message = parser.get();
    return Reply{.status = status_of(parser),
                 .location = all_of(message, "Location"),
                 .encoding = all_of(message, "Content-Encoding"),
                 .ray = all_of(message, "Cf-Ray"),
                 .retry_after = all_of(message, "Retry-After"),
                 .rate_left = all_of(message, "Ratelimit"),
                 .rate_policy = all_of(message, "Ratelimit-Policy"),
                 .date = all_of(message, "Date"),
                 .body = std::move(message.body())};
}

} // namespace

Connection::Connection(std::shared_ptr<Transport> transport)
    : transport_(std::move(transport)), buffer_(buffer_size) {}

Connection::~Connection() { transport_->close(); }

asio::const_buffer Connection::unused() const {
    return asio::buffer(buffer_.data() + begin_, end_ - begin_);
}

asio::mutable_buffer Connection::room() {
    if (begin_ > 0) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    return asio::buffer(buffer_.data() + end_, buffer_.size() - end_);
}

asio::awaitable<std::expected<Received, Breakdown>> round_trip(Connection& connection,
                                                               std::string_view request) {
    Failure failure = co_await write_all(connection, request);
    if (failure) co_return std::unexpected(std::move(*failure));
    std::optional<Parser> parser;
    failure = co_await read_message(connection, parser);
    if (failure) co_return std::unexpected(std::move(*failure));

    Received answer;
    // Bytes behind the answer belong to no request: the next one would take them for its answer.
    answer.reusable = parser->keep_alive() && connection.unused().size() == 0;
    answer.reply = take_reply(*parser);
    co_return answer;
}

} // namespace tenantry::http
