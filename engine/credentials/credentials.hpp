// Secrets of API identities: where they come from, and where those of service users are kept. A
// secret is a value here and a header in engine/http, and nothing else: it stands in no message, no
// argument of a program and no file that others may read.
#pragma once

#include "engine/base/trouble.hpp"

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::credentials {

/// Why a secret could not be had or kept.
using tenantry::Trouble;

/// The first line of a file that only its owner may read.
std::expected<std::string, Trouble> read_secret_file(const std::string& path);

/// What a helper keeps for one server.
struct StoreEntry {
    std::string user = {};
    std::string secret = {};
};

/// Asks a program that speaks the docker credential-helper protocol, as docker-credential-pass: a
/// name that is found on PATH, or an absolute path. Nothing secret is in its arguments; its answer
/// is bounded, and so is the time it may take. Nothing when it has no such entry.
std::expected<std::optional<StoreEntry>, Trouble> ask_helper(const std::string& program,
                                                             const std::string& server);

/// What the store knows of a service user.
struct Record {
    /// A run began to create the user, and the answer never came: it may exist, and its key is
    /// lost.
    bool begun = false;
    std::string key = {}; // else
};

/// Room for the key of one user, held from before the user is created until the key is kept. The
/// API tells a key once, so nothing that keeping it takes may be missing when it comes.
class Reservation {
public:
    /// Gives the room back. What was begun and not kept stays begun.
    virtual ~Reservation() = default;

    /// Right before the call that creates the user: from here on it may exist.
    virtual std::expected<void, Trouble> begin() = 0;
    /// After an answer that says that nothing was done: undoes begin().
    virtual std::expected<void, Trouble> take_back() = 0;
    /// Keeps the key, in place of what begin() wrote; it is there when this returns.
    virtual std::expected<void, Trouble> keep(const std::string& key) = 0;
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
    /// Room for a user that has no key yet. A run that is killed while it holds one leaves nothing
    /// that is in the way of the next.
    virtual std::expected<std::unique_ptr<Reservation>, Trouble>
    reserve(const std::string& email) = 0;

    /// Its name for people: "docker-credential-pass", "the directory /var/lib/tenantry".
    virtual std::string name() const = 0;
};

/// `server` is the API's base URL: entries of another server are no concern of this store. A
/// program can hold no room: what a reservation has of it is that it answered, and from begin() on
/// that it keeps an entry of that name and gives it back.
std::unique_ptr<KeyStore> helper_store(const std::string& program, const std::string& server);

/// One file (0600) a user in a directory of mode 0700, which is made when it is missing. What a
/// reservation holds: see engine/credentials/directory_room.hpp.
std::unique_ptr<KeyStore> directory_store(const std::string& directory, const std::string& server);

} // namespace tenantry::credentials
