#include "tools/simulator/control/identities.hpp"

#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/text/zone_name.hpp"

namespace tenantry::simulator {
namespace {

// Of a limit that is off: those that the API publishes.
constexpr Duration usual_identity_window = std::chrono::seconds{300};
constexpr Duration usual_address_window = std::chrono::seconds{1};

CallCount& entry(std::map<std::string, CallCount>& counts, const std::string& who,
                 Duration window) {
    return counts.try_emplace(who, window).first->second;
}

std::string counts_json(const std::map<std::string, CallCount>& counts, std::string_view name) {
    std::string out = "[";
    for (const auto& [who, count] : counts) {
        if (out.size() > 1) out += ',';
        out += ObjectText{}
                   .text(name, who)
                   .number("calls", count.calls())
                   .number("most_in_a_second", static_cast<long long>(count.most_in_a_second()))
                   .number("most_in_a_window", static_cast<long long>(count.most_in_a_window()))
                   .number("throttled", count.throttled())
                   .take();
    }
    return out + "]";
}

} // namespace

void Peak::add(Time start) {
    while (!recent_.empty() && recent_.front() + length_ <= start)
        recent_.pop_front();
    recent_.push_back(start);
    most_ = std::max(most_, recent_.size());
}

void CallCount::add(Time start) {
    ++calls_;
    in_second_.add(start);
    in_window_.add(start);
}

Identities::Identities(const Settings& settings)
    : identity_window_(settings.identity_rate ? settings.identity_rate->window
                                              : usual_identity_window),
      address_window_(settings.address_rate ? settings.address_rate->window
                                            : usual_address_window) {}

CallCount& Identities::of_identity(const std::string& label) {
    return entry(identities_, label, identity_window_);
}

CallCount& Identities::of_address(const std::string& address) {
    return entry(addresses_, address, address_window_);
}

void Identities::clear() {
    identities_.clear();
    addresses_.clear();
}

IdentityFault Identities::fault_of(const std::string& label) const {
    if (faults_.empty()) return {};
    const auto found = faults_.find(lower_ascii(label));
    return found == faults_.end() ? IdentityFault{} : found->second;
}

void Identities::set_fault(const std::string& label, const IdentityFault& fault) {
    faults_.insert_or_assign(lower_ascii(label), fault);
}

std::string Identities::rates_json() const {
    return ObjectText{}
        .raw("identities", counts_json(identities_, "identity"))
        .raw("addresses", counts_json(addresses_, "address"))
        .take();
}

std::expected<IdentityFault, std::string> identity_fault_from(const nlohmann::json& json) {
    IdentityFault fault;
    const nlohmann::json& refused = member(json, "refused");
    if (refused == 401 || refused == 403)
        fault.refused = refused.get<int>();
    else if (!refused.is_null())
        return std::unexpected("refused must be 401, 403 or null");
    fault.throttled = flag_at(json, "throttled");
    const auto delay = parse_duration(text_at(json, "delay", "0ms"));
    if (!delay) return std::unexpected(delay.error());
    fault.delay = std::chrono::ceil<std::chrono::milliseconds>(*delay);
    return fault;
}

std::optional<Reply> reply_of(const IdentityFault& fault) {
    if (fault.refused == 401) return failure(401, 10000, "Authentication error");
    if (fault.refused)
        return failure(*fault.refused, 9109, "Unauthorized to access requested resource");
    if (!fault.throttled) return std::nullopt;
    Reply reply = failure(429, 971, "Please wait and consider throttling your request speed");
    reply.headers.push_back(Field{"Retry-After", "1"});
    return reply;
}

} // namespace tenantry::simulator
