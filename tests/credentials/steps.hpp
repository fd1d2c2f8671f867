// The steps that a key goes through, each as a run that does nothing else.
#pragma once

#include "engine/credentials/credentials.hpp"

#include <string>

namespace tenantry::credentials {

using Done = std::expected<void, Trouble>;

/// The record that a user may exist, as a run leaves it that never heard of the result.
inline Done begin(KeyStore& store, const std::string& email) {
    const auto room = store.reserve(email);
    return room ? (*room)->begin() : std::unexpected(room.error());
}

inline Done keep(KeyStore& store, const std::string& email, const std::string& key) {
    const auto room = store.reserve(email);
    if (!room) return std::unexpected(room.error());
    if (auto begun = (*room)->begin(); !begun) return begun;
    return (*room)->keep(key);
}

/// A run that begins and is refused.
inline Done forget(KeyStore& store, const std::string& email) {
    const auto room = store.reserve(email);
    if (!room) return std::unexpected(room.error());
    if (auto begun = (*room)->begin(); !begun) return begun;
    return (*room)->take_back();
}

} // namespace tenantry::credentials
