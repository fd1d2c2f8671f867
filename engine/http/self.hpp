// Who a credential belongs to, as the API tells it: every key may ask, but not every token (API
// reference, section 1.1). Any answer at all means that the credential is accepted.
#pragma once

#include "engine/model/request.hpp"

#include <string>

namespace tenantry::http {

/// A user; "" for what is not told.
struct Self {
    std::string id = {};
    std::string email = {}; // as the API spells it
};

Request ask_for_self();
Self self_in(const Json& result);

} // namespace tenantry::http
