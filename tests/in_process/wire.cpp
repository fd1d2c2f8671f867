#include "tests/in_process/wire.hpp"

#include "tests/in_process/virtual_time.hpp"
#include "tools/simulator/control/faults.hpp"
#include "tools/simulator/text/envelope.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>

namespace tenantry::in_process {
namespace asio = boost::asio;
namespace {

using boost::system::error_code;

constexpr std::string_view end_of_line = "\r\n";
// How long a request and its answer are under way.
constexpr std::chrono::milliseconds way{2};

simulator::Time now() {
    return std::chrono::time_point_cast<simulator::Duration>(std::chrono::system_clock::now());
}

std::string_view take_until(std::string_view& text, std::string_view end) {
    const auto at = text.find(end);
    if (at == std::string_view::npos) throw std::runtime_error("a request that is no HTTP");
    const std::string_view part = text.substr(0, at);
    text.remove_prefix(at + end.size());
    return part;
}

simulator::Request request_in(std::string_view bytes) {
    simulator::Request request;
    request.source = "127.0.0.1";
    request.method = std::string(take_until(bytes, " "));
    simulator::read_target(request, take_until(bytes, " "));
    take_until(bytes, end_of_line);
    for (;;) {
        std::string_view line = take_until(bytes, end_of_line);
        if (line.empty()) break;
        const std::string_view name = take_until(line, ": ");
        request.headers.push_back({std::string(name), std::string(line)});
    }
    request.body = std::string(bytes);
    return request;
}

/// Whether it is all there: its head, and as much of a body as that says.
bool is_whole(std::string_view bytes) {
    const auto head = bytes.find("\r\n\r\n");
    if (head == std::string_view::npos) return false;
    constexpr std::string_view name = "\r\nContent-Length: ";
    const auto length = bytes.find(name);
    std::size_t size = 0;
    if (length < head) {
        const char* const digits = bytes.data() + length + name.size();
        std::from_chars(digits, bytes.data() + bytes.size(), size);
    }
    return bytes.size() == head + 4 + size;
}

std::string bytes_of(const simulator::Reply& reply) {
    std::string text = "HTTP/1.1 " + std::to_string(reply.status) + " Answer\r\n";
    for (const simulator::Field& field : reply.headers)
        text += field.name + ": " + field.value + "\r\n";
    if (reply.status == 204) return text + "\r\n";
    return text + "Content-Type: " + reply.content_type +
           "\r\nContent-Length: " + std::to_string(reply.body.size()) + "\r\n\r\n" + reply.body;
}

/// The answer in place of the API's; nothing for a mishap that lets the API do its work.
std::optional<simulator::Reply> instead(Mishap mishap) {
    using simulator::FaultKind;
    switch (mishap) {
    case Mishap::refused: return simulator::failure(400, 1001, "Invalid request");
    case Mishap::error_before: return simulator::make_fault_reply(FaultKind::error_500);
    case Mishap::html: return simulator::make_fault_reply(FaultKind::html);
    case Mishap::throttled: return simulator::make_fault_reply(FaultKind::too_many);
    case Mishap::throttled_bare: return simulator::make_fault_reply(FaultKind::too_many_bare);
    case Mishap::dropped_before:
    case Mishap::silent_before:
    case Mishap::killed_before: return simulator::Reply{};
    default: return std::nullopt;
    }
}

class MemoryTransport : public http::Transport {
public:
    MemoryTransport(Wire& wire, const asio::any_io_executor& executor)
        : wire_(wire), alarm_(executor) {}

    asio::awaitable<std::optional<http::ConnectError>> open(TimePoint) override {
        co_return std::nullopt;
    }

    asio::awaitable<std::size_t> write_some(asio::const_buffer buffer, error_code&) override {
        request_.append(static_cast<const char*>(buffer.data()), buffer.size());
        if (is_whole(request_)) {
            answer_ = wire_.deliver(request_);
            request_.clear();
        }
        co_return buffer.size();
    }

