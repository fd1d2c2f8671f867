// One step being carried out: its calls in order, and what to do when an answer is unclear or one
// of them is refused.
#pragma once

#include "engine/executor/catalogues.hpp"
#include "engine/executor/executor.hpp"
#include "engine/executor/off_thread.hpp"
#include "engine/executor/recovery.hpp"

#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace tenantry::executor {

/// What every step of one run shares.
struct Run {
    const KindTable& kinds;
    const Live& live;
    http::Lanes& lanes;
    const Options& options;
    Observer& observer;
    std::stop_token stop;
    Catalogues catalogues;
    /// Ids that are spoken for: live when the plan was made, or made or adopted by a step of this
    /// run. A look never takes one of them for the object of another step.
    std::unordered_set<std::string> taken = {};
    OffThread off_thread = {};
};

/// A StepRun lives as long as its run() is awaited.
class StepRun {
public:
    /// `ids` are those of the objects the step lies in; `must_look`: whether a create can meet an
    /// object that is already there (not in something that this run has made itself). `before` are
    /// the changes it waited for of the kinds that its kind needs.
    StepRun(Run& run, const Step& step, reader::Ids ids, bool must_look,
            std::vector<const Change*> before);
    StepRun(const StepRun&) = delete; // calls_ may come from change_, which points into this
    StepRun& operator=(const StepRun&) = delete;

    boost::asio::awaitable<Outcome> run();

private:
    using Sighting = http::Expected<std::optional<LiveObject>>;
    using Paths = std::vector<std::string>;

    /// Names that could not be looked up before: their account did not exist.
    boost::asio::awaitable<std::optional<Fault>> resolve_names();
    boost::asio::awaitable<std::optional<Outcome>> begin();
    boost::asio::awaitable<std::optional<Outcome>> carry_out();
    boost::asio::awaitable<std::optional<Outcome>> send_calls();
    boost::asio::awaitable<http::Expected<Response>> send(const Call& call, http::Api& api);
    /// After a call that is refused for good: the step goes on without its fields, where it can.
    boost::asio::awaitable<std::optional<Outcome>> give_up(const Call& call, Fault fault);
    /// Gives up one field of a call that writes several: the one that the API names, or else each
    /// is tried by itself.
    boost::asio::awaitable<std::optional<Outcome>> send_apart(const Call& call, Fault fault);
    Call part_of(const Call& whole, const Paths& fields) const;
    /// The fields of the change that a call writes.
    Paths fields_of(const Call& call) const;
    void note(std::string call, Paths fields, CallStatus status, std::optional<Fault> fault = {});
    void note(const Call& call, CallStatus status, std::optional<Fault> fault = {});
    /// Notes all that has not been sent.
    void note_rest();
    /// Has a field stay as it is, because of a fault that concerns it alone.
    void leave_out(const std::string& path, Fault fault, std::string call = {});
    void drop(const Paths& paths);
    /// Makes the calls for what is left to do.
    void plan_calls();
    Outcome finished() const;
    boost::asio::awaitable<std::optional<Outcome>> wait_for_window();
    boost::asio::awaitable<Sighting> look();
    boost::asio::awaitable<Sighting> look_in_list();
    boost::asio::awaitable<Sighting> look_until_seen();
    boost::asio::awaitable<void> wait_until_seen();
    boost::asio::awaitable<Sighting> read_self();
    /// Reads this step's object without the part that has a call of its own.
    boost::asio::awaitable<Sighting> read_object();
    /// Adds that part, where the resource writes a field of it.
    boost::asio::awaitable<std::optional<Fault>> complete(LiveObject& object);
    /// After a create that took such fields: what the API dropped of them is left to do.
    boost::asio::awaitable<std::optional<Outcome>> check_detail();
    boost::asio::awaitable<Sighting> read_own();
    std::optional<Json> otherwise(const Call& call, const Response& response) const;
    /// What to do about a fault: nothing (go on with calls_), or the outcome.
    boost::asio::awaitable<std::optional<Outcome>> recover(const Call& call, Fault fault);
    boost::asio::awaitable<std::optional<Outcome>> recover_create(const Call& call, Fault fault,
                                                                  Decision how);
    boost::asio::awaitable<std::optional<Outcome>> recover_update(const Call& call, Fault fault);
    /// What the object that was just taken up shows of a call.
    Sight sight_after(const Call& call) const;
    /// Reads what was written until it shows, a bounded number of times.
    boost::asio::awaitable<std::optional<Outcome>> read_back();
    /// Reports what the API was told by `written` and does not show, and leaves it be.
    void leave_out_unseen(const std::string& written);
    boost::asio::awaitable<void> rest(int looks);
    /// Takes out of the change what is locked now: what may still open waits for that.
    void judge_locks();
    /// Waits, a bounded time, for what a step before this one bought to open what is locked, and
    /// writes it then.
    boost::asio::awaitable<std::optional<Outcome>> open_locks();
    Fault still_locked(const std::string& path, std::chrono::milliseconds waited) const;

    /// Sends what creates a service user, with a record that the user may exist.
    boost::asio::awaitable<http::Expected<Response>> send_recorded(http::Api& api, Request request);
    /// What a new service user's key needs: room before it is created, and a proof afterwards.
    boost::asio::awaitable<std::optional<Outcome>> reserve_key();
    boost::asio::awaitable<std::optional<Outcome>> keep_key(const Response& response);
    Outcome recover_key(const Call& call, Fault fault);

    /// Who reads and writes this step's objects.
    http::Api& api() const;
    /// Who makes a call: some only the service user itself can. Null when there is none.
    http::Api* api_for(bool as_user) const;
    static Fault no_lane(const Call& call);
    Request request_for(const Call& call) const;
    bool has_id() const { return !outcome_.id.empty(); }
    void set_id(const std::string& id);
    /// Goes on with an object that is already there: only what differs is left to do. The fault is
    /// a difference that the API cannot change.
    boost::asio::awaitable<std::optional<Fault>> adopt(LiveObject object);
    /// Goes on with an object that is known to be this step's own.
    std::optional<Fault> take_up(LiveObject object);
    /// What the kind has to say against the change as it is now, of errors.
    std::vector<Diagnostic> objections() const;
    /// What is otherwise now than when the plan was made, so that nobody has seen the change; ""
    /// when all is as planned.
    std::string moved_field() const;
    Fault moved(const std::string& field) const;
    /// Before an update that writes whole objects: what is not managed is echoed from a fresh read.
    boost::asio::awaitable<std::optional<Outcome>> refresh();
    void accept(const Response& response);
    Outcome failed(Fault fault);
    /// Ends the step with what the answer to a call says.
    Outcome failed(const Call& call, Fault fault);
    Outcome uncertain(const Call& call, Fault fault);

    Run& run_;
    const Step& step_;
    const Kind& kind_;
    reader::Ids ids_;
    bool must_look_;
    std::vector<const Change*> before_;
    std::shared_ptr<credentials::Reservation> room_; // for the key of a new service user
    Paths waiting_;                                  // fields for which something may still unlock
    std::optional<LiveObject> object_;               // what change_ refers to after adopt()
    Change change_;
    std::vector<Call> calls_;
    std::size_t next_ = 0;
    int recoveries_ = 0;
    Outcome outcome_;
};

} // namespace tenantry::executor
