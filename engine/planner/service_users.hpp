// The order of steps around service users: steps that need a user wait for it, and what is written
// in its name begins after the step that lets it in.
#pragma once

#include "engine/model/kind.hpp"
#include "engine/model/resource.hpp"

#include <cstddef>
#include <string_view>
#include <unordered_map>

namespace tenantry::planner {

/// Built once for a plan, in linear time; refers to the Desired it was made from.
class ServiceUserOrder {
public:
    ServiceUserOrder(const KindTable& kinds, const Desired& desired);

    /// The customer's service user, for a membership of it; Resource::none for all others.
    std::size_t user_of(std::size_t index) const;

    /// Notes that `step` is the one of a membership, if `index` is one.
    void note(std::size_t index, std::size_t step);
    /// The step that lets the user in where a resource is written; Resource::none when none has to
    /// be waited for.
    std::size_t entry_to(std::size_t index) const;

private:
    const KindTable& kinds_;
    const Desired& desired_;
    std::unordered_map<std::string_view, std::size_t> users_; // by customer
    std::unordered_map<std::size_t, std::size_t> entries_;    // steps, by account
};

/// Whether a kind's objects have a key that is told once: nothing lists them, and the key is stored
/// before anything else is sent.
bool has_key(const Kind& kind, const KindTable& kinds);

} // namespace tenantry::planner
