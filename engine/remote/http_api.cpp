// The life of a call: wait for a turn, try once, and where it is safe wait and try again.
// Everything a call needs is in the Core, which the calls keep alive: the Api may go away while
// they are still on their way out.
#include "engine/base/text.hpp"
#include "engine/remote/envelope.hpp"
#include "engine/remote/exchange.hpp"
#include "engine/remote/http_date.hpp"
#include "engine/remote/settings.hpp"
#include "engine/remote/transport.hpp"
#include "engine/remote/turns.hpp"

#include <algorithm>
#include <list>
#include <random>

namespace tenantry::remote {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using Result = std::expected<Response, Fault>;

constexpr auto idle_limit = std::chrono::seconds(30);
constexpr std::size_t shortest_secret = 8; // a shorter one would black out ordinary words

/// One request on its way through its tries.
struct Call {
    Request request = {};
    std::string name = {}; // "GET /zones?page=2"
    std::string bytes = {};
    Tried tried = {};
    Fault last = {};         // what the last try met, when `again`
    bool again = false;      // at least one try was made
    bool maybe_done = false; // by any of the tries
    bool final = false;      // the fault stands, whatever the policy says
};

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
    std::unique_ptr<Connection> take_idle() {
        while (!idle_.empty()) {
            Idle idle = std::move(idle_.back());
            idle_.pop_back();
            const bool fresh = Clock::now() - idle.since <= idle_limit;
            if (fresh && idle.connection->transport().quiet()) return std::move(idle.connection);
        }
        return nullptr;
    }

    std::unique_ptr<Connection> make() { return std::make_unique<Connection>(factory_->make()); }

    void close() {
        closed_ = true;
        idle_.clear();
        for (Connection* const connection : busy_)
            connection->transport().close();
    }

private:
    struct Idle {
        std::unique_ptr<Connection> connection = {};
        TimePoint since = {};
    };

    void keep(std::unique_ptr<Connection> connection) {
        if (closed_) return;
        connection->transport().never_expire();
        idle_.push_back({.connection = std::move(connection), .since = Clock::now()});
    }

    std::unique_ptr<TransportFactory> factory_;
    std::vector<Idle> idle_; // the one used last is at the back
    std::list<Connection*> busy_;
    bool closed_ = false;
};

class Core {
public:
    Core(asio::any_io_executor executor, Settings settings, BaseUrl url, std::string headers,
         std::unique_ptr<TransportFactory> transports)
        : settings_(std::move(settings)), url_(std::move(url)), headers_(std::move(headers)),
          pool_(std::move(transports)), turns_(std::move(executor), settings_),
          random_(settings_.seed) {}

    /// Makes the bytes of the request, or says why it cannot be sent.
    std::optional<Fault> write(Call& call) const;
    /// Waits for a turn, sends the request and reads the answer.
    asio::awaitable<Result> try_once(Call& call);
    /// Waits before the next try; false when there will be none.
    asio::awaitable<bool> wait_for_next(Call& call);

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
    const Heard& heard() const { return heard_; }

private:
    asio::awaitable<Result> attempt(Call& call, Turns::Slot& slot);
    void tell(const Call& call, const Result& result, TimePoint begun) const;
    Fault broken(const Call& call, Breakdown breakdown) const;
    Result judge(const Call& call, const Reply& reply);
    void hear(const Reply& reply);
    void mask(Fault& fault) const;

    Settings settings_;
    BaseUrl url_;
    std::string headers_; // the same for all requests
    Pool pool_;
    Turns turns_;
    std::mt19937_64 random_;
    std::uint64_t sent_ = 0;
    Heard heard_;
};

/// What could end a line early is refused, wherever it came from.
std::optional<Fault> Core::write(Call& call) const {
    const Request& request = call.request;
    const std::string& key = request.idempotency_key;
    Fault fault;
    fault.category = FaultCategory::refused;
    fault.call = call.name;
    const auto target = request_target(url_, request);
    if (!target) {
        fault.message = "not sent: " + target.error();
        return fault;
    }
    call.bytes = std::string(name_of(request.method)) + " " + *target + " HTTP/1.1\r\n" + headers_;
    if (!key.empty()) {
        // 1 to 128 characters (API reference, section 1.5).
        fault.message = "not sent: the idempotency key is not one that a header can carry";
        if (key.size() > 128 || !is_header_value(key)) return fault;
        call.bytes += "Idempotency-Key: " + key + "\r\n";
    }
    const std::string body = request.body.is_null() ? "" : to_text(request.body);
    if (!body.empty()) call.bytes += "Content-Type: application/json\r\n";
    if (!body.empty() || request.method != Method::get)
        call.bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    call.bytes += "\r\n" + body;
    return std::nullopt;
}

asio::awaitable<Result> Core::try_once(Call& call) {
    Waiting waiting;
    waiting.call = call.name;
    if (call.again) waiting.fault = call.last.describe();
    auto slot = co_await turns_.take(std::move(waiting), call.again);
    if (slot) {
        const TimePoint begun = Clock::now();
        Result result = co_await attempt(call, *slot);
        tell(call, result, begun);
        co_return result;
    }
    call.final = true;
    slot.error().call = call.name;
    co_return std::unexpected(std::move(slot.error()));
}

