// What a harness is: one file *_fuzz.cpp that defines try_input(). It runs under libFuzzer
// (tools/fuzz) and, over the inputs of corpus/<name>, as an ordinary test. A harness looks behind
// the doors of the engine, to feed what other programs feed through files and sockets.
#pragma once

#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::fuzz {

/// Tries one input, whatever bytes it holds. Ends the program when a claim does not hold.
void try_input(std::string_view input);

/// What has to be so, for every input.
void claim(bool holds, std::string_view what,
           std::source_location where = std::source_location::current());

/// Claims that the text can be shown on a terminal: valid UTF-8, nothing that drives the terminal,
/// turns the direction of writing or hides.
void claim_printable(std::string_view shown,
                     std::source_location where = std::source_location::current());

/// A part of an input behind a line "== title"; what stands before the first such line has the
/// title "".
struct Section {
    std::string title = {};
    std::string_view body = {};
};
std::vector<Section> sections_of(std::string_view input);

} // namespace tenantry::fuzz
