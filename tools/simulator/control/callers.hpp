// The callers as /control makes them, and what one of them meets: users, tokens that accounts own,
// and the faults of one identity.
#pragma once

#include "tools/simulator/control/control.hpp"

#include <expected>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace tenantry::simulator {

/// What was made, as JSON, or what is wrong.
using Made = std::expected<std::string, std::string>;

/// A person with a key or a token of the caller's choice.
Made make_user(const ControlCall& call, const nlohmann::json& body);

/// A token that belongs to an account: it does there what its roles grant, and nothing elsewhere.
Made make_account_token(const ControlCall& call, const nlohmann::json& body);

/// The fault of the identity of that label: an e-mail, or the id of an account's token.
Made put_identity_fault(const ControlCall& call, const std::string& label,
                        const nlohmann::json& body);

} // namespace tenantry::simulator
