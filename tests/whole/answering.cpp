#include "tests/whole/answering.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace tenantry::whole {
namespace {

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

// NOLINTBEGIN(*-reinterpret-cast): the interface of sockets
const sockaddr* as_any(const sockaddr_in& address) {
    return reinterpret_cast<const sockaddr*>(&address);
}

int port_of(int socket) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}
// NOLINTEND(*-reinterpret-cast)

void read_head(int socket) {
    std::string head;
    std::string part(4096, '\0');
    while (!head.contains("\r\n\r\n")) {
        const ssize_t count = ::recv(socket, part.data(), part.size(), 0);
        if (count <= 0) return;
        head.append(part, 0, static_cast<std::size_t>(count));
    }
}

void write(int socket, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
        if (count <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
}

} // namespace

std::string http_answer(int status, const std::string& body) {
    return "HTTP/1.1 " + std::to_string(status) +
           " Answer\r\nContent-Type: application/json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

Answering::Answering(std::string answer)
    : answer_(std::move(answer)), listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const sockaddr_in address = loopback(0);
    const bool listens = ::bind(listening_, as_any(address), sizeof address) == 0 &&
                         ::listen(listening_, SOMAXCONN) == 0;
    if (!listens) throw std::system_error(errno, std::generic_category(), "listen");
    port_ = port_of(listening_);
    thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
}

Answering::~Answering() {
    // The thread waits for somebody; that is us.
    thread_.request_stop();
    const int last = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(port_);
    (void)::connect(last, as_any(address), sizeof address);
    thread_.join();
    ::close(last);
    ::close(listening_);
}

std::string Answering::url() const {
    return "http://127.0.0.1:" + std::to_string(port_) + "/client/v4";
}

// One connection after the other, one request in each: that is all the client needs to hear.
void Answering::serve(const std::stop_token& stop) const {
    while (!stop.stop_requested()) {
        const int socket = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) return;
        if (!stop.stop_requested()) {
            read_head(socket);
            write(socket, answer_);
            ::shutdown(socket, SHUT_RDWR);
        }
        ::close(socket);
    }
}

} // namespace tenantry::whole
