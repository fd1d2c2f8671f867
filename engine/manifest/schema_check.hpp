// A YAML node held against a schema: every mistake with its place, what was expected, and what to
// write. The schema decides what a value must be; YAML's guesses decide nothing.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/base/json.hpp"
#include "engine/manifest/tree.hpp"
#include "engine/model/schema.hpp"

namespace tenantry::manifest {

/// Adds what is wrong with `node` and all below it.
void check(Node node, const Schema& schema, Diagnostics& diagnostics);

/// Whether a single value stands for the map that the schema describes (x-short).
bool takes_short_form(Node node, const Schema& schema);

/// The value of a node that passed the check.
Json to_json(Node node);

} // namespace tenantry::manifest
