// One step being carried out: its calls in order, and what to do when an answer is unclear.
#pragma once

#include "engine/executor/catalogues.hpp"
#include "engine/executor/executor.hpp"

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace tenantry::executor {

/// What every step of one run shares.
struct Run {
    const KindTable& kinds;
    const Live& live;
    remote::Lanes& lanes;
    const Options& options;
    Observer& observer;
    std::stop_token stop;
    Catalogues catalogues;
    /// Ids that are spoken for: live when the plan was made, or made or adopted by a step of this
    /// run. A look never takes one of them for the object of another step.
    std::unordered_set<std::string> taken = {};
};

/// A StepRun lives as long as its run() is awaited.
class StepRun {
public:
    /// `ids` are those of the objects the step lies in; `must_look`: whether a create can meet an
    /// object that is already there (not in something that this run has made itself).
    StepRun(Run& run, const Step& step, remote::Ids ids, bool must_look);
    StepRun(const StepRun&) = delete; // calls_ may come from change_, which points into this
    StepRun& operator=(const StepRun&) = delete;

    boost::asio::awaitable<Outcome> run();

private:
    using Found = remote::Expected<std::optional<LiveObject>>;

    /// Names that could not be looked up before: their account did not exist.
    boost::asio::awaitable<std::optional<Fault>> resolve_names();
    boost::asio::awaitable<std::optional<Outcome>> begin();
    boost::asio::awaitable<std::optional<Outcome>> send_calls();
    boost::asio::awaitable<Found> look();
    boost::asio::awaitable<Found> look_in_list();
    boost::asio::awaitable<Found> look_until_seen();
    boost::asio::awaitable<void> wait_until_seen();
    boost::asio::awaitable<Found> read_self();
    /// The same without the part that has a call of its own.
    boost::asio::awaitable<Found> read_object();
    /// Adds that part, where the resource writes a field of it.
    boost::asio::awaitable<std::optional<Fault>> complete(LiveObject& object);
    /// After a create that took such fields: what the API dropped of them is left to do.
    boost::asio::awaitable<std::optional<Outcome>> check_detail();
    boost::asio::awaitable<Found> read_own();
    /// What to do about a fault: nothing (go on with calls_), or the outcome.
    boost::asio::awaitable<std::optional<Outcome>> recover(const Call& call, Fault fault);
    boost::asio::awaitable<std::optional<Outcome>> recover_create(Fault fault);
    boost::asio::awaitable<std::optional<Outcome>> recover_update(const Call& call, Fault fault);
    /// Reads what was written until it shows, a bounded number of times.
    boost::asio::awaitable<std::optional<Outcome>> read_back();
    boost::asio::awaitable<void> rest(int looks);
    /// Waits, a bounded time, for what a step before this one bought to open what is locked.
    boost::asio::awaitable<std::optional<Outcome>> open_locks();
    std::optional<Outcome> judge_locks();
    std::vector<std::string> locked_fields() const;
    Fault still_locked(std::chrono::milliseconds waited) const;

    /// What a new service user's key needs: a place before it is created, and a proof afterwards.
    boost::asio::awaitable<std::optional<Outcome>> begin_key();
    boost::asio::awaitable<std::optional<Outcome>> keep_key(const Response& response);
    boost::asio::awaitable<Outcome> recover_key(Fault fault);

    /// Who reads and writes this step's objects.
    remote::Api& api() const;
    /// Who makes a call: some only the service user itself can. Null when there is none.
    remote::Api* api_for(bool as_user) const;
    static Fault no_lane(const Call& call);
    Request request_for(const Call& call) const;
    bool has_id() const { return !outcome_.id.empty(); }
    void set_id(const std::string& id);
    /// Goes on with an object that is already there: only what differs is left to do. The fault is
    /// a difference that the API cannot change.
    boost::asio::awaitable<std::optional<Fault>> adopt(LiveObject object);
    /// The same for an object that is known to be this step's own.
    std::optional<Fault> take_up(LiveObject object);
    /// What is otherwise now than when the plan was made, so that nobody has seen the change; ""
    /// when all is as planned.
    std::string moved_field() const;
    Fault moved(const std::string& field) const;
    /// Before an update that writes whole objects: what is not managed is echoed from a fresh read.
    boost::asio::awaitable<std::optional<Outcome>> refresh();
    void accept(const Response& response);
    Outcome failed(Fault fault) const;
    Outcome uncertain(Fault fault) const;

    Run& run_;
    const Step& step_;
    const Kind& kind_;
    remote::Ids ids_;
    bool must_look_;
    std::optional<LiveObject> object_; // what change_ refers to after adopt()
    Change change_;
    std::vector<Call> calls_;
    std::size_t next_ = 0;
    int recoveries_ = 0;
    Outcome outcome_;
};

} // namespace tenantry::executor
