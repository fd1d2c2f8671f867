// One call of the Cloudflare API, once, at the right pace: the identities of a run, their limits,
// connections and repeats. Nobody here knows the kinds that calls are about.
//
// The problem. The API allows 1,200 calls in five minutes to an identity and 200 a second to an
// address; whoever goes over is blocked for five minutes, with every other program that uses the
// credential. Connections break, gateways answer in HTML, and a lost answer may mean that the work
// was done. (The life of a call: http_api.cpp; its bytes: write_request.cpp and exchange.cpp.)
//
// How it is solved. An Api is one identity: a queue in which calls wait for their turn (queue.hpp),
// a pace that knows our own limit and what the API says is left (pace.hpp), a pool of connections,
// and repeats only where a call cannot do its work twice (retry.hpp). The answer is a Response or a
// Fault, and the one bit that matters most in a Fault is maybe_done. A Lane is the Api of a service
// user with the tenant's behind it. All of it runs on one thread, so there is no lock.
//
// What would break it. Repeating a POST that may have been done. A second place that parses the
// envelope. A header or body without a bound. The credential in a text: it goes into headers alone.
#pragma once

#include "engine/http/api.hpp"
#include "engine/http/concurrently.hpp"
#include "engine/http/lanes.hpp"
#include "engine/http/self.hpp"
#include "engine/http/settings.hpp"
