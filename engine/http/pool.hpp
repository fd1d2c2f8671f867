// The connections to one server, which outlive the calls that they were made for.
#pragma once

#include "engine/http/exchange.hpp"
#include "engine/http/transport.hpp"

#include <chrono>
#include <list>
#include <memory>
#include <vector>

namespace tenantry::http {

/// The connections to one server: those in use, which only have to be found when all is shut down,
/// and those that wait for the next call.
class Pool {
public:
    explicit Pool(std::unique_ptr<TransportFactory> factory) : factory_(std::move(factory)) {}

    /// A connection in use. It is closed unless it goes back to the pool.
    class Lease {
    public:
        Lease(Pool& pool, std::unique_ptr<Connection> connection)
            : pool_(pool), connection_(std::move(connection)),
              where_(pool.busy_.insert(pool.busy_.end(), connection_.get())) {}
        ~Lease() { pool_.busy_.erase(where_); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;

        Connection& operator*() { return *connection_; }
        Transport& transport() { return connection_->transport(); }
        void give_back() { pool_.keep(std::move(connection_)); }

    private:
        Pool& pool_;
        std::unique_ptr<Connection> connection_;
        std::list<Connection*>::iterator where_;
    };

    /// The idle connection used last, if there is one that still works. A server that closed an
    /// idle connection must not cost a POST its clear answer.
    std::unique_ptr<Connection> take_idle();

    std::unique_ptr<Connection> make() { return std::make_unique<Connection>(factory_->make()); }

    void close();

private:
    struct Idle {
        std::unique_ptr<Connection> connection = {};
        std::chrono::steady_clock::time_point since = {};
    };

    void keep(std::unique_ptr<Connection> connection);

    std::unique_ptr<TransportFactory> factory_;
    std::vector<Idle> idle_; // the one used last is at the back
    std::list<Connection*> busy_;
    bool closed_ = false;
};

} // namespace tenantry::http
