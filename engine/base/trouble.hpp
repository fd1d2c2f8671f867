// Why something outside of the API could not be done: with a file, a program, a database.
#pragma once

#include <string>

namespace tenantry {

/// One sentence, and what to do. Never a secret.
struct Trouble {
    std::string message = {};
    std::string hint = {};
};

} // namespace tenantry
