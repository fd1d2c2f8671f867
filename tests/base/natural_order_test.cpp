#include "engine/base/natural_order.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using tenantry::stands_before;

TEST_CASE("numbers in names count, and what lies in a thing follows it") {
    const std::vector<std::string> expected = {"",
                                               "c1",
                                               "c01",
                                               "c2",
                                               "c2/Acme",
                                               "c2/Acme/a",
                                               "c2/Acme/a10",
                                               "c2/Acme B",
                                               "c2/Acme-B",
                                               "c10",
                                               "c99999999999999999999998",
                                               "c99999999999999999999999",
                                               "ca",
                                               "日本2",
                                               "日本10"};
    std::vector<std::string> names = expected;
    std::ranges::reverse(names);
    std::ranges::sort(names, stands_before);
    // "c1" and "c01" have one value: byte by byte.
    std::vector<std::string> wanted = expected;
    std::swap(wanted[1], wanted[2]);
    CHECK(names == wanted);
}

TEST_CASE("it is an order: no two names stand before each other, whatever they are made of") {
    std::vector<std::string> names = {""};
    for (std::size_t begin = 0, length = 1; length <= 4; ++length) {
        const std::size_t end = names.size();
        for (; begin < end; ++begin)
            for (const char c : {'0', '1', 'a', '/', ' '})
                names.push_back(names[begin] + c);
    }
    for (const std::string& a : names) {
        CHECK(!stands_before(a, a));
        for (const std::string& b : {names[names.size() / 3], names[names.size() / 2]}) {
            if (a != b) CHECK(stands_before(a, b) != stands_before(b, a));
        }
    }
    std::ranges::sort(names, stands_before);
    CHECK(std::ranges::is_sorted(names, stands_before));
}
