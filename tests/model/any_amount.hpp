// What properties of money are tried on: any amount that can be written.
#pragma once

#include "engine/model/amount.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>

namespace tenantry::test {

template<typename Property>
void holds(const std::string& what, const Property& property) {
    CHECK_MESSAGE(rc::check(what, property), what);
}

/// From parts of a cent to as much as may be written, and often something round.
inline rc::Gen<Amount> amounts() {
    return rc::gen::map(
        rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 20'000),
                       rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000'000),
                       rc::gen::map(rc::gen::inRange<std::int64_t>(0, 100'000),
                                    [](std::int64_t units) { return units * 10'000; })),
        Amount::of_millionths);
}

} // namespace tenantry::test
