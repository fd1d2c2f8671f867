// Reads the object of one step: by itself, with the part that has a call of its own, or in the list
// where it would stand. The step's customer decides in whose name it asks.
#pragma once

#include "engine/executor/run.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace tenantry::executor {

/// What is there, nothing where there is none, or why nobody knows.
using Sighting = http::Expected<std::optional<LiveObject>>;

class ObjectReader {
public:
    /// `ids` are those of the objects the step lies in.
    ObjectReader(Run& run, const Step& step, reader::Ids ids);

    /// Who reads and writes this step's objects.
    http::Api& api() const;
    /// Who makes a call: some only the service user itself can. Null when there is none.
    http::Api* api_for(bool as_user) const;
    const reader::Ids& ids() const { return ids_; }
    /// From now on the step's object is known by this id.
    void set_id(const std::string& id);

    /// This step's object, with all that the resource writes of it.
    boost::asio::awaitable<Sighting> read();
    /// Adds the part that has a call of its own, where the resource writes a field of it.
    boost::asio::awaitable<std::optional<Fault>> complete(LiveObject& object) const;
    /// What a create would make, if it is in the list already.
    boost::asio::awaitable<Sighting> look();
    /// Looks a bounded number of times, because lists lag behind.
    boost::asio::awaitable<Sighting> look_until_seen();
    /// Looks until the list shows what was made under this id; another of its name that nobody knew
    /// of is a second one, made by another run at the same time.
    struct Twin {
        bool seen = false;
        std::optional<LiveObject> other = {};
        bool other_is_older = false;
    };
    boost::asio::awaitable<Twin> look_for_twin();

private:
    boost::asio::awaitable<Sighting> read_object();
    boost::asio::awaitable<Sighting> read_by_itself();
    /// What everything of its sort has one of, and only a list of the user's own tells.
    boost::asio::awaitable<Sighting> read_own();
    boost::asio::awaitable<Sighting> find_in_list();
    /// Those of the list that the resource may be, but for what others have.
    boost::asio::awaitable<http::Expected<std::vector<LiveObject>>> all_in_list();
    /// The id of the object that the step's lies in; "" where it lies in none.
    std::string parent_id() const;

    Run& run_;
    const Step& step_;
    const Kind& kind_;
    const Resource& resource_;
    reader::Ids ids_;
    std::string id_; // of the object, once it is known
};

/// What only the service user itself can do, without one.
Fault no_user(const Call& call);

} // namespace tenantry::executor
