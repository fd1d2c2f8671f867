// The kinds of object that /control changes past all rules: where they are kept, how they are
// read, put and erased. What a path below /control means is in control.cpp.
#pragma once

#include "tools/simulator/control/control.hpp"

#include <expected>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace tenantry::simulator {

/// One kind behind functions that take ids: every function may be asked for what is not there.
struct ControlKind {
    std::string_view path; // below /control
    /// The id that "/ID" or "/by-name/NAME" means; empty when there is none.
    std::string (*id_of)(std::string_view rest, const ControlCall& call);
    /// The whole object, or nothing.
    std::optional<std::string> (*show)(const std::string& id, const ControlCall& call);
    /// Makes or changes one; the whole object, or what is wrong.
    std::expected<std::string, std::string> (*put)(const nlohmann::json& json,
                                                   const ControlCall& call);
    void (*erase)(const std::string& id, const ControlCall& call);
};

/// The kind that a path is below; null when there is none.
const ControlKind* control_kind(std::string_view path);

} // namespace tenantry::simulator
