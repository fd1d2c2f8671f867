// The key of a new service user: told once, in the answer of the create, and by nothing else (API
// reference, section 5). So room for it is held before anything is sent; that the user may exist is
// recorded right before the call goes out, and not while it waits for its turn; the key is kept
// before the next call is made; and an answer that never came is not asked for a second time.
#pragma once

#include "engine/executor/run.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>

namespace tenantry::executor {

class ServiceUserKey {
public:
    ServiceUserKey(Run& run, const Step& step);

    /// Room in the store, before the user is created.
    boost::asio::awaitable<std::optional<Fault>> reserve();
    /// Sends what creates the user, with a record that it may exist; `also` keeps one of its own.
    boost::asio::awaitable<http::Expected<Response>> send(http::Api& api, Request request,
                                                          http::Witness& also);
    /// Stores the key of the answer, opens the customer's lane with it, and proves that it is
    /// accepted.
    boost::asio::awaitable<std::optional<Fault>> keep(const Response& response);
    /// What the user has to look at where nobody knows whether it was created.
    std::string what_to_check() const;

private:
    Run& run_;
    std::string customer_;
    std::string email_;
    std::shared_ptr<credentials::Reservation> room_;
};

} // namespace tenantry::executor
