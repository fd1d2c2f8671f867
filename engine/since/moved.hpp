// What went from one customer to another, or whose customer has another name now, is managed still.
#pragma once

#include "engine/model/kind.hpp"
#include "engine/model/resource.hpp"

#include <set>
#include <string>
#include <string_view>

namespace tenantry::since {

/// What stands at the top of a customer and did not stand there then.
class Moved {
public:
    /// `kinds` outlives this.
    Moved(const KindTable& kinds, const Desired& then, const Desired& now);

    /// Whether what stood at the top of a customer then stands elsewhere now: with its id, or with
    /// its name, or one that it had, as long as only one of both times tells its id.
    bool holds(const Resource& before) const;

private:
    bool has_id(const Resource& resource) const;
    std::string key_of(const Resource& resource, std::string_view name) const;

    const KindTable& kinds_;
    std::set<std::string> ids_ = {};
    std::set<std::string> names_ = {};         // of those without an id
    std::set<std::string> names_with_id_ = {}; // of the others
};

} // namespace tenantry::since
