#include "engine/http/self.hpp"

namespace tenantry::http {

Request ask_for_self() { return {.path = "/user"}; }

Self self_in(const Json& result) {
    return {.id = std::string(result.text_of("id")), .email = std::string(result.text_of("email"))};
}

} // namespace tenantry::http
