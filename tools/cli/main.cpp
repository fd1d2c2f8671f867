// tenantry: the command line. A good file to read first is apply.cpp, which calls the doors of the
// engine one after the other.
#include "engine/base/bug.hpp"
#include "engine/base/descriptor.hpp"
#include "engine/kinds/kinds.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/exit_code.hpp"
#include "tools/cli/session.hpp"
#include "tools/cli/signals.hpp"
#include "tools/cli/targets.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <exception>

namespace tenantry::cli {
namespace {

ExitCode run(const Context& context) {
    if (const auto apart = keep_apart(context.arguments); !apart) {
        context.terminal.say("error: " + apart.error() + "\n  hint: name another file\n");
        return ExitCode::usage;
    }
    if (const auto writable = can_write(context.arguments); !writable) {
        Session session(context.arguments, context.kinds, context.terminal, context.environment);
        return session.refuse(writable.error(), "correct --out or --output", ExitCode::usage);
    }
    switch (context.arguments.command) {
    case Command::validate: return run_validate(context);
    case Command::plan: return run_plan(context);
    case Command::apply: return run_apply(context);
    case Command::drift: return run_drift(context);
    case Command::show: return run_show(context);
    case Command::doctor: return run_doctor(context);
    case Command::permissions: return run_permissions(context);
    case Command::version: return run_version(context);
    }
    bug("command out of range");
}

} // namespace
} // namespace tenantry::cli

int main(int argc, char** argv) {
    using namespace tenantry;
    cli::protect_process();
    cli::leave_on_signals();
    try {
        const auto arguments = cli::parse(argc, argv);
        if (!arguments) {
            const cli::Ended& ended = arguments.error();
            const bool told =
                write_all(ended.exit_code == 0 ? STDOUT_FILENO : STDERR_FILENO, ended.text);
            if (told || errno == EPIPE || ended.exit_code != 0) return ended.exit_code;
            const std::string why = std::strerror(errno);
            write_all(STDERR_FILENO, "error: cannot write \"stdout\": " + why + "\n");
            return static_cast<int>(cli::ExitCode::error);
        }
        const cli::Environment environment = [](const std::string& name) {
            const char* value = std::getenv(name.c_str());
            return value == nullptr ? std::nullopt : std::optional<std::string>(value);
        };
        const cli::Terminal terminal(arguments->color, environment);
        if (!arguments->warnings.empty()) terminal.say(arguments->warnings);
        const KindTable kinds = kinds::all_kinds();
        return static_cast<int>(cli::run({*arguments, kinds, terminal, environment}));
    } catch (const std::exception& error) {
        bug(std::string("an exception reached main: ") + error.what());
    }
}
