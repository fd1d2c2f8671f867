// The long texts of --help. They lie beside the program as help_about.txt and help_notes.txt, and
// CMake makes a source of them.
#pragma once

namespace tenantry::simulator {

extern const char* const help_about; // what the program is
extern const char* const help_notes; // what it chose, provokes and answers at /control

} // namespace tenantry::simulator
