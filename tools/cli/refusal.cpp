#include "tools/cli/refusal.hpp"

#include "engine/base/text.hpp"
#include "engine/model/explain.hpp"
#include "tools/cli/settings.hpp"
#include "tools/cli/terminal.hpp"

#include <fmt/core.h>

namespace tenantry::cli {
namespace {

constexpr std::string_view api_path = "/client/v4";

/// What to do about an answer, as far as the connection decides it and not what was called.
std::string hint_for(const Fault& fault, const Terms& terms) {
    const bool unreachable = fault.category == FaultCategory::unreachable;
    const bool not_reached = fault.message.starts_with("no connection to ") ||
                             fault.message.contains(" could not be looked up: ");
    if (unreachable && not_reached) {
        return fmt::format("check CLOUDFLARE_BASE_URL ({}) or spec.api.url of the configuration, "
                           "and the way there; {}",
                           printable(terms.api_url),
                           fault.retryable == false ? "trying again does not help before"
                                                    : "trying again may help");
    }
    if (unreachable && fault.message.contains("plain HTTP")) {
        return "CLOUDFLARE_BASE_URL (or spec.api.url of the configuration) begins with "
               "https://, and what is there does not speak it";
    }
    // One of the wrong sort is accepted elsewhere: the fault says what this call takes.
    if (fault.category == FaultCategory::unauthorized && fault.right.empty()) {
        return fmt::format(
            "the API does not accept this credential, {}: tenantry doctor tells more",
            terms.credential);
    }
    if (fault.status == 404 && !terms.api_url.ends_with(api_path)) {
        return fmt::format("{} answers, but not as Cloudflare's API: CLOUDFLARE_BASE_URL (or "
                           "spec.api.url of the configuration) usually ends in {}",
                           printable(terms.api_url), api_path);
    }
    return {};
}

} // namespace

std::unexpected<Refusal> refuse(Diagnostics diagnostics, Sources sources) {
    return std::unexpected(Refusal{std::move(diagnostics), std::move(sources), ExitCode::usage});
}

std::unexpected<Refusal> refuse(const std::string& summary, const std::string& hint,
                                ExitCode code) {
    Refusal refusal{.code = code};
    refusal.diagnostics.add({.code = "run.refused", .summary = summary, .hint = hint});
    return std::unexpected(std::move(refusal));
}

std::unexpected<Refusal> refuse(const Fault& fault, const Terms& terms) {
    Diagnostic diagnostic{
        .code = "run.refused", .summary = fault.summary(), .hint = hint_for(fault, terms)};
    explain(diagnostic, fault);
    Refusal refusal{.code = exit_code(fault)};
    refusal.diagnostics.add(std::move(diagnostic));
    return std::unexpected(std::move(refusal));
}

std::unexpected<Refusal> not_confirmed(Reply reply) {
    if (reply == Reply::interrupted)
        return refuse("interrupted: nothing was changed", "", ExitCode::interrupted);
    return refuse("the answer was not \"yes\": nothing was changed", "", ExitCode::error);
}

} // namespace tenantry::cli
