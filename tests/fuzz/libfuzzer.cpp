// The entry that libFuzzer calls.
#include "tests/fuzz/harness.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    tenantry::fuzz::try_input(text);
    return 0;
}
