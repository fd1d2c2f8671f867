// One call of the Cloudflare API, once, at the right pace: the identities of a run, their limits,
// connections and repeats. What a call is about, nobody here knows.
#pragma once

#include "engine/http/api.hpp"
#include "engine/http/concurrently.hpp"
#include "engine/http/lanes.hpp"
#include "engine/http/settings.hpp"
