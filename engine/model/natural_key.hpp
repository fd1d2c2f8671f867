// What tells objects of one kind apart when no id is known: a name, in the form in which names are
// compared. It is unique within the parent, everywhere, or not at all.
#pragma once

#include "engine/model/canonical.hpp"
#include "engine/model/live.hpp"
#include "engine/model/resource.hpp"
#include "engine/model/schema.hpp"

#include <string>
#include <string_view>

namespace tenantry {

/// Refers to the schema it was made from.
class NaturalKey {
public:
    explicit NaturalKey(const Schema& schema);

    /// False for kinds of which every parent has one: they have no name.
    bool exists() const { return facts_ != nullptr; }
    /// The field that holds it; "" where there is none.
    std::string_view field() const { return field_; }
    const Comparison& comparison() const {
        return exists() ? facts_->comparison : Comparison::exact;
    }
    Uniqueness unique() const { return exists() ? facts_->unique : Uniqueness::none; }

    /// As it is written.
    std::string_view name_of(const Resource& resource) const { return resource.text_of(field_); }
    /// A name in the form in which it is compared.
    std::string canonical(std::string_view name) const { return comparison().canonical(name); }
    std::string of(const Resource& resource) const { return canonical(name_of(resource)); }
    std::string of(const LiveObject& object) const { return canonical(object.name); }

private:
    std::string_view field_;
    const Schema* facts_;
};

inline NaturalKey::NaturalKey(const Schema& schema)
    : field_(schema.field_with(IdentityRole::name)), facts_(schema.property(field_)) {}

} // namespace tenantry
