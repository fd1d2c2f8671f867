// The life of a call: wait for a turn, try once, and where it is safe wait and try again.
// Everything a call needs is in the Core, which the calls keep alive: the Api may go away while
// they are still on their way out.
#include "engine/base/mask.hpp"
#include "engine/base/text.hpp"
#include "engine/http/envelope.hpp"
#include "engine/http/exchange.hpp"
#include "engine/http/http_date.hpp"
#include "engine/http/pool.hpp"
#include "engine/http/queue.hpp"
#include "engine/http/settings.hpp"
#include "engine/http/transport.hpp"
#include "engine/http/write_request.hpp"

#include <algorithm>
#include <array>
#include <random>

namespace tenantry::http {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using Ending = std::expected<Response, Fault>;

/// One request on its way through its tries.
struct Sending {
    Request request = {};
    std::string name = {}; // "GET /zones?page=2"
    std::string bytes = {};
    Witness* witness = nullptr;
    bool witnessed = false;               // this try was about to be sent
    std::optional<TimePoint> latest = {}; // not sent after that
    Tried tried = {};
    Fault last = {};         // what the last try met, when `again`
    bool again = false;      // at least one try was made
    bool maybe_done = false; // by any of the tries
    bool final = false;      // the fault stands, whatever the policy says
};

/// "8a1b2c3d4e5f6071-FRA", which is too short for a secret.
bool is_ray(std::string_view text) {
    constexpr std::size_t digits = 16;
    constexpr std::string_view known = "0123456789abcdef";
    return text.size() <= digits + 4 &&
           text.substr(0, digits).find_first_not_of(known) == std::string_view::npos;
}

/// Keeps of an answer that may hold a secret which nobody knows yet what is none of its words.
void conceal(Fault& fault) {
    fault.message = "its words are not repeated, because such an answer may hold a key";
    fault.causes.clear();
    fault.pointer.clear();
    fault.documentation_url.clear();
    if (!is_ray(fault.request_id)) fault.request_id.clear();
}

/// A server that repeats what it was sent must not bring the credential into a report.
Fault masked(Fault fault, const Credential& credential) {
    std::vector<std::string*> texts = {&fault.message, &fault.pointer, &fault.documentation_url,
                                       &fault.request_id, &fault.call};
    for (Cause& cause : fault.causes)
        texts.push_back(&cause.message);
    const std::array<std::string_view, 2> secrets = {credential.key, credential.token};
    const Mask hide(secrets);
    for (std::string* const text : texts)
        *text = hide(*text);
    return fault;
}

Fault fault_of(const Sending& call, Breakdown breakdown) {
    Fault fault;
    fault.category = breakdown.category;
    fault.status = breakdown.status;
    fault.message = std::move(breakdown.message);
    fault.call = call.name;
    // Once the request was begun nobody knows how far it came, except that a 4xx is a no.
    const bool declined =
        fault.category == FaultCategory::broken && fault.status >= 400 && fault.status < 500;
    fault.maybe_done = fault.category != FaultCategory::unreachable && !declined &&
                       call.request.method != Method::get;
    return fault;
}

std::optional<Fault> too_late(Sending& call) {
    if (!call.latest || Clock::now() < *call.latest) return std::nullopt;
    call.final = true;
    return Fault{.category = FaultCategory::declined,
                 .message = "not sent: it waited too long for its turn",
                 .waited_out = true,
                 .call = call.name};
}

class Core {
public:
    Core(asio::any_io_executor executor, Settings settings, BaseUrl url, std::string headers,
         std::unique_ptr<TransportFactory> transports)
        : settings_(std::move(settings)), url_(std::move(url)), headers_(std::move(headers)),
          pool_(std::move(transports)), turns_(std::move(executor), settings_),
          random_(settings_.seed) {}

    /// The bytes of a request, or why it cannot be sent.
    Expected<std::string> write(const Request& request) const {
        return write_request(request, url_, headers_);
    }
    /// Waits for a turn, sends the request and reads the answer.
    asio::awaitable<Ending> try_once(Sending& call);
    /// Waits before the next try; false when there will be none.
    asio::awaitable<bool> wait_for_next(Sending& call);

