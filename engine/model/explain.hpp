// What a fault says beside its summary, put where the user looks: at the manifest line of what it
// concerns.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/request.hpp"
#include "engine/model/resource.hpp"

#include <string>
#include <string_view>

namespace tenantry {

/// The manifest's field that a JSON pointer into the body of a call means, as "components.users"
/// for "/component_values/0/value"; "" for no pointer (API reference, section 1.3). A call that
/// writes one field means that one, whether there is a pointer or not.
std::string field_meant(const Kind& kind, const Call& call, std::string_view pointer);

/// Where that field stands, else the nearest one around it, else the resource.
Position position_of(const Resource& resource, std::string_view path);

/// Whether trying again could help; the kind may know more than the fault itself.
TryAgain try_again(const Kind& kind, const Fault& fault);

/// The fault as it may be shown: an answer may quote what was sent, and so the value of a variable.
Fault without_variables(Fault fault, const Change& change);

/// Adds the error chain, where to read more and the request's id; and, where no hint says what to
/// do, the kind's, or else whether trying again could help.
void explain(Diagnostic& diagnostic, const Kind& kind, const Fault& fault);
/// Explains a fault that concerns no kind.
void explain(Diagnostic& diagnostic, const Fault& fault);

} // namespace tenantry
