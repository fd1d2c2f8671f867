// What is wanted against what is live: which object each resource is, where the two differ, and
// what a difference asks of the tenant. Pure.
#pragma once

#include "engine/diff/compare.hpp"
#include "engine/diff/demands.hpp"
#include "engine/diff/match.hpp"
#include "engine/diff/references.hpp"