    asio::awaitable<bool> rest(Fault why) {
        return turns_.nap({WaitReason::fault, 2 * settings_.retry.first_wait, std::move(why.call),
                           std::move(why.message)});
    }
    void interrupt() { turns_.interrupt(); }
    void be_patient(milliseconds patience) {
        settings_.retry.patience = patience;
        turns_.be_patient(patience);
    }
    void close() {
        turns_.close();
        pool_.close();
    }
    std::uint64_t sent() const { return sent_; }
    std::size_t width() const {
        return static_cast<std::size_t>(std::max(settings_.connections, 1));
    }
    const Heard& heard() const { return heard_; }

private:
    asio::awaitable<Ending> attempt(Sending& call, Queue::Turn& slot);
    /// A connection that is ready to send, whose witness has been told.
    asio::awaitable<std::optional<Fault>> prepare(Sending& call, std::optional<Pool::Lease>& lease);
    void tell(const Sending& call, const Ending& result, TimePoint begun) const;
    Fault broken(const Sending& call, Breakdown breakdown) const {
        return masked(fault_of(call, std::move(breakdown)), settings_.credential);
    }
    Ending judge(const Sending& call, const Reply& reply);
    void hear(const Reply& reply);

    Settings settings_;
    BaseUrl url_;
    std::string headers_; // the same for all requests
    Pool pool_;
    Queue turns_;
    std::mt19937_64 random_;
    std::uint64_t sent_ = 0;
    Heard heard_;
};

asio::awaitable<Ending> Core::try_once(Sending& call) {
    Pause waiting;
    waiting.call = call.name;
    if (call.again) waiting.fault = call.last.describe();
    auto slot = co_await turns_.take(std::move(waiting), call.again);
    if (slot) {
        const TimePoint begun = Clock::now();
        Ending result = co_await attempt(call, *slot);
        slot->reset();
        tell(call, result, begun);
        const bool undone = call.witnessed && !result && !result.error().maybe_done;
        if (undone) co_await call.witness->nothing_done();
        call.witnessed = false;
        co_return result;
    }
    call.final = true;
    slot.error().call = call.name;
    co_return std::unexpected(std::move(slot.error()));
}

asio::awaitable<std::optional<Fault>> Core::prepare(Sending& call,
                                                    std::optional<Pool::Lease>& lease) {
    std::unique_ptr<Connection> idle = pool_.take_idle();
    while (true) {
        const bool fresh = !idle;
        lease.emplace(pool_, fresh ? pool_.make() : std::move(idle));
        if (fresh) {
            const auto most = std::min(settings_.connect_timeout, settings_.timeout);
            const auto failure = co_await lease->transport().open(Clock::now() + most);
            if (failure) {
                call.final = failure->lasting;
                Fault fault = broken(
                    call, {.category = FaultCategory::unreachable, .message = failure->message});
                if (failure->lasting) fault.retryable = false;
                co_return fault;
            }
        }
        if (call.witness == nullptr || call.witnessed) co_return std::nullopt;
        auto refusal = co_await call.witness->about_to_send();
        if (refusal) {
            call.final = true;
            refusal->call = call.name;
            co_return refusal;
        }
        call.witnessed = true;
        // That may have taken a while. What the server has closed meanwhile must not cost a clear
        // answer.
        lease->transport().never_expire();
        if (lease->transport().quiet()) co_return std::nullopt;
    }
}

asio::awaitable<Ending> Core::attempt(Sending& call, Queue::Turn& slot) {
    const TimePoint begun = Clock::now();
    std::optional<Pool::Lease> lease;
    auto unready = co_await prepare(call, lease);
    if (!unready) unready = too_late(call);
    if (unready) co_return std::unexpected(std::move(*unready));
    ++sent_;
    const TimePoint since = call.witnessed ? Clock::now() : begun;
    lease->transport().expire_at(since + settings_.timeout);
    auto answer = co_await round_trip(**lease, call.bytes);
    if (!answer) co_return std::unexpected(broken(call, std::move(answer.error())));
    if (answer->reusable) lease->give_back();
    slot.reset(); // first, for `judge` looks at what is still in flight
    co_return judge(call, answer->reply);
}

void Core::tell(const Sending& call, const Ending& result, TimePoint begun) const {
    if (!settings_.on_exchange) return;
    Exchanged told;
    told.call = call.name;
    told.writes = call.request.method != Method::get;
    told.took = std::chrono::duration_cast<milliseconds>(Clock::now() - begun);
    told.status = result ? result->status : result.error().status;
    if (!result) {
        told.request_id = result.error().request_id;
        told.fault = result.error().describe();
    }
    settings_.on_exchange(told);
}

/// Headers that are missing in one answer do not make those of the last one untrue.
void Core::hear(const Reply& reply) {
    std::vector<RateItem> left = parse_rate_items(reply.rate_left);
    std::vector<RateItem> policies = parse_rate_items(reply.rate_policy);
    turns_.heard(left, policies);
    if (!left.empty()) heard_.left = std::move(left);
    if (!policies.empty()) heard_.policies = std::move(policies);
    const auto now = std::chrono::system_clock::now();
    if (const auto date = parse_http_date(reply.date))
        heard_.clock_ahead = std::chrono::floor<std::chrono::seconds>(now) - *date;
}

Ending Core::judge(const Sending& call, const Reply& reply) {
    hear(reply);
    Ending result = read_envelope(call.request, reply);
    const bool throttled = !result && result.error().category == FaultCategory::throttled;
    if (throttled) {
        turns_.blocked(pause_of(settings_.retry, result.error()));
    } else {
        turns_.served();
    }
    // What a server repeats there must be no more than what it is for.
    if (result && !is_ray(result->request_id)) result->request_id.clear();
    if (!result) result.error() = masked(std::move(result.error()), settings_.credential);
    if (!result && call.witness != nullptr && call.witness->has_secret()) conceal(result.error());
    return result;
}

asio::awaitable<bool> Core::wait_for_next(Sending& call) {
    if (call.final) co_return false;
    const bool throttled = call.last.category == FaultCategory::throttled;
    if (!throttled) ++call.tried.times;
    const double chance = std::uniform_real_distribution<double>(0.0, 1.0)(random_);
    // What buys is never repeated after an unclear answer, whatever its method.
    const Method method = call.request.once ? Method::post : call.request.method;
    const auto wait = wait_before_retry(settings_.retry, method, call.last, call.tried, chance);
    if (!wait) co_return false;
    if (throttled) {
        // The whole identity is blocked: the wait is in the line.
        call.tried.paused += *wait;
        co_return true;
    }
    Pause waiting;
    waiting.why = WaitReason::fault;
    waiting.how_long = *wait;
    waiting.call = call.name;
    waiting.fault = call.last.describe();
    const bool rested = co_await turns_.nap(std::move(waiting));
    if (!rested && !call.maybe_done) {
        call.last.category = FaultCategory::interrupted;
        call.last.message = "not repeated: stopped by the user, after " + call.last.message;
    }
    co_return rested;
}

asio::awaitable<Ending> run(std::shared_ptr<Core> core, Request request, Witness* witness) {
    Sending call;
    call.request = std::move(request);
    call.witness = witness;
    call.name = call.request.describe();
    if (const auto& longest = call.request.sendable_for) call.latest = Clock::now() + *longest;
    auto bytes = core->write(call.request);
    if (!bytes) co_return std::unexpected(std::move(bytes.error()));
    call.bytes = std::move(*bytes);
    while (true) {
        Ending result = co_await core->try_once(call);
        if (result) co_return result;
        Fault& fault = result.error();
        const bool sent = fault.category != FaultCategory::interrupted;
        call.maybe_done = call.maybe_done || fault.maybe_done;
        // A try that never came about must not hide that an earlier one may have done the work.
        if (sent || !call.maybe_done) call.last = std::move(fault);
        call.last.maybe_done = call.maybe_done;
        call.again = true;
        const bool again = co_await core->wait_for_next(call);
        if (!again) co_return std::unexpected(std::move(call.last));
    }
}

class HttpApi : public Api {
public:
    explicit HttpApi(std::shared_ptr<Core> core) : core_(std::move(core)) {}
    ~HttpApi() override { core_->close(); }
    HttpApi(const HttpApi&) = delete;
    HttpApi& operator=(const HttpApi&) = delete;

