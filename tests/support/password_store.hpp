// A password store of its own: pass with a GnuPG key that nobody protects, as
// docker-credential-pass wants it. Debian's packages pass, gnupg and
// golang-docker-credential-helpers.
#pragma once

#include "tests/support/workspace.hpp"

#include <map>
#include <string>

namespace tenantry::credentials {

/// Whether the packages are there.
bool has_pass();

class PasswordStore {
public:
    PasswordStore();
    ~PasswordStore();
    PasswordStore(const PasswordStore&) = delete;
    PasswordStore& operator=(const PasswordStore&) = delete;

    /// What a program needs in its environment to find it.
    std::map<std::string, std::string> environment() const;

private:
    whole::Workspace workspace_;
};

} // namespace tenantry::credentials
