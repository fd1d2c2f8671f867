// What a question is about: the resources of the manifests that an address means, and the fields of
// them that a path means, in the spelling of the manifest ("settings.ssl" of a zone) or of the
// resource ("ssl" of its settings).
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/address.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/resource.hpp"

#include <cstddef>
#include <expected>
#include <string>
#include <vector>

namespace tenantry::explanation {

struct Subject {
    const Customer* customer = nullptr;
    std::vector<std::size_t> resources = {}; // in full
    std::vector<std::size_t> below = {};     // what lies in them, in a line each
    std::string field = {};                  // a field or a map of fields; "" for all
    /// Of which the resource has none: what would stand in it (its plan), or in a list of it.
    const Kind* unwritten = nullptr;
    /// The list of these that the resource has.
    const Kind* list = nullptr;
};

/// An address, or a field, that nothing in the manifests has is an error that names the nearest.
std::expected<Subject, Diagnostic> subject_of(const KindTable& kinds, const Desired& desired,
                                              const std::string& address, const std::string& field);

/// Why a field has no step of which no document speaks.
std::string unspoken_words(const Schema& schema, const KindTable& kinds, const std::string& path);

/// The fields that a kind knows by name, with dots: those of maps one by one.
std::vector<std::string> named_fields(const Schema& schema, const KindTable& kinds);

/// The kind of what one member of a schema holds, or the kind of the items of its list; null where
/// it is a field.
const Kind* kind_within(const Schema& member, const KindTable& kinds);

} // namespace tenantry::explanation
