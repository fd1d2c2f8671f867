// What a step does besides its calls: decided when it is planned, printed with the plan, counted in
// its estimate, and carried out as it stands here. An executor decides none of it.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace tenantry {

/// What comes before the first call.
enum class Opening {
    send,            // nothing
    look,            // for an object that is there already: a create is never sent blindly
    look_if_adopted, // a look, where what it lies in was found, not made, by the run
    look_at_given,   // a look at what comes with its parent: it is there, in some form
    refresh,         // reads the object: what is not managed is sent back as it is
};

struct Procedure {
    Opening opening = Opening::send;
    /// It costs money: carried out as it was planned or not at all, because half an order is not
    /// what was ordered, and never a second time.
    bool buys = false;
    /// Reads the part of the object that has a call of its own.
    bool completes = false;
    /// What is created has a key that is told once: room for it is held before, and it is kept, and
    /// proved by a call, before anything else is sent.
    bool keeps_key = false;
    /// Reads what was written until it shows, because an answer alone does not tell.
    bool proves = false;
    /// A create is done only when the list shows its object: names may repeat in this kind, so a
    /// run that follows at once and does not see it would make another.
    bool until_seen = false;
    /// Something before it may make a field editable, and it waits until that shows.
    bool until_editable = false;
    std::size_t requests_to_read = 1; // one read of its object

    /// The requests of reads and looks, in a run that finds all as it was planned.
    std::size_t reads() const;
    /// In order, for people and machines: "look", "send", "prove".
    std::vector<std::string_view> words() const;
};

} // namespace tenantry