    asio::awaitable<Ending> send(Request request) override {
        return run(core_, std::move(request), nullptr);
    }
    asio::awaitable<Ending> send_before(Witness& witness, Request request) override {
        return run(core_, std::move(request), &witness);
    }
    void interrupt() override { core_->interrupt(); }
    void be_patient(milliseconds patience) override { core_->be_patient(patience); }
    std::uint64_t requests_sent() const override { return core_->sent(); }
    std::size_t width() const override { return core_->width(); }
    Heard heard() const override { return core_->heard(); }
    asio::awaitable<void> rest(Fault why) override { co_await core_->rest(std::move(why)); }

private:
    std::shared_ptr<Core> core_;
};

} // namespace

std::expected<std::unique_ptr<Api>, std::string>
connect(asio::any_io_executor executor, Settings settings,
        std::unique_ptr<TransportFactory> transports) {
    auto url = parse_base_url(settings.base_url);
    if (!url) return std::unexpected(url.error());
    auto headers = write_headers(settings, *url);
    if (!headers) return std::unexpected(headers.error());
    return std::make_unique<HttpApi>(
        std::make_shared<Core>(std::move(executor), std::move(settings), std::move(*url),
                               std::move(*headers), std::move(transports)));
}

std::expected<std::unique_ptr<Api>, std::string> connect(asio::any_io_executor executor,
                                                         Settings settings) {
    auto url = parse_base_url(settings.base_url);
    if (!url) return std::unexpected(url.error());
    auto transports = make_transport_factory(executor, *url, settings.ca_file);
    if (!transports) return std::unexpected(transports.error());
    return connect(std::move(executor), std::move(settings), std::move(*transports));
}

} // namespace tenantry::http
