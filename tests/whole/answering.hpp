// A server that gives one answer to whatever it is asked: for what no simulator of the API does.
#pragma once

#include <string>
#include <thread>

namespace tenantry::whole {

/// "HTTP/1.1 STATUS Says" with the body and its length.
std::string http_answer(int status, const std::string& body);

class Answering {
public:
    explicit Answering(std::string answer);
    ~Answering();
    Answering(const Answering&) = delete;
    Answering& operator=(const Answering&) = delete;

    /// The base URL of an API here.
    std::string url() const;

private:
    void serve(const std::stop_token& stop) const;

    std::string answer_; // raw bytes
    int listening_ = -1;
    int port_ = 0;
    std::jthread thread_;
};

} // namespace tenantry::whole
