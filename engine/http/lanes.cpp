#include "engine/http/lanes.hpp"

#include "engine/http/self.hpp"

#include <algorithm>

namespace tenantry::http {
namespace asio = boost::asio;
namespace {

/// "PATCH /zones/*/settings/*": calls that one right allows. What follows "settings" and the like
/// names a thing of the same sort.
std::string shape_of(const Request& request) {
    std::string shape(name_of(request.method));
    std::string_view rest = request.shape.empty() ? request.path : request.shape;
    std::size_t segments = 0;
    while (!rest.empty()) {
        const auto slash = rest.find('/', 1);
        const std::string_view segment = rest.substr(0, slash);
        rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash);
        const bool is_name = ++segments < 4 && !segment.starts_with("/{");
        shape += is_name ? segment : "/*";
    }
    return shape;
}

// More at once would only wait for the limit of the address, each with an open connection.
constexpr std::size_t most_lanes = 128;

/// Whether a fault may mean no more than that a right is missing: a 403, also with the code that is
/// given for a credential that is not accepted.
bool may_lack_right(const Fault& fault) { return fault.status == 403; }

} // namespace

asio::awaitable<std::expected<Response, Fault>> Lane::send(Request request) {
    const std::string shape = shape_of(request);
    if (not_allowed_.contains(shape)) co_return co_await tenant_.send(std::move(request));
    auto answer = co_await own_->send(request);
    if (answer || !may_lack_right(answer.error())) co_return answer;
    Request who = ask_for_self();
    const auto user = co_await own_->send(std::move(who));
    if (!user) co_return std::unexpected(user.error());
    not_allowed_.insert(shape);
    co_return co_await tenant_.send(std::move(request));
}

std::expected<void, std::string> Lanes::open(const std::string& customer, Credential credential) {
    if (!connect_) return std::unexpected("there is no way to open a lane");
    auto api = connect_(std::move(credential));
    if (!api) return std::unexpected(api.error());
    lanes_[customer] = std::make_unique<Lane>(std::move(*api), tenant_);
    return {};
}

Lane* Lanes::find(std::string_view customer) {
    const auto found = lanes_.find(customer);
    return found == lanes_.end() ? nullptr : found->second.get();
}

Api& Lanes::in(std::string_view customer, std::string_view account) {
    Lane* lane = find(customer);
    return lane != nullptr && lane->works_in(account) ? static_cast<Api&>(*lane) : tenant_;
}

void Lanes::admit(std::string_view customer, std::string account) {
    if (Lane* lane = find(customer)) lane->admit(std::move(account));
}

void Lanes::be_patient(std::chrono::milliseconds patience) {
    for (const auto& [customer, lane] : lanes_)
        lane->be_patient(patience);
}

void Lanes::interrupt() {
    tenant_.interrupt();
    for (const auto& [customer, lane] : lanes_)
        lane->interrupt();
}

std::uint64_t Lanes::requests_sent() const {
    std::uint64_t sum = tenant_.requests_sent();
    for (const auto& [customer, lane] : lanes_)
        sum += lane->requests_sent();
    return sum;
}

asio::awaitable<void> in_lanes(std::vector<Api*> lanes, Work work) {
    std::map<Api*, std::size_t> places;
    std::vector<std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        const auto [place, is_new] = places.emplace(lanes[i], groups.size());
        if (is_new) groups.emplace_back();
        groups[place->second].push_back(i);
    }
    const Work run_group = [&](std::size_t group) -> asio::awaitable<void> {
        const std::vector<std::size_t>& members = groups[group];
        const Work run_one = [&](std::size_t i) -> asio::awaitable<void> {
            co_await work(members[i]);
        };
        co_await concurrently(members.size(), lanes[members.front()]->width(), run_one);
    };
    co_await concurrently(groups.size(), most_lanes, run_group);
}

} // namespace tenantry::http
