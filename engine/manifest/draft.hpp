// What one file says, before the files are put together: fields as written, without defaults. Files
// become drafts independently of each other, so two threads can share the work.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/manifest/layers.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/manifest/yaml/yaml.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/resource.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenantry::manifest {

/// A name as written, and where.
struct Named {
    std::string name = {};
    Position position = {};
};

/// A Customer document. A resource's parent is an index in `resources`; addresses are still empty.
struct CustomerDraft {
    Customer customer = {};
    std::vector<Named> profiles = {};
    std::vector<Resource> resources = {};
};

/// A Profile document, or the Tenant document, whose name is empty.
struct DefaultsDraft {
    Named named = {};
    Defaults defaults = {};
    Guards guards = {}; // of a Tenant document, as the prices
    std::vector<RatePlan> prices = {};
    std::string program = {}; // "" where it is not written
    Position program_position = {};
    std::vector<SeverityRule> severities = {};
};

/// The documents of one or more files.
struct Drafts {
    std::vector<CustomerDraft> customers = {};
    std::vector<DefaultsDraft> profiles = {};
    std::vector<DefaultsDraft> tenants = {};
    std::vector<Ignore> ignores = {};
    VariableTexts written = {};
    Diagnostics diagnostics = {};
    /// Resources of which a syntax error kept something back.
    std::set<Position> gaps = {};
    /// Whether a document that others build upon was not read whole: what they seem to lack may
    /// stand there.
    bool incomplete = false;

    void append(Drafts other);
};

/// Reads the text of one file.
Drafts draft(std::uint32_t source, std::string_view text, const KindTable& kinds,
             const Variables& variables);

} // namespace tenantry::manifest
