// From the user's YAML files to what is wanted, or to everything that is wrong with them, in one
// run. Reads files and nothing else: no network, no environment (what variables hold is an
// argument), no program is run, and no link that is found in a folder is followed.
//
// The problem. The file may come from a stranger's pull request, and the reader of an error is
// somebody who does not know YAML well. Every mistake of a run has to be told at once, each at its
// line and column, with what to write instead; and nothing may be taken for absent that is there.
//
// How it is solved. yaml-cpp gives events; yaml/builder.cpp checks what it lets pass and builds a
// small tree for each document, in which every node knows its place. Variables are put in, and the
// tree is held against the schema (schema_check.hpp), where a fact about a field lives once. Only
// then are profiles and defaults laid over each other and resources made, with the position of each
// value kept for the whole run. Files are read side by side and put together in one order.
//
// What would break it. Reading a value without its position. A second opinion about what a field
// may hold. Ending at the first mistake. A loop that is not linear in the bytes of the file.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/base/json.hpp"
#include "engine/base/source.hpp"
#include "engine/manifest/layers.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/resource.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::manifest {

/// What ${env:NAME} may name: environment variables by the names that the operator's configuration
/// allows, with "" for one that is not set.
struct Variables {
    std::map<std::string, std::string, std::less<>> environment = {};
    std::string configuration = {}; // the file that allows them, "" for none: for hints
};

/// The manifests as far as they could be read. With an error in `diagnostics`, `desired` is for
/// messages only: it may lack what was wrong.
struct Loaded {
    Sources sources = {};
    Desired desired = {};
    Diagnostics diagnostics = {};
    std::size_t files = 0;
    std::vector<std::uint32_t> shared = {}; // sources with Tenant and Profile documents, sorted
};

/// Reads files, and directories with all that lies in them (*.yaml, *.yml; no hidden names, no
/// links), in the order of their names. Keeps the layers of the customer that `layers` names.
Loaded load(const std::vector<std::string>& paths, const KindTable& kinds,
            const Variables& variables, Layers* layers = nullptr);

/// Loads texts that are in memory already, as if each were a file of its name.
Loaded load_texts(std::vector<Source> texts, const KindTable& kinds,
                  const Variables& variables = {}, Layers* layers = nullptr);

/// A value to write where another stands.
struct Replacement {
    Position at = {};
    Json value = {};
};

/// The text of a file with other values in it, every other byte as it was, comments included.
struct EditedText {
    std::string text = {};
    /// Of each replacement, whether it is in the text. Only single values and lists that stand in
    /// one line are replaced, and only where what is read back is exactly what was meant.
    std::vector<bool> written = {};
};
EditedText replace_values(std::uint32_t source, std::string_view text,
                          const std::vector<Replacement>& replacements);

/// A member to write behind a value, into the map that this is a member of.
struct Insertion {
    Position behind = {};
    std::string name = {};
    Json value = {};
};

/// As replace_values(), with members that are new.
EditedText insert_members(std::uint32_t source, std::string_view text,
                          const std::vector<Insertion>& insertions);

/// A value as a manifest holds it, in one line, without quotes where it can be. Loaded, it is what
/// it was: nothing in it is taken for a variable.
std::string flow_text(const Json& value);

/// The operator's own file (--config). `spec` is its content under "spec", checked against
/// schema/configuration.json; null when it could not be read.
struct Configuration {
    Sources sources = {};
    Diagnostics diagnostics = {};
    Json spec = {};
};

/// `named_by`: "--config", or the variable that names the file.
Configuration load_configuration(const std::string& path, const KindTable& kinds,
                                 const std::string& named_by = "--config");

} // namespace tenantry::manifest
