// One walk over a document with its schema. Values are judged in schema_check.cpp, the members of
// maps in schema_fields.cpp.
#pragma once

#include "engine/manifest/schema_check.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::manifest {

class Checker {
public:
    Checker(Node root, Diagnostics& diagnostics, std::span<const DocumentSchema> documents)
        : root_(root), diagnostics_(diagnostics), documents_(documents) {}

    void check(Node node, const Schema& schema);
    /// Says what is wrong and not what to do about it: for what is only tried.
    void without_hints() { hints_ = false; }

    /// Says nothing of the values that stand there.
    void without_values() { shows_values_ = false; }

private:
    /// What becomes of an object when a value is not written.
    enum class Without { as_it_is, wrong, by_default, shorter_list };

    void add(Node node, std::string code, std::string summary, std::string hint = "");
    void null(Node node, const Schema& schema);
    void wrong_type(Node node, const Schema& schema);
    void constant(Node node, const Schema& schema);
    void choice(Node node, const Schema& schema);
    void text(Node node, const Schema& schema);
    void domain(Node node, const Schema& schema);
    void integer(Node node, const Schema& schema);
    void real(Node node, const Schema& schema);
    void range(Node node, double number, const Schema& schema);
    void sequence(Node node, const Schema& schema);

    void map(Node node, const Schema& schema);
    void key(Node key, const Schema& schema);
    void members(Node node, const Schema& schema, const std::vector<Entry>& unknown);
    void alternatives(Node node, const Schema& schema);
    bool flattened(Node node, const Entry& entry, const Schema& schema);
    void undocumented(const Entry& entry, const Schema& schema);
    void unknown(Node node, const Entry& entry, const Schema& schema);
    std::string meant_for(const Entry& entry, const std::vector<std::string>& missing, Node node,
                          const Schema& schema) const;
    bool is_misnamed(const Entry& entry, const std::string& missing, Node node,
                     const Schema& schema) const;
    std::string place_of(const std::string& name) const;
    Stray stray(const Entry& entry, Node node) const;

    Node root_;
    Diagnostics& diagnostics_;
    std::span<const DocumentSchema> documents_;
    std::vector<std::string> path_; // to the node that is checked
    bool open_ = false;             // in a map that takes what no document has
    bool hints_ = true;
    bool shows_values_ = true;
    Without without_ = Without::wrong; // of the node that is checked
};

/// The type of a node as schemas call it.
std::string_view schema_type(NodeType type);
/// Whether a schema takes the type of a node: 1.0 and 6e1 are whole numbers, too.
bool takes(const Schema& schema, Node node);

} // namespace tenantry::manifest
