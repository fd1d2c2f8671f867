// What is wanted against what is live: which object each resource is, where the two differ, and
// what a difference asks of the tenant. Pure.
//
// The problem. Two ways to be wrong cost the partner money or a customer: to take another object
// for the one that is meant, and to take a different spelling for a different value.
//
// How it is solved. An object is found by its pinned id (an error where there is none); without one
// by its natural key within parent and scope; else by a name it had before. Two candidates are an
// error that names both, never a choice. Values compare by canonical form (model/canonical.hpp).
// What the API told in a way that cannot be understood is a doubt on that field: neither equal nor
// different, so the field is not written, and that is said. Lists are indexed once for a kind
// (live_index.hpp), so that ten thousand customers cost ten thousand lookups.
//
// What would break it. Comparing texts anywhere else with ==. A default for "not found" that is not
// an error. Treating what is absent from an answer as empty.
#pragma once

#include "engine/diff/compare.hpp"
#include "engine/diff/demands.hpp"
#include "engine/diff/match.hpp"
#include "engine/diff/placement.hpp"
#include "engine/diff/references.hpp"