asio::awaitable<Result> Core::attempt(Call& call, Turns::Slot& slot) {
    const TimePoint begun = Clock::now();
    std::unique_ptr<Connection> idle = pool_.take_idle();
    const bool fresh = !idle;
    Pool::Lease lease(pool_, fresh ? pool_.make() : std::move(idle));
    if (fresh) {
        const auto most = std::min(settings_.connect_timeout, settings_.timeout);
        const auto failure = co_await lease.transport().open(begun + most);
        if (failure) {
            call.final = failure->lasting;
            Breakdown breakdown;
            breakdown.category = FaultCategory::unreachable;
            breakdown.message = failure->message;
            co_return std::unexpected(broken(call, std::move(breakdown)));
        }
    }
    ++sent_;
    lease.transport().expire_at(begun + settings_.timeout);
    auto answer = co_await round_trip(*lease, call.bytes);
    if (!answer) co_return std::unexpected(broken(call, std::move(answer.error())));
    if (answer->reusable) lease.give_back();
    slot.reset(); // first, for `judge` looks at what is still in flight
    co_return judge(call, answer->reply);
}

void Core::tell(const Call& call, const Result& result, TimePoint begun) const {
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

Fault Core::broken(const Call& call, Breakdown breakdown) const {
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
    mask(fault);
    return fault;
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

Result Core::judge(const Call& call, const Reply& reply) {
    hear(reply);
    Result result = read_envelope(call.request, reply);
    const bool throttled = !result && result.error().category == FaultCategory::throttled;
    if (throttled) {
        turns_.blocked(pause_of(settings_.retry, result.error()));
    } else {
        turns_.served();
    }
    if (!result) mask(result.error());
    return result;
}

/// A server that repeats what it was sent must not bring the credential into a report.
void Core::mask(Fault& fault) const {
    std::vector<std::string*> texts = {&fault.message, &fault.pointer, &fault.documentation_url,
                                       &fault.request_id, &fault.call};
    for (Cause& cause : fault.causes)
        texts.push_back(&cause.message);
    for (const std::string* const secret : {&settings_.credential.key, &settings_.credential.token})
        for (std::string* const text : texts) {
            if (secret->size() < shortest_secret) continue;
            for (auto at = text->find(*secret); at != text->npos; at = text->find(*secret, at + 3))
                text->replace(at, secret->size(), "***");
        }
}

asio::awaitable<bool> Core::wait_for_next(Call& call) {
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
    Waiting waiting;
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

asio::awaitable<Result> run(std::shared_ptr<Core> core, Request request) {
    Call call;
    call.request = std::move(request);
    call.name = call.request.describe();
    const auto unsendable = core->write(call);
    if (unsendable) co_return std::unexpected(*unsendable);
    while (true) {
        Result result = co_await core->try_once(call);
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

    asio::awaitable<Result> send(Request request) override {
        return run(core_, std::move(request));
    }
    void interrupt() override { core_->interrupt(); }
    void be_patient(milliseconds patience) override { core_->be_patient(patience); }
    std::uint64_t requests_sent() const override { return core_->sent(); }
    Heard heard() const override { return core_->heard(); }

private:
    std::shared_ptr<Core> core_;
};

std::expected<std::string, std::string> write_headers(const Settings& settings,
                                                      const BaseUrl& url) {
    const Credential& credential = settings.credential;
    const bool pair = !credential.email.empty() && !credential.key.empty();
    if (credential.token.empty() && !pair)
        return std::unexpected("no credential: a token, or an e-mail and its key, is needed");
    std::vector<std::pair<std::string, std::string>> headers = {
        {"Host", url.authority},
        {"User-Agent", settings.user_agent},
        {"Accept", "application/json"},
        {"Accept-Encoding", "identity"},
    };
    if (!credential.token.empty()) {
        headers.emplace_back("Authorization", "Bearer " + credential.token);
    } else {
        headers.emplace_back("X-Auth-Email", credential.email);
        headers.emplace_back("X-Auth-Key", credential.key);
    }
    std::string text;
    for (const auto& [name, value] : headers) {
        if (!is_header_value(value))
            return std::unexpected("the value for the header " + name +
                                   " holds a character that no header can carry, such as a line "
                                   "break or a letter with an accent");
        text.append(name).append(": ").append(value).append("\r\n");
    }
    return text;
}

} // namespace

std::expected<std::unique_ptr<Api>, std::string> connect(asio::any_io_executor executor,
                                                         Settings settings) {
    auto url = parse_base_url(settings.base_url);
    if (!url) return std::unexpected(url.error());
    auto headers = write_headers(settings, *url);
    if (!headers) return std::unexpected(headers.error());
    auto transports = make_transport_factory(executor, *url, settings.ca_file);
    if (!transports) return std::unexpected(transports.error());
    return std::make_unique<HttpApi>(
        std::make_shared<Core>(std::move(executor), std::move(settings), std::move(*url),
                               std::move(*headers), std::move(*transports)));
}

} // namespace tenantry::remote
