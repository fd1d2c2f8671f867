// A page that is a file by itself: it loads nothing, and runs nothing but its own script. Every
// remark stands in it as plain HTML, so that it can be read, printed and searched where no script
// may run, as in the artifacts of many a CI. What is not in view is not laid out
// (content-visibility), and what is folded is no <details>: ten thousand of those take a browser
// twice as long as all else.
#include "engine/base/text.hpp"
#include "engine/render/digest/html/parts.hpp"
#include "engine/render/render.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <vector>

namespace tenantry::render {
namespace {

std::string paragraph(std::string_view name, std::string_view text) {
    return fmt::format("<p class=\"{}\">{}</p>\n", name, in_html(text));
}

std::string head_in_html(const Digest& digest) {
    return fmt::format(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n"
        "<title>tenantry {}</title>\n<style>{}</style>\n<script>{}</script>\n</head>\n",
        page_policy(), in_html(digest.command), page_style(), page_script());
}

std::string top_in_html(const Digest& digest) {
    std::string text = fmt::format("<header>\n<h1>tenantry {}</h1>\n", in_html(digest.command)) +
                       paragraph("summary", digest.summary);
    for (const std::string& line : digest.about)
        text += paragraph("about", line);
    const std::size_t end = digest.head.find_last_not_of('\n') + 1;
    if (end > 0) text += paragraph("whose", std::string_view(digest.head).substr(0, end));
    return text + "</header>\n";
}

/// The remarks of one customer, in the order of the run.
struct CustomerRemarks {
    std::string customer = {};
    Weight worst = Weight::note;
    std::vector<const Remark*> remarks = {};
};

/// Those with errors first, then those with warnings.
std::vector<CustomerRemarks> by_customer(const Digest& digest) {
    std::map<std::string_view, CustomerRemarks> customers;
    for (const Remark& remark : digest.remarks) {
        CustomerRemarks& one = customers[remark.customer];
        one.customer = remark.customer;
        one.worst = std::max(one.worst, remark.weight);
        one.remarks.push_back(&remark);
    }
    std::vector<CustomerRemarks> list;
    list.reserve(customers.size());
    for (auto& [name, one] : customers)
        list.push_back(std::move(one));
    std::ranges::stable_sort(list, std::ranges::greater{}, &CustomerRemarks::worst);
    return list;
}

std::string counts_of(const CustomerRemarks& one) {
    std::vector<std::string> parts;
    for (const std::string_view level : levels) {
        const auto count = std::ranges::count_if(
            one.remarks, [&](const Remark* remark) { return level_of(*remark) == level; });
        if (count > 0) parts.push_back(level_words(static_cast<std::size_t>(count), level));
    }
    return join(parts, ", ");
}

std::string customer_in_html(const CustomerRemarks& one,
                             const std::map<std::string_view, std::string_view>& sums,
                             const Sources& sources) {
    const auto sum = sums.find(one.customer);
    std::string text =
        fmt::format("<section class=\"customer\">\n<h2>{} <small>{}{}</small></h2>\n",
                    one.customer.empty() ? "(of no customer)" : in_html(one.customer),
                    counts_of(one), sum == sums.end() ? "" : "; " + in_html(sum->second));
    for (const Remark* const remark : one.remarks)
        text += remark_in_html(*remark, sources);
    return text + "</section>\n";
}

std::string as_wanted_in_html(const Digest& digest) {
    if (digest.as_wanted.empty()) return {};
    return fmt::format("<details class=\"wanted\">\n<summary>{} as wanted</summary>\n<p>{}</p>\n"
                       "</details>\n",
                       counted(digest.as_wanted.size(), "customer is", "customers are"),
                       in_html(join(digest.as_wanted, ", ")));
}

} // namespace

std::string html(const Digest& digest, const Sources& sources) {
    std::map<std::string_view, std::string_view> sums;
    for (const PaidChange& paid : digest.paid)
        if (!paid.refused) sums.emplace(paid.customer, paid.sum);
    std::string text = head_in_html(digest) + "<body>\n" + top_in_html(digest) +
                       money_in_html(digest) + timeline_in_html(digest) +
                       (digest.remarks.empty() ? "" : controls_in_html(digest)) + "<main>\n";
    for (const CustomerRemarks& one : by_customer(digest))
        text += customer_in_html(one, sums, sources);
    text += "</main>\n" + as_wanted_in_html(digest);
    return text + "</body>\n</html>\n";
}

} // namespace tenantry::render
