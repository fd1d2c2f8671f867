// What a reading of the live state asks for one parent at a time, and how a missing answer is
// reported.
#pragma once

#include "engine/model/kind.hpp"
#include "engine/model/live.hpp"
#include "engine/model/resource.hpp"
#include "engine/reader/reader.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace tenantry::reader {

/// What a parent has one of, to be read by a call of its own.
struct ToRead {
    Ids ids = {}; // the parent's
    const Resource* resource = nullptr;
};

/// What is read before all others, so that a list that is gone is asked for once and not by as many
/// as are read at once; the number of all where there is nothing to find out.
std::size_t scout_of(const Kind& kind, const std::vector<ToRead>& to_read);

/// What stands for an object that is there and could not be read: a doubt about each field that
/// somebody wants, which concerns nothing else.
LiveObject unread_object(const ToRead& to_read, const Fault& fault);

/// The list of a kind over all parents; null where there is none.
const ListCall* list_over_all(const Kind& kind);

/// The list of a kind that one parent has.
const ListCall& narrowed_list(const Kind& kind);
Request narrowed(const Kind& kind, const ListCall& list, const std::string& parent);

/// What ends the reading is told without its kind, so it takes along what that knows.
Fault with_right(const Kind& kind, Fault fault);

} // namespace tenantry::reader
