#include "engine/render/digest/html/parts.hpp"

#include <fmt/core.h>

namespace tenantry::render {
namespace {

std::string money_table(const Digest& digest, bool refused, std::string_view title) {
    std::string rows;
    std::string all;
    for (const PaidChange& paid : digest.paid) {
        if (paid.refused != refused) continue;
        all = in_html(paid.sum); // the last is the sum of all
        if (paid.customer.empty()) continue;
        rows += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n",
                            in_html(paid.customer), all);
    }
    if (rows.empty()) return {};
    return fmt::format("<details class=\"money\">\n<summary>{}: <b>{}</b></summary>\n"
                       "<table>\n{}</table>\n</details>\n",
                       title, all, rows);
}

} // namespace

std::string money_in_html(const Digest& digest) {
    return money_table(digest, false, in_html(digest.paid_title)) +
           money_table(digest, true, "What is refused would change it by");
}

} // namespace tenantry::render
