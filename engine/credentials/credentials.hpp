// Secrets of API identities: where they come from, and where those of service users are kept. A
// secret is a value here and a header in engine/remote, and nothing else: it stands in no message,
// no argument of a program and no file that others may read (design: "Credentials and ledger").
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::credentials {

/// Why a secret could not be had or kept: one sentence, and what to do. Never the secret.
struct Trouble {
    std::string message = {};
    std::string hint = {};
};

/// The first line of a file that only its owner may read.
std::expected<std::string, Trouble> read_secret_file(const std::string& path);

/// What a helper keeps for one server.
struct Entry {
    std::string user = {};
    std::string secret = {};
};

/// Asks a program that speaks the docker credential-helper protocol, as docker-credential-pass: a
/// name that is found on PATH, or an absolute path. Nothing secret is in its arguments; its answer
/// is bounded, and so is the time it may take. Nothing when it has no such entry.
std::expected<std::optional<Entry>, Trouble> ask_helper(const std::string& program,
                                                        const std::string& server);

/// What the store knows of a service user.
struct Record {
    /// A run began to create the user, and the answer never came: it may exist, and its key is
    /// lost.
    bool begun = false;
    std::string key = {}; // else
};

/// The keys of service users at one server. The entry of a user is the record that it exists,
/// because the API can not list service users (API reference, section 5). Calls may block: on a
/// program, on a disk.
class KeyStore {
public:
    virtual ~KeyStore() = default;

    /// The e-mail addresses that have an entry, sorted.
    virtual std::expected<std::vector<std::string>, Trouble> users() = 0;
    /// Nothing for a user without entry.
    virtual std::expected<std::optional<Record>, Trouble> find(const std::string& email) = 0;
    /// Before a user is created: proves that the store can be written, and stays when no answer
    /// comes.
    virtual std::expected<void, Trouble> begin(const std::string& email) = 0;
    /// Keeps a key, in place of what begin() wrote; it is there when this returns.
    virtual std::expected<void, Trouble> keep(const std::string& email, const std::string& key) = 0;
    /// After a clear refusal: takes back what begin() wrote, and nothing else.
    virtual std::expected<void, Trouble> forget(const std::string& email) = 0;

    /// Its name for people: "docker-credential-pass", "the directory /var/lib/tenantry".
    virtual std::string name() const = 0;
};

/// `server` is the API's base URL: entries of another server are no concern of this store.
std::unique_ptr<KeyStore> helper_store(const std::string& program, const std::string& server);

/// One file (0600) a user in a directory of mode 0700, which is made when it is missing.
std::unique_ptr<KeyStore> directory_store(const std::string& directory, const std::string& server);

} // namespace tenantry::credentials
