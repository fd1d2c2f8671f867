// In whose name a call is sent. The tenant's identity has one Api. A customer with a service user
// has a lane of its own: an Api with that user's credential, and so its own rate budget (API
// reference, section 18), connections and failures. What the service user may not do is done in the
// tenant's name; what is wrong with its credential concerns its customer alone.
#pragma once

#include "engine/http/api.hpp"
#include "engine/http/concurrently.hpp"
#include "engine/http/settings.hpp"

#include <chrono>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::http {

/// Makes an Api for another credential at the same server, within the same limit of the address.
/// The error is a sentence for the user.
using Connect = std::function<std::expected<std::unique_ptr<Api>, std::string>(Credential)>;

/// The service user's Api, and behind it the tenant's for what the user is not allowed.
class Lane : public Api {
public:
    Lane(std::unique_ptr<Api> own, Api& tenant) : own_(std::move(own)), tenant_(tenant) {}

    /// As the user itself, whatever the answer.
    Api& own() { return *own_; }

    /// A 403 of a user whose credential is accepted says that it has no right: nothing was done, so
    /// the tenant's identity makes the call, and from then on all of its shape.
    boost::asio::awaitable<std::expected<Response, Fault>> send(Request request) override;
    void interrupt() override { own_->interrupt(); }
    std::size_t width() const override { return own_->width(); }
    std::uint64_t requests_sent() const override { return own_->requests_sent(); }
    Heard heard() const override { return own_->heard(); }
    void be_patient(std::chrono::milliseconds patience) override { own_->be_patient(patience); }

    /// The service user may work in an account.
    void admit(std::string account) { accounts_.insert(std::move(account)); }
    bool works_in(std::string_view account) const { return accounts_.contains(account); }

private:
    std::unique_ptr<Api> own_;
    Api& tenant_;
    std::set<std::string, std::less<>> accounts_;
    std::set<std::string, std::less<>> not_allowed_; // shapes of calls
};

/// All identities of one run.
class Lanes {
public:
    explicit Lanes(Api& tenant, Connect connect = {})
        : tenant_(tenant), connect_(std::move(connect)) {}

    Api& tenant() { return tenant_; }

    /// Gives a customer its lane; nothing is sent. The error is a sentence about the credential.
    std::expected<void, std::string> open(const std::string& customer, Credential credential);

    /// The customer's lane; null when it has none.
    Lane* find(std::string_view customer);

    /// In whose name the customer's own work in an account is done ("": one that does not exist
    /// yet).
    Api& in(std::string_view customer, std::string_view account);

    /// The customer's service user may work in an account.
    void admit(std::string_view customer, std::string account);

    /// With the service users' lanes, not with the tenant's own.
    void be_patient(std::chrono::milliseconds patience);
    void interrupt();
    std::uint64_t requests_sent() const;
    /// The tenant's and those of customers.
    std::size_t count() const { return 1 + lanes_.size(); }

    /// Lists that the API no longer has, by template: learnt once, and then never asked for again.
    std::set<std::string, std::less<>> gone = {};

private:
    Api& tenant_;
    Connect connect_;
    std::map<std::string, std::unique_ptr<Lane>, std::less<>> lanes_; // by customer
};

/// Awaits work(0) to work(lanes.size()-1); `lanes` says in which lane each runs. Lanes run side by
/// side, each with as much at once as it is wide.
boost::asio::awaitable<void> in_lanes(std::vector<Api*> lanes, Work work);

} // namespace tenantry::http
