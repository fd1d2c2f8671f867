#include "tests/support/password_store.hpp"

#include <sys/stat.h>

#include <cstdlib>
#include <stdexcept>

namespace tenantry::credentials {
namespace {

constexpr const char* make = "gpg --batch --quiet --pinentry-mode loopback --passphrase '' "
                             "--quick-gen-key tests@tenantry.example default default never && "
                             "pass init tests@tenantry.example";

} // namespace

bool has_pass() {
    return std::system("command -v docker-credential-pass pass gpg > /dev/null 2>&1") ==
           0; // NOLINT
}

PasswordStore::PasswordStore() {
    workspace_.write("gnupg/.keep", "");
    ::chmod(workspace_.path_of("gnupg").c_str(), 0700);
    std::string command;
    for (const auto& [name, value] : environment())
        command += "export " + name + "='" + value + "';";
    command += "{ " + std::string(make) + "; } > '" + workspace_.path_of("log") + "' 2>&1";
    if (std::system(command.c_str()) != 0) // NOLINT: a constant, and a directory of our own
        throw std::runtime_error("no password store: " + workspace_.read("log"));
}

PasswordStore::~PasswordStore() {
    const std::string command =
        "gpgconf --homedir '" + workspace_.path_of("gnupg") + "' --kill all > /dev/null 2>&1";
    [[maybe_unused]] const int ended = std::system(command.c_str()); // NOLINT
}

std::map<std::string, std::string> PasswordStore::environment() const {
    return {{"GNUPGHOME", workspace_.path_of("gnupg")},
            {"PASSWORD_STORE_DIR", workspace_.path_of("store")}};
}

} // namespace tenantry::credentials
