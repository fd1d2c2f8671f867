// What the benches measure by: CPU seconds, because the clock on the wall also counts what runs
// beside them.
#pragma once

#include <ctime>

namespace tenantry::bench {

/// CPU seconds of all threads of this process.
inline double cpu_now() {
    timespec now = {};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

} // namespace tenantry::bench
