#include "engine/reader/reader.hpp"

namespace tenantry::reader {

Api& api_of(Lanes& lanes, std::string_view customer, const Kind& kind, std::string_view account) {
    return kind.runs == Runs::as_customer ? lanes.in(customer, account) : lanes.tenant();
}

void admit(Lanes& lanes, std::string_view customer, const Kind& kind,
           const LiveObject& membership) {
    if (kind.lets_in != nullptr && kind.lets_in(membership))
        lanes.admit(customer, membership.parent);
}

} // namespace tenantry::reader
