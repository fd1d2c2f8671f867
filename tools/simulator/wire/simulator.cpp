#include "tools/simulator/wire/simulator.hpp"

#include "tools/simulator/api/dispatch.hpp"
#include "tools/simulator/control/echo.hpp"
#include "tools/simulator/text/envelope.hpp"
#include "tools/simulator/text/hex_id.hpp"
#include "tools/simulator/wire/record.hpp"
#include "tools/simulator/world/seed.hpp"
#include "tools/simulator/world/state.hpp"

namespace tenantry::simulator {
namespace {

constexpr std::string_view api_root = "/client/v4";
constexpr std::string_view control_root = "/control";
constexpr std::uint64_t ray_series = 0x5261795261795261U; // apart from the ids of objects

std::optional<RateLimit> make_limit(const std::optional<Rate>& rate, Excess excess) {
    if (!rate) return std::nullopt;
    return RateLimit{*rate, excess};
}

bool is_below(std::string_view path, std::string_view root) {
    return path.starts_with(root) && (path.size() == root.size() || path[root.size()] == '/');
}

} // namespace

Simulator::Simulator(Settings settings, FaultPlan faults)
    : settings_(std::move(settings)), store_(settings_.seed, settings_.page_lag),
      router_(make_router()), faults_(std::move(faults), settings_.seed), identities_(settings_),
      identity_limit_(make_limit(settings_.identity_rate, Excess::blocks_for_a_window)),
      address_limit_(make_limit(settings_.address_rate, Excess::until_window_ends)) {
    store_.program = settings_.program;
    directory_.add(make_administrator(settings_));
}

std::expected<std::unique_ptr<Simulator>, std::string> Simulator::make(Settings settings) {
    FaultPlan faults;
    if (!settings.fail_nth.empty())
        if (auto read = read_fail_nth(faults, settings.fail_nth); !read)
            return std::unexpected(read.error());
    if (auto read = read_fault_shares(faults, settings.fault); !read)
        return std::unexpected(read.error());
    std::unique_ptr<Simulator> simulator{new Simulator{std::move(settings), std::move(faults)}};
    bool loaded = false;
    if (!simulator->settings_.state_file.empty()) {
        const auto load =
            load_state({simulator->store_, simulator->directory_, simulator->settings_, Time{}},
                       simulator->settings_.state_file);
        if (!load) return std::unexpected(load.error());
        loaded = *load;
    }
    if (!loaded) fill_store(simulator->store_, simulator->settings_);
    return simulator;
}

std::expected<void, std::string> Simulator::save() const {
    if (settings_.state_file.empty()) return {};
    return save_state(store_, directory_, settings_.state_file);
}

Reply Simulator::answer(const Request& request, Time now) {
    const std::string_view path = request.path;
    if (is_below(path, control_root)) {
        const ControlCall call{request,    path.substr(control_root.size()),
                               settings_,  store_,
                               directory_, faults_,
                               count_,     identities_,
                               now};
        return answer_control(call);
    }
    if (is_below(path, api_root)) return answer_api(request, path.substr(api_root.size()), now);
    return not_found(request.path);
}

Reply Simulator::answer_api(const Request& request, std::string_view path, Time now) {
    const Match match = router_.match(request.method, path);
    count_.add(request.method, match.path);
    // What support asks for; clients show it beside an error.
    ray_ = hex_id(settings_.seed ^ ray_series, rays_ + 1).substr(0, 16) + "-SIM";
    const FaultKind fault = faults_.next();
    const Identified caller = directory_.identify(request);
    const Reply* const scripted = faults_.answer_to(request, match.path);
    Reply reply = scripted != nullptr     ? *scripted
                  : skips_the_work(fault) ? make_fault_reply(fault)
                                          : serve(request, match, caller, now);
    const bool by_gateway = fault == FaultKind::gateway || fault == FaultKind::gateway_lost;
    if (by_gateway && !accepts_json(request)) reply = make_fault_reply(FaultKind::html);
    if (fault == FaultKind::drop_after) reply.delivery = Delivery::drop;
    if (fault == FaultKind::echo) reply = echo_request(request, rays_);
    if (fault == FaultKind::echo_after) reply = echo_reply(reply);
    reply.delay += faults_.delay();
    const Identified nobody = std::unexpected(Reply{});
    count_call(request, is_public(match) ? nobody : caller, reply, now);
    ++rays_;
    reply.headers.push_back(Field{"CF-Ray", ray_});
    if (record_)
        record_(record_line(request, path, match.path, reply,
                            fault == FaultKind::none ? std::string_view{} : name_of(fault)));
    return reply;
}

Reply Simulator::serve(const Request& request, const Match& match, const Identified& caller,
                       Time now) {
    if (address_limit_) {
        const Verdict verdict = address_limit_->take(request.source, now);
        if (!verdict.allowed) return too_many(10100, address_limit_->rate(), verdict);
    }
    if (is_public(match)) {
        const Caller nobody;
        return dispatch({request, match.ids, nobody, store_, directory_, settings_, now}, match);
    }
    if (!caller) return caller.error();
    const IdentityFault fault = identities_.fault_of(caller->user->label());
    auto instead = reply_of(fault);
    Reply reply = instead ? std::move(*instead) : serve_caller(request, match, *caller, now);
    reply.delay += fault.delay;
    return reply;
}

Reply Simulator::serve_caller(const Request& request, const Match& match, const Caller& caller,
                              Time now) {
    std::optional<Verdict> verdict;
    if (identity_limit_) {
        verdict = identity_limit_->take(caller.user->id, now);
        if (!verdict->allowed) {
            Reply reply = too_many(971, identity_limit_->rate(), *verdict);
            add_limit_headers(reply, identity_limit_->rate(), *verdict);
            return reply;
        }
    }
    Call call{request, match.ids, caller, store_, directory_, settings_, now};
    call.ray = ray_;
    Reply reply = dispatch(std::move(call), match);
    if (verdict) add_limit_headers(reply, identity_limit_->rate(), *verdict);
    return reply;
}

void Simulator::count_call(const Request& request, const Identified& caller, const Reply& reply,
                           Time now) {
    constexpr int too_many_requests = 429;
    const auto add = [&](CallCount& count) {
        count.add(now);
        if (reply.status == too_many_requests) count.add_throttled();
    };
    add(identities_.of_address(request.source));
    if (caller) add(identities_.of_identity(caller->user->label()));
}

} // namespace tenantry::simulator
