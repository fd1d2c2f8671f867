// A certificate authority and a server certificate, made in memory at start. Nothing but the CA
// certificate ever leaves the program.
#pragma once

#include <string>

namespace tenantry::simulator {

struct TlsIdentity {
    std::string ca = {};          // PEM; what clients must trust
    std::string certificate = {}; // PEM; for localhost and 127.0.0.1, signed by the CA
    std::string key = {};         // PEM
};

/// Throws std::runtime_error when OpenSSL cannot.
TlsIdentity make_tls_identity();

} // namespace tenantry::simulator
