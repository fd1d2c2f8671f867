// Pages of a list: page and per_page with their bounds (API reference, section 1.4). A page past
// the end is an empty page, not an error: the official client stops only there (section 15).
#pragma once

#include "tools/simulator/text/envelope.hpp"

#include <algorithm>
#include <cstddef>
#include <expected>

namespace tenantry::simulator {

struct PageRules {
    long long smallest = 5;
    long long normal = 20;
    long long largest = 50;
};

struct Page {
    long long number = 1;
    long long size = 20;
};

/// The page a request asks for, or the 400 that says why there is none.
std::expected<Page, Reply> read_page(const Fields& query, const PageRules& rules = {});

/// The list reply for one page of `items`; `append(out, item)` writes one item as JSON.
template<class Items, class Append>
Reply page_of(const Items& items, const Page& page, bool backwards, Append append) {
    const auto total = static_cast<long long>(items.size());
    const long long first = std::min((page.number - 1) * page.size, total);
    const long long last = std::min(first + page.size, total);
    std::string out = "[";
    for (long long i = first; i < last; ++i) {
        if (i > first) out += ',';
        append(out, items[static_cast<std::size_t>(backwards ? total - 1 - i : i)]);
    }
    out += ']';
    ResultInfo info;
    info.page = page.number;
    info.per_page = page.size;
    info.count = last - first;
    info.total_count = total;
    return success(out, info);
}

/// How many items at most a request asks for, of a list without pages, or the 400.
std::expected<long long, Reply> read_limit(const Fields& query, long long normal,
                                           long long largest);

/// direction=asc|desc: true for desc, or the 400 for anything else.
std::expected<bool, Reply> read_backwards(const Fields& query);

} // namespace tenantry::simulator
