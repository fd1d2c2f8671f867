// How many API requests came, in all and for each endpoint: what a test asserts about a client.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace tenantry::simulator {

class RequestCount {
public:
    void add(std::string_view method, std::string_view route) {
        ++total_;
        std::string name{method};
        name += ' ';
        name += route.empty() ? "unknown" : route;
        ++by_endpoint_[name];
    }

    void clear() {
        total_ = 0;
        by_endpoint_.clear();
    }

    long long total() const { return total_; }
    const std::map<std::string, long long>& by_endpoint() const { return by_endpoint_; }

private:
    long long total_ = 0;
    std::map<std::string, long long> by_endpoint_;
};

} // namespace tenantry::simulator
