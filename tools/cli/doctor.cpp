#include "tools/cli/commands.hpp"
#include "tools/cli/session.hpp"

namespace tenantry::cli {
namespace {

ExitCode code_for(const Health& health) {
    switch (health.result) {
    case Health::Result::usable: return ExitCode::done;
    case Health::Result::refused: return ExitCode::no_credential;
    case Health::Result::without_rights:
    case Health::Result::without_accounts:
    case Health::Result::unreachable: return ExitCode::error;
    }
    return ExitCode::error;
}

} // namespace

ExitCode run_doctor(const Context& context) {
    Session session(context.arguments, context.kinds, context.terminal, context.environment);
    const auto health = session.examine();
    if (!health) return health.error();
    const ExitCode code = code_for(*health);
    const Result result{.text = [&](render::Style style) { return render::health(*health, style); },
                        .json =
                            [&] {
                                Json document = result_document(context.arguments, Diagnostics(),
                                                                Sources(), code);
                                document.set("health", render::health_json(*health));
                                return document;
                            },
                        .csv = no_words,
                        .summary = render::health_summary(*health)};
    return print(context, result, code);
}

} // namespace tenantry::cli
