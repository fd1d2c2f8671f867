#include "engine/reader/reader.hpp"

namespace tenantry::reader {

Api& api_of(Lanes& lanes, std::string_view customer, const Kind& kind, std::string_view account) {
    return kind.runs == Runs::as_customer ? lanes.in(customer, account) : lanes.tenant();
}

} // namespace tenantry::reader
