// One walk over a document with its schema. Values are judged in schema_check.cpp, the members of
// maps in schema_fields.cpp; what a single value or an unknown member is blamed for, without a
// walk, in schema_scalars.hpp and schema_unknown.hpp.
#pragma once

#include "engine/manifest/schema_check.hpp"
#include "engine/manifest/schema_scalars.hpp"
#include "engine/manifest/schema_unknown.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::manifest {

class Checker {
public:
    Checker(Node root, Diagnostics& diagnostics, std::span<const DocumentSchema> documents)
        : diagnostics_(diagnostics), at_{.root = root, .documents = documents} {}

    void check(Node node, const Schema& schema);
    /// Says what is wrong and not what to do about it: for what is only tried.
    void without_hints() { at_.hints = false; }

    /// Says nothing of the values that stand there.
    void without_values() { at_.shows_values = false; }

private:
    /// What becomes of an object when a value is not written.
    enum class Without { as_it_is, wrong, by_default, shorter_list };

    void add(Node node, std::string code, std::string summary, std::string hint = "");
    void add(Node node, std::optional<Complaint> complaint);
    void null(Node node, const Schema& schema);
    void wrong_type(Node node, const Schema& schema);
    void choice(Node node, const Schema& schema);
    void sequence(Node node, const Schema& schema);

    void map(Node node, const Schema& schema);
    void key(Node key, const Schema& schema);
    void members(Node node, const Schema& schema, const std::vector<Entry>& unknown);
    void undocumented(const Entry& entry, const Schema& schema);

    Diagnostics& diagnostics_;
    CheckedPlace at_;
    bool open_ = false;                // in a map that takes what no document has
    Without without_ = Without::wrong; // of the node that is checked
};

/// The type of a node as schemas call it.
std::string_view schema_type(NodeType type);
/// Whether a schema takes the type of a node: 1.0 and 6e1 are whole numbers, too.
bool takes(const Schema& schema, Node node);

} // namespace tenantry::manifest
