// One step being carried out: looks or refreshes, sends its calls in order, and does what recovery
// decides when an answer is unclear or one of them is refused.
#pragma once

#include "engine/executor/object_reader.hpp"
#include "engine/executor/service_user_key.hpp"
#include "engine/executor/step_work.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tenantry::executor {

/// A StepRun lives as long as its run() is awaited.
class StepRun {
public:
    /// `ids` are those of the objects the step lies in; `must_look`: whether a create can meet an
    /// object that is already there (not in something that this run has made itself). `before` are
    /// the changes it waited for of the kinds that its kind needs.
    StepRun(Run& run, const Step& step, reader::Ids ids, bool must_look,
            std::vector<const Change*> before);

    boost::asio::awaitable<Outcome> run();

private:
    /// Nothing, to go on with what is left to do, or how the step ended.
    using Ended = std::optional<Outcome>;

    boost::asio::awaitable<Ended> begin();
    boost::asio::awaitable<Ended> carry_out();
    boost::asio::awaitable<Ended> send_calls();
    boost::asio::awaitable<http::Expected<Response>> send(const Call& call, http::Api& api);
    /// Takes from a good answer what was made and what the API has set.
    void learn(const Response& response);
    /// Waits, a bounded time, for what a step before this one bought to open what is locked, and
    /// writes it then.
    boost::asio::awaitable<Ended> open_locks();

    /// After a call that is refused for good: the step goes on without its fields, where it can.
    boost::asio::awaitable<Ended> give_up(const Call& call, Fault fault);
    /// Gives up one field of a call that writes several: the one that the API names, or else each
    /// is tried by itself.
    boost::asio::awaitable<Ended> send_apart(const Call& call, Fault fault);
    boost::asio::awaitable<Ended> recover(const Call& call, Fault fault);
    boost::asio::awaitable<Ended> recover_create(const Call& call, Fault fault, Decision how);
    boost::asio::awaitable<Ended> recover_update(const Call& call, Fault fault);
    /// Reads what was written until it shows, a bounded number of times.
    boost::asio::awaitable<Ended> read_back();
    /// After a create that took fields with a call of their own: what the API dropped is left to
    /// do.
    boost::asio::awaitable<Ended> check_part();
    /// Before an update that writes whole objects: what is not managed is echoed from a fresh read.
    boost::asio::awaitable<Ended> refresh();
    boost::asio::awaitable<void> wait_until_seen();

    /// Goes on with an object that is already there: only what differs is left to do. The fault is
    /// a difference that the API cannot change.
    boost::asio::awaitable<std::optional<Fault>> adopt(LiveObject object);
    /// Goes on with an object that is known to be this step's own.
    std::optional<Fault> take_up(LiveObject object);
    void set_id(const std::string& id);

    Run& run_;
    StepWork work_;
    ObjectReader objects_;
    ServiceUserKey key_;
    bool must_look_;
};

/// What the answer to a call that writes one field shows of it, where it shows another value; an
/// answer that does not tell is no sign of anything.
std::optional<Json> otherwise(const StepWork& work, const KindTable& kinds, const Call& call,
                              const Response& response);

} // namespace tenantry::executor
