// Why a run ends before it has done anything, as a value: whoever finds the reason returns it, and
// the printer tells it in every form that --output asks for.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/answer.hpp"
#include "tools/cli/exit_code.hpp"

#include <expected>
#include <string>

namespace tenantry::cli {

struct Terms;
enum class Reply;

struct Refusal {
    Diagnostics diagnostics = {};
    Sources sources = {}; // that the diagnostics speak of
    ExitCode code = ExitCode::error;
};

/// For mistakes in what the run was given.
std::unexpected<Refusal> refuse(Diagnostics diagnostics, Sources sources);
/// For one reason.
std::unexpected<Refusal> refuse(const std::string& summary, const std::string& hint, ExitCode code);
/// For what the API answered, outside any step.
std::unexpected<Refusal> refuse(const Fault& fault, const Terms& terms);

/// A question that was not answered "yes".
std::unexpected<Refusal> not_confirmed(Reply reply);

} // namespace tenantry::cli
