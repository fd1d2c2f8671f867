// drift --notify: a program that tells somebody. It gets the JSON of the drift on its standard
// input, and of our environment only what it needs and what is named for it (NOTIFY_...).
#pragma once

#include "engine/base/json.hpp"
#include "engine/model/finding.hpp"
#include "tools/cli/setup.hpp"

#include <expected>
#include <string>

namespace tenantry::cli {

/// Whether --notify names a program that is there, before anything is read.
std::expected<void, Refusal> judge_notify(const Setup& setup);

/// Whether there is something to tell: with "new" (and where nobody remembers a drift before, any)
/// findings that the drift before did not have, with "any" all, else those of a severity.
bool is_worth_telling(const Drift& drift, const std::string& on);

/// Runs the program, for at most half a minute. The error is a sentence.
std::expected<void, std::string> notify(const std::string& program, const Json& document);

} // namespace tenantry::cli
