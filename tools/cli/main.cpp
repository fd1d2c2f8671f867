// tenantry: the command line. A good file to read first is apply.cpp, which calls the doors of the
// engine one after the other.
#include "engine/base/bug.hpp"
#include "engine/base/descriptor.hpp"
#include "engine/kinds/kinds.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/exit_code.hpp"
#include "tools/cli/output_files.hpp"
#include "tools/cli/printer.hpp"
#include "tools/cli/signals.hpp"
#include "tools/cli/written_files.hpp"

#include <fmt/core.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <exception>

namespace tenantry::cli {
namespace {

ExitCode run(Setup& setup) {
    if (const auto apart = keep_apart(setup.arguments()); !apart) {
        setup.terminal().say(fmt::format("error: {}\n  hint: name another file\n", apart.error()));
        return ExitCode::usage;
    }
    if (const auto writable = can_write(setup.arguments()); !writable) {
        const auto why = refuse(writable.error(), "correct --out or --output", ExitCode::usage);
        return print(setup, why.error());
    }
    switch (setup.arguments().command) {
    case Command::validate: return run_validate(setup);
    case Command::plan: return run_plan(setup);
    case Command::apply: return run_apply(setup);
    case Command::drift: return run_drift(setup);
    case Command::costs: return run_costs(setup);
    case Command::show: return run_show(setup);
    case Command::explain: return run_explain(setup);
    case Command::history: return run_history(setup);
    case Command::settle: return run_settle(setup);
    case Command::unlock: return run_unlock(setup);
    case Command::ledger: return run_ledger(setup);
    case Command::doctor: return run_doctor(setup);
    case Command::permissions: return run_permissions(setup);
    case Command::export_: return run_export(setup);
    case Command::adopt: return run_adopt(setup);
    case Command::init: return run_init(setup);
    case Command::version: return run_version(setup);
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
        const auto arguments = cli::parse(argc, argv, cli::help_width());
        if (!arguments) {
            const cli::Ended& ended = arguments.error();
            const bool told =
                write_all(ended.exit_code == 0 ? STDOUT_FILENO : STDERR_FILENO, ended.text);
            if (told || errno == EPIPE || ended.exit_code != 0) return ended.exit_code;
            const std::string why = std::strerror(errno);
            write_all(STDERR_FILENO, fmt::format("error: cannot write \"stdout\": {}\n", why));
            return static_cast<int>(cli::ExitCode::error);
        }
        const cli::Environment environment = [](const std::string& name) {
            const char* value = std::getenv(name.c_str());
            return value == nullptr ? std::nullopt : std::optional<std::string>(value);
        };
        const cli::Terminal terminal(arguments->color, environment);
        if (!arguments->warnings.empty()) terminal.say(arguments->warnings);
        const KindTable kinds = kinds::all_kinds();
        cli::Setup setup(*arguments, kinds, terminal, environment);
        return static_cast<int>(cli::run(setup));
    } catch (const std::exception& error) {
        bug(std::string("an exception reached main: ") + error.what());
    }
}
