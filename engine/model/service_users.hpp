// Service users: who works in a customer's name (API reference, section 5). A customer has one at
// most; its key is told once, when it is made, and nobody but the store knows which users exist. It
// becomes a member of each of the customer's accounts without being written there.
#pragma once

#include <string_view>

namespace tenantry {

struct Kind;
struct LiveObject;

/// What the engine has to know of them; null in a product without them.
struct ServiceUsers {
    const Kind* user = nullptr;
    const Kind* membership = nullptr; // in each account, with what `section` writes
    std::string_view key_field = {};  // of the create's answer: stored before anything else is sent
    std::string_view section = {};    // of the Tenant document
    std::string_view named_alike = {}; // the kind whose resource would be the same live object
    /// Whether a membership lets its user read what is in the account.
    bool (*lets_in)(const LiveObject& membership) = nullptr;

    bool is_user(const Kind& kind) const { return user == &kind; }
    bool is_membership(const Kind& kind) const { return membership == &kind; }
    /// Whether no list of the tenant's has objects of the kind, because only they themselves see
    /// them.
    bool are_told_by(const Kind& kind) const { return is_user(kind) || is_membership(kind); }
};

} // namespace tenantry
