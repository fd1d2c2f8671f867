// The answers that writes need beside the objects themselves: catalogues and price lists.
#pragma once

#include "engine/reader/questions.hpp"
#include "engine/reader/reader.hpp"

#include <optional>

namespace tenantry::reader {

/// Adds to `live`. A catalogue or price list that is refused is left out: names stay unresolved
/// until apply, prices unknown, and a program that only a list could tell is none to buy by.
boost::asio::awaitable<std::optional<Fault>>
read_for_writes(Api& api, const WriteQuestions& questions, const Desired& desired, Live& live);

} // namespace tenantry::reader
