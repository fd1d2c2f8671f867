// What Ctrl-C, SIGTERM and a closed terminal do outside a run against the API, where Connection
// watches them itself: leave at once with the exit code of the contract, or wait until a report is
// written.
#pragma once

namespace tenantry::cli {

/// From now on the program leaves at once with 130: nothing is under way that has to be finished.
void leave_on_signals();

/// Waits until stdin has something to read; false when a signal came before that, which then ends
/// nothing.
bool wait_for_input();

/// From now on signals wait: what was done has to be told first.
void hold_signals();

/// No core file holds what is in memory, credentials among it; a reader that goes away (`tenantry
/// apply | head`) and a limit of the size of files end no run that is writing; and a stdout that
/// was closed stays closed.
void protect_process();

} // namespace tenantry::cli
