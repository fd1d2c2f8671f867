// What all commands have in common. A command is three functions:
//
//     load(setup)         what it is given: files, and no network
//     run(setup, loaded)  the work; what it holds while it works (the connection) ends with it
//     show(setup, done)   what was found, as a Result
//
// The first two may end the run with a Refusal. Nothing but perform() prints results, so that no
// command has its own idea of --output or of an exit code.
#pragma once

#include "tools/cli/printer.hpp"
#include "tools/cli/setup.hpp"

#include <utility>

namespace tenantry::cli {

template<typename Command>
ExitCode perform(Setup& setup) {
    auto loaded = Command::load(setup);
    if (!loaded) return print(setup, loaded.error());
    auto done = Command::run(setup, std::move(*loaded));
    if (!done) return print(setup, done.error());
    return print(setup, Command::show(setup, *done));
}

} // namespace tenantry::cli
