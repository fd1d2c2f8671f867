// From the doctor's answers to a diagnosis. Pure: what was asked and answered goes in as values.
#pragma once

#include "engine/doctor/doctor.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tenantry::doctor {

using http::Api;
using http::Expected;
using http::Heard;
using http::Lanes;
using http::RateItem;
using http::Work;
using Examined = Expected<Response>;

/// What was asked; what was not asked is empty.
struct Answers {
    Patient patient = {};
    std::size_t most_swept = 0; // accounts, that one list has all zones of
    std::optional<Examined> user = {};
    std::optional<Examined> token = {}; // verify
    std::optional<Examined> tenants = {};
    std::map<std::string, Examined> tenant = {}; // by id
    std::map<std::string, Examined> account_types = {};
    std::map<std::string, Examined> entitlements = {};
    std::optional<Examined> accounts = {};
    std::optional<Examined> zones = {};
    std::string account = {};                                  // the one that was looked into
    std::vector<std::pair<std::string, Examined>> inside = {}; // "members" and so on
    std::optional<Fault> stopped = {};                         // why nothing more was asked
    Heard heard = {};
};

Health diagnose(Answers answers);

/// What the last answers said of the bucket with the least in it.
struct CallsLeft {
    std::int64_t remaining = 0;
    std::string says = {}; // "1192 of 1200 calls left, for 287 s"
    bool few = false;      // less than a tenth
};

/// Nothing when they said nothing.
std::optional<CallsLeft> calls_left(const Heard& heard);

struct SeenTenants {
    std::vector<SeenTenant> tenants = {};
    std::vector<Doubt> doubts = {}; // what keeps others, or units of these, from being seen
};

/// The tenants in the answer to `call`, which comes in two shapes (API reference, section 3,
/// "Contradiction").
SeenTenants tenants_in(const Json& result, std::string_view call);

} // namespace tenantry::doctor
