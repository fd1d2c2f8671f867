// ${env:NAME} in the values of manifests. What a variable holds is put in as text and never read
// again: not as YAML, not as a number, not for further variables. Only names that the operator
// allows are known here, so a stranger's manifest can reach no other; and since one short reference
// may stand for much, what one file can grow by is bounded.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/manifest/yaml/yaml.hpp"

namespace tenantry::manifest {

/// Puts the variables of one file's documents into their text scalars.
class Expander {
public:
    Expander(const Variables& variables, Diagnostics& diagnostics)
        : variables_(variables), diagnostics_(diagnostics) {}

    /// Expands all values of the document and adds an error for each reference that can't be
    /// followed; the tree then calls that scalar unresolved.
    void expand(Tree& tree);

    /// The scalars, and lists of scalars, that a variable went into, as they were written.
    VariableTexts take_written() { return std::move(written_); }

private:
    bool expand(Tree& tree, Node node);
    bool expand_scalar(Tree& tree, Node node);
    /// The value of what stands between "${" and "}", or nothing and an error.
    std::optional<std::string_view> value_of(std::string_view reference, Node node);
    void add(Node node, std::string summary, std::string hint);

    const Variables& variables_;
    Diagnostics& diagnostics_;
    VariableTexts written_;
    std::size_t grown_ = 0;
};

/// Whether a text has a variable in it, or what looks like one.
bool has_variable(std::string_view text);

/// Adds an error for each variable below `node`, in a document that can have none.
void refuse_variables(Tree& tree, Node node, Diagnostics& diagnostics);

} // namespace tenantry::manifest
