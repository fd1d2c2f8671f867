// The core of the simulator: a request in, a reply out. No socket and no clock; what a request
// meets, in this order: the count, a fault, the limit of its address, its credential, a fault of
// its identity, the limit of its identity, its handler.
#pragma once

#include "tools/simulator/api/router.hpp"
#include "tools/simulator/control/control.hpp"
#include "tools/simulator/control/faults.hpp"
#include "tools/simulator/control/identities.hpp"
#include "tools/simulator/control/request_count.hpp"
#include "tools/simulator/rules/limits.hpp"
#include "tools/simulator/rules/settings.hpp"
#include "tools/simulator/world/directory.hpp"
#include "tools/simulator/world/store.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace tenantry::simulator {

/// Takes one line of the recording.
using RecordSink = std::function<void(const std::string& line)>;

class Simulator {
public:
    /// A simulator with the state of the settings' file, or else a seeded tenant; the text says
    /// what is wrong with the settings.
    static std::expected<std::unique_ptr<Simulator>, std::string> make(Settings settings);

    Reply answer(const Request& request, Time now);

    void record_to(RecordSink sink) { record_ = std::move(sink); }
    std::expected<void, std::string> save() const;

    const Settings& settings() const { return settings_; }

private:
    using Identified = std::expected<Caller, Reply>;

    explicit Simulator(Settings settings, FaultPlan faults);

    Reply answer_api(const Request& request, std::string_view path, Time now);
    Reply serve(const Request& request, const Match& match, const Identified& caller, Time now);
    Reply serve_caller(const Request& request, const Match& match, const Caller& caller, Time now);
    void count_call(const Request& request, const Identified& caller, const Reply& reply, Time now);

    Settings settings_;
    Store store_;
    Directory directory_;
    Router router_;
    Faults faults_;
    RequestCount count_;
    Identities identities_;
    std::optional<RateLimit> identity_limit_;
    std::optional<RateLimit> address_limit_;
    RecordSink record_;
    std::uint64_t rays_ = 0;
    std::string ray_ = {}; // of the call that is being answered
};

} // namespace tenantry::simulator
