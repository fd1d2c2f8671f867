#include "engine/model/procedure.hpp"

namespace tenantry {

std::size_t Procedure::reads() const {
    const bool begins = opening == Opening::look || opening == Opening::look_at_given ||
                        opening == Opening::refresh;
    return (begins ? requests_to_read : 0U) + (keeps_key ? 1U : 0U) + (completes ? 1U : 0U) +
           (proves ? 1U : 0U) + (until_seen ? 1U : 0U);
}

std::vector<std::string_view> Procedure::words() const {
    std::vector<std::string_view> words;
    switch (opening) {
    case Opening::send: break;
    case Opening::look:
    case Opening::look_at_given: words.emplace_back("look"); break;
    case Opening::look_if_adopted: words.emplace_back("look_if_adopted"); break;
    case Opening::refresh: words.emplace_back("refresh"); break;
    }
    words.emplace_back("send");
    if (keeps_key) words.emplace_back("keep_key");
    if (completes) words.emplace_back("complete");
    if (proves) words.emplace_back("prove");
    if (until_editable) words.emplace_back("until_editable");
    if (until_seen) words.emplace_back("until_seen");
    return words;
}

} // namespace tenantry
