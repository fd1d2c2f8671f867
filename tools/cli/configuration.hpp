// The operator's file (--config) as a run needs it. Only here do manifests and the environment
// meet: what a manifest may read is looked up by the names that this file allows, and by no others.
#pragma once

#include "engine/manifest/manifest.hpp"
#include "tools/cli/arguments.hpp"
#include "tools/cli/environment.hpp"

namespace tenantry::cli {

/// What the configuration says, and the variables it allows. Without --config: nothing.
struct OperatorFile {
    Json spec = {};
    manifest::Variables variables = {};
    Sources sources = {};
    Diagnostics diagnostics = {};
};

OperatorFile load_operator(const Arguments& arguments, const KindTable& kinds,
                           const Environment& environment);

} // namespace tenantry::cli
