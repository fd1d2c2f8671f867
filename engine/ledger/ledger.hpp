// What tenantry remembers from one run to the next: which runs there were and what they did, which
// calls may have been carried out although nobody saw the answer, and who works on which customer.
//
// The problem. A run that is killed between a call and its answer leaves something behind that the
// API may not show for a while; two runs side by side make one customer twice; and afterwards
// nobody can say what was bought.
//
// How it is solved. Right before a call that writes, its intent is written and synced; its end is
// written after the answer. A later run that would make, buy or invite the same again, while lists
// may still lag behind, waits and looks first (recall.hpp; which calls those are: unsettled.hpp).
// Customers are locked for an apply by rows that live as long as their run does (runs.hpp). All
// that a run writes goes through one thread, many things in one transaction (journal.hpp), and a
// run that cannot write its record sends nothing more.
//
// Beside what runs did it keeps what manifest and tenant had in common when a run looked last
// (agreed.hpp), and which findings stand (findings.hpp): from these a drift tells since when, and
// on which side something moved (hindsight.hpp), and a plan what the manifests speak of no longer.
//
// What would break it. A call that writes and is sent without an intent. A value that is a
// secret in any of these rows. A migration that changes what an older one wrote.
#pragma once

#include "engine/ledger/agreed.hpp"
#include "engine/ledger/agreements.hpp"
#include "engine/ledger/calls.hpp"
#include "engine/ledger/database.hpp"
#include "engine/ledger/findings.hpp"
#include "engine/ledger/hindsight.hpp"
#include "engine/ledger/journal.hpp"
#include "engine/ledger/location.hpp"
#include "engine/ledger/process.hpp"
#include "engine/ledger/recall.hpp"
#include "engine/ledger/records.hpp"
#include "engine/ledger/runs.hpp"
#include "engine/ledger/store.hpp"
#include "engine/ledger/unsettled.hpp"
