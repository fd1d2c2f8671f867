// What a page of HTML is put together from. Whatever came from outside goes through in_html();
// style and script are ours alone, and the page's policy lets nothing else run.
#pragma once

#include "engine/render/digest/digest.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenantry::render {

/// Text that is no markup, in an element and in a quoted attribute alike, and hides nothing.
std::string in_html(std::string_view text);

/// How much a remark matters, in the word that people filter by: a finding's severity, or else the
/// weight.
std::string_view level_of(const Remark& remark);
/// The words of level_of(), from the worst.
inline constexpr std::string_view levels[] = {"critical", "error", "high", "warning",
                                              "medium",   "low",   "note"};
/// "2 errors"; a severity has no plural.
std::string level_words(std::size_t count, std::string_view level);
/// Where it stands in the timeline: a day, a turn, or "" for nowhere.
std::string moment_of(const Remark& remark);

/// One remark: a line, and what the script folds below it.
std::string remark_in_html(const Remark& remark, const Sources& sources);
/// When findings were found first, or in what order steps come; "" where there is neither.
std::string timeline_in_html(const Digest& digest);
/// What is paid more or less, in all and by customer; "" where nothing changes it.
std::string money_in_html(const Digest& digest);
/// Search and filters.
std::string controls_in_html(const Digest& digest);

std::string_view page_style();
std::string_view page_script();
/// The Content-Security-Policy of a page with that style and that script, and with nothing else.
const std::string& page_policy();

} // namespace tenantry::render
