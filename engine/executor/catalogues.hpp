// Catalogues of accounts that did not exist when the plan was made: read when a step needs one,
// once for each account and run. Where the same names have the same ids in all of them, one that
// was read tells for the others, and only a name that it does not have is looked for elsewhere.
#pragma once

#include "engine/model/change.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/live.hpp"
#include "engine/reader/reader.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace tenantry::executor {

class Catalogues {
public:
    /// `live` is what was read before the run.
    Catalogues(http::Api& api, const KindTable& kinds, const Live& live)
        : api_(api), kinds_(kinds), live_(live) {}

    /// Fills in the id of a reference; `ids` tell whose catalogue it is. The fault says that the
    /// catalogue could not be read or what is wrong with the name.
    boost::asio::awaitable<std::optional<Fault>> resolve(Reference& reference,
                                                         const reader::Ids& ids);

private:
    using Key = std::pair<std::string, std::string>;

    /// The id that the name has in a catalogue of somebody else, where all are alike; "" where none
    /// that was read has it.
    boost::asio::awaitable<std::string> id_elsewhere(const Reference& reference,
                                                     const Catalogue& catalogue);
    boost::asio::awaitable<std::optional<Fault>> read(const Catalogue& catalogue,
                                                      const std::string& owner);

    http::Api& api_;
    const KindTable& kinds_;
    const Live& live_;
    Live read_; // its catalogues
    /// Being read: others that need the same one wait until the timer is cancelled.
    std::map<Key, std::shared_ptr<boost::asio::steady_timer>> reading_;
};

} // namespace tenantry::executor
