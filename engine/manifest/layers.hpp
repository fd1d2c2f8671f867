// What each document says of a customer's resources, before one is laid over the other. Assembling
// keeps only what comes out; who has to tell where a value came from, and what it took the place
// of, has the layers of one customer kept, and everybody else pays nothing for it.
#pragma once

#include "engine/base/source.hpp"
#include "engine/model/resource.hpp"

#include <map>
#include <string>
#include <vector>

namespace tenantry::manifest {

/// What a layer of defaults gives one kind. Written as a single value it is taken whole: weaker
/// layers add nothing to it.
struct KindDefaults {
    std::vector<Field> fields = {};
    bool short_form = false;
};

/// Defaults by the kind whose items they fill.
using Defaults = std::map<std::string, KindDefaults, std::less<>>;

/// A document with defaults that hold for a customer.
struct Layer {
    std::string profile = {}; // its name; "" for the Tenant document
    Position position = {};
    Defaults defaults = {};
};

/// The layers of one customer, by the name that is asked for, in any case.
struct Layers {
    std::string customer = {};
    /// The fields of each resource of the customer's own document, by where the resource stands;
    /// what defaults alone make a resource is not there.
    std::map<Position, std::vector<Field>> own = {};
    std::vector<Layer> below = {}; // the strongest first
};

} // namespace tenantry::manifest
