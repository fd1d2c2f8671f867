// What the manifests were at an earlier revision, and which customers differ from then.
//
// The problem. A merge request changes one file, and the plan that its reader wants is that of the
// customers it touches; but a line in a profile touches a hundred of them, a comment none, and a
// file that was renamed none either. Names of files tell nothing of this.
//
// How it is solved. The files of that revision are read out of Git (revision.hpp) and loaded as
// today's are; then what came out is compared, customer by customer: resources, fields as they are
// written, managed lists and labels (compare.hpp). What does not load is an error, never "all have
// changed" or "none has".
//
// What would break it. A list of changed files. Two sets of rules for what is a manifest. A part of
// what is assembled that makes a difference to a plan and is not compared.
#pragma once

#include "engine/since/compare.hpp"
#include "engine/since/revision.hpp"
