// Whether a run could do its work: what the credentials are, see and may, each answer taken as it
// comes.
#pragma once

#include "engine/http/http.hpp"
#include "engine/model/health.hpp"
#include "engine/model/kind.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <vector>

namespace tenantry::doctor {

/// Whose health it is: what the settings say, without anything secret.
struct Patient {
    std::string server = {};     // base URL
    bool token = false;          // else e-mail and key
    std::string email = {};      // of a key
    std::string proxy = {};      // an environment variable that names one, which is not used
    double calls_per_second = 0; // that our pace allows; 0: no limit
};

/// Looks at what the credential is, sees and may read: about ten GETs, each answer taken as it
/// comes. Ends early where going on would only repeat a fault of the network.
boost::asio::awaitable<Health> examine(http::Api& api, const KindTable& kinds, Patient patient);

/// What each service user may do, asked of itself: one GET each. Their lanes are open under their
/// e-mails.
boost::asio::awaitable<std::vector<Check>> examine_users(http::Lanes& lanes,
                                                         std::vector<std::string> emails);

} // namespace tenantry::doctor
