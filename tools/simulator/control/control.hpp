// The way around the rules, for tests: looking into the simulator and changing it, at /control,
// outside the API. Never limited, counted, faulted or recorded, and without authentication.
#pragma once

#include "tools/simulator/control/faults.hpp"
#include "tools/simulator/control/identities.hpp"
#include "tools/simulator/control/request_count.hpp"
#include "tools/simulator/text/request.hpp"
#include "tools/simulator/world/directory.hpp"
#include "tools/simulator/world/object_kind.hpp"
#include "tools/simulator/world/store.hpp"

#include <string_view>

namespace tenantry::simulator {

/// One control request, and everything it may look at or change.
struct ControlCall {
    const Request& request;
    std::string_view path; // below /control
    const Settings& settings;
    Store& store;
    Directory& directory;
    Faults& faults;
    RequestCount& count;
    Identities& identities;
    Time now;

    WorldAt world() const { return {store, directory, settings, now}; }
};

Reply answer_control(const ControlCall& call);

} // namespace tenantry::simulator
