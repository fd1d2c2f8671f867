// A YAML node held against a schema: every mistake with its place, what was expected, and what to
// write. The schema decides what a value must be; YAML's guesses decide nothing. A node that passed
// becomes JSON here (to_json).
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/base/json.hpp"
#include "engine/manifest/elsewhere.hpp"
#include "engine/manifest/yaml/yaml.hpp"
#include "engine/model/schema.hpp"

#include <span>

namespace tenantry::manifest {

/// Adds what is wrong with `node` and all below it. `documents` are the kinds of documents there
/// are, this one first: a field that is unknown here may belong to another.
void check(Node node, const Schema& schema, Diagnostics& diagnostics,
           std::span<const DocumentSchema> documents = {});

/// The hints tell what is wanted, and nothing of what stands there: it may be a secret.
void check_without_values(Node node, const Schema& schema, Diagnostics& diagnostics);

/// Whether a schema takes a node as it stands: what a hint says to write must not be the next
/// mistake.
bool fits(Node node, const Schema& schema);

/// Whether a single value stands for the map that the schema describes (x-short).
bool takes_short_form(Node node, const Schema& schema);

/// The value of a node that passed the check.
Json to_json(Node node);

} // namespace tenantry::manifest
