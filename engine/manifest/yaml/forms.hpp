// The parts of YAML that yaml-cpp 0.7 reads otherwise than YAML 1.2 says: text in quotes, blocks of
// text, and the lines within brackets. yaml-cpp finds where they begin and how they nest; what they
// hold, and whether they may stand so, is said here. All of it is linear.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tenantry::manifest {

/// What YAML 1.2 forbids and yaml-cpp takes.
struct Flaw {
    std::string_view code = {};
    std::string summary = {};
    std::string hint = {};
    std::size_t offset = 0;
};

/// A scalar that is not plain.
struct FormedText {
    std::string text = {};
    std::optional<Flaw> flaw = {}; // the first
};

/// The text in quotes that begins at `offset`; its lines must be indented by `indent` spaces.
/// Nothing when the quotes are not closed.
std::optional<FormedText> read_quoted(std::string_view text, std::size_t offset,
                                      std::size_t indent);

/// The block of text whose "|" or ">" is at `offset`; its lines must be indented by `indent`
/// spaces.
FormedText read_block(std::string_view text, std::size_t offset, std::size_t indent);

/// The first flaw within the brackets that open at `offset`; their lines must be indented by
/// `indent` spaces.
std::optional<Flaw> flaw_in_brackets(std::string_view text, std::size_t offset, std::size_t indent);

/// For what begins at `offset`, or the blank that is there: that a tab stands where `indent` spaces
/// must indent the line.
std::optional<Flaw> tab_in_indentation(std::string_view text, std::size_t offset,
                                       std::size_t indent);

/// For a line that goes on with something at `offset`: that it is indented too little.
std::optional<Flaw> flaw_of_indentation(std::string_view text, std::size_t offset,
                                        std::size_t indent);

/// For what ends before `offset`: that a comment follows it without a blank.
std::optional<Flaw> flaw_of_comment(std::string_view text, std::size_t offset);

} // namespace tenantry::manifest
