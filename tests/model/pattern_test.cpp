#include "engine/model/pattern.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

using namespace tenantry;

TEST_CASE("a pattern takes the whole of a text, and none that is longer than any of ours") {
    const Pattern pattern("[a-z]+");
    CHECK(pattern.text() == "[a-z]+");
    CHECK(pattern.matches("abc"));
    CHECK_FALSE(pattern.matches("abc1"));
    CHECK_FALSE(pattern.matches(""));
    CHECK(pattern.matches(std::string(2048, 'a')));
    CHECK_FALSE(pattern.matches(std::string(2049, 'a')));
}

TEST_CASE("a pattern may be asked first by several threads") {
    const Pattern pattern("(a|b)+c");
    std::vector<std::jthread> threads;
    std::atomic<int> matched = 0;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] { matched += pattern.matches("ababc") ? 1 : 0; });
    threads.clear();
    CHECK(matched == 8);
    CHECK_FALSE(pattern.matches("abab"));
}