    asio::awaitable<std::size_t> read_some(asio::mutable_buffer buffer,
                                           error_code& error) override {
        // As a network would, let the others run before the answer comes.
        co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
        if (answer_.bytes.empty() && !answer_.closes && !closed_) co_await wait();
        if (closed_ || expired_ || (answer_.bytes.empty() && answer_.closes)) {
            error = asio::error::connection_reset;
            closed_ = true;
            co_return 0;
        }
        const std::size_t size = std::min(buffer.size(), answer_.bytes.size());
        std::copy_n(answer_.bytes.data(), size, static_cast<char*>(buffer.data()));
        answer_.bytes.erase(0, size);
        co_return size;
    }

    void expire_at(TimePoint deadline) override { deadline_ = deadline; }
    void never_expire() override { deadline_ = TimePoint::max(); }
    bool expired() const override { return expired_; }
    bool quiet() override { return !closed_ && !expired_ && answer_.bytes.empty(); }
    void close() override {
        closed_ = true;
        alarm_.cancel();
    }

private:
    asio::awaitable<void> wait() {
        error_code ended;
        alarm_.expires_at(deadline_);
        co_await alarm_.async_wait(asio::redirect_error(asio::use_awaitable, ended));
        expired_ = !closed_;
    }

    Wire& wire_;
    asio::steady_timer alarm_;
    TimePoint deadline_ = TimePoint::max();
    std::string request_ = {};
    Delivery answer_ = {};
    bool closed_ = false;
    bool expired_ = false;
};

class MemoryTransports : public http::TransportFactory {
public:
    MemoryTransports(Wire& wire, asio::any_io_executor executor)
        : wire_(wire), executor_(std::move(executor)) {}
    std::shared_ptr<http::Transport> make() override {
        return std::make_shared<MemoryTransport>(wire_, executor_);
    }

private:
    Wire& wire_;
    asio::any_io_executor executor_;
};

} // namespace

std::string_view name_of(Mishap mishap) {
    switch (mishap) {
    case Mishap::none: return "nothing";
    case Mishap::refused: return "refused";
    case Mishap::dropped_before: return "dropped before";
    case Mishap::dropped_after: return "dropped after";
    case Mishap::error_before: return "500 before";
    case Mishap::error_after: return "500 after";
    case Mishap::html: return "502 with HTML";
    case Mishap::throttled: return "429";
    case Mishap::throttled_bare: return "429 without Retry-After";
    case Mishap::silent_before: return "no answer, not done";
    case Mishap::silent_after: return "no answer, done";
    case Mishap::truncated: return "truncated";
    case Mishap::killed_before: return "killed before it was sent";
    case Mishap::killed_after: return "killed after it was sent";
    }
    return "";
}

Wire::Wire(simulator::Settings settings) {
    auto made = simulator::Simulator::make(std::move(settings));
    if (!made) throw std::runtime_error(made.error());
    simulator_ = std::move(*made);
}

Delivery Wire::deliver(std::string_view bytes) {
    ++requests_;
    VirtualTime::pass(way);
    const simulator::Request request = request_in(bytes);
    const Mishap mishap = strikes ? strikes(request) : Mishap::none;
    const auto other = instead(mishap);
    const simulator::Reply reply = other ? *other : simulator_->answer(request, now());
    VirtualTime::pass(way);
    switch (mishap) {
    case Mishap::dropped_before:
    case Mishap::dropped_after: return {.closes = true};
    case Mishap::silent_before:
    case Mishap::silent_after: return {};
    case Mishap::killed_before:
    case Mishap::killed_after: kill(); return {};
    case Mishap::error_after:
        return {.bytes = bytes_of(simulator::make_fault_reply(simulator::FaultKind::error_500))};
    case Mishap::truncated: {
        std::string part = bytes_of(reply);
        part.resize(part.size() - reply.body.size() / 2 - 1);
        return {.bytes = std::move(part), .closes = true};
    }
    default: return {.bytes = bytes_of(reply)};
    }
}

std::unique_ptr<http::TransportFactory> Wire::transports(boost::asio::any_io_executor executor) {
    return std::make_unique<MemoryTransports>(*this, std::move(executor));
}

std::string Wire::control(std::string_view method, std::string_view path, const std::string& body) {
    simulator::Request request;
    request.method = std::string(method);
    simulator::read_target(request, "/control" + std::string(path));
    request.body = body;
    const simulator::Reply reply = simulator_->answer(request, now());
    if (reply.status != 200) throw std::runtime_error("the simulator's control: " + reply.body);
    return reply.body;
}

} // namespace tenantry::in_process
