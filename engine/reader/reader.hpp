// The live tenant: what it takes to read the objects that manifests speak of, in the fewest calls.
// Reading never writes.
//
// The problem. 1,200 calls in five minutes are the wall, and a plan for ten thousand accounts wants
// to know about a hundred thousand zones. And lists lie: they change while their pages are read,
// lag behind what was written, and leave out what the credential may not see.
//
// How it is solved. Kinds are read one after the other, parents first, because children are asked
// for by the ids of their parents; the calls of one kind go out at once. For each kind the cheapest
// list that works is taken: one sweep over all parents, or a list for each parent in which
// something is managed. Details are read where a manifest writes one of their fields. Then all is
// compared, once, and what a difference needs an answer to is asked: catalogues, prices,
// entitlements (questions.hpp). A list that contradicts itself is read again, and does not count
// when it still does. What goes wrong with one object or parent is noted in Live and concerns its
// customer; what concerns the credential or the network ends the reading.
//
// What would break it. A list that could not be read and counts as empty: everything in it would be
// created twice. A call for each resource where one for each parent would do.
#pragma once

#include "engine/http/http.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/match.hpp"
#include "engine/model/resource.hpp"
#include "engine/reader/audit_logs.hpp"
#include "engine/reader/tenants.hpp"
#include "engine/selection/selection.hpp"

#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tenantry::reader {

using http::Api;
using http::concurrently;
using http::Expected;
using http::Lane;
using http::Lanes;
using http::Work;

/// A call with its slots filled in. `ids` are (slot, id); a slot without id is a bug().
using Ids = std::vector<std::pair<std::string, std::string>>;
Request make_request(const Call& call, const Ids& ids);

/// Who reads and writes objects of a kind in an account ("": one that does not exist yet).
Api& api_of(Lanes& lanes, std::string_view customer, const Kind& kind, std::string_view account);

/// Lets the customer's service user work where an object is a membership that allows it.
void admit(Lanes& lanes, std::string_view customer, const KindTable& kinds, const Kind& kind,
           const LiveObject& object);

/// All objects of one list: every page, each object once. A list that contradicts what it says of
/// itself, as it does while it changes, is read again; one that still does comes back as a fault,
/// and so does one with an object that cannot be told: what is missing would be created twice.
boost::asio::awaitable<Expected<std::vector<LiveObject>>> read_list(Api& api, const Kind& kind,
                                                                    Request request);

/// How many parents an identity may see and still get all objects of a kind in one list; 0 where
/// there is no such list.
std::size_t most_swept(const Kind& kind);
/// Whether a fault is how the API says that the identity sees more.
bool refuses_sweep(const Fault& fault);

/// The objects of a list that comes in one answer, as they are; checked in the same way.
boost::asio::awaitable<Expected<JsonArray>> read_items(Api& api, Request request);

/// The fault that something in an answer cannot be read.
Fault unclear(const Doubt& doubt);
/// The fault that the list of one object has something that lies in another.
Fault of_another(const LiveObject& object, const std::string& parent, std::string call);

/// One object as `request` was answered with it: nothing where there is none, a fault where it
/// cannot be told which it is.
Expected<std::optional<LiveObject>> read_object(const Kind& kind, const Json& result,
                                                const Request& request);

/// All entries of one catalogue of one owner.
boost::asio::awaitable<Expected<std::vector<CatalogueEntry>>>
read_catalogue(Api& api, const Catalogue& catalogue, const std::string& owner);

/// The one object that a parent has of a kind, as far as it takes to judge a resource; what "none"
/// stands for when the API says so. `api` is one of the lanes, which remember what is gone.
boost::asio::awaitable<Expected<LiveObject>> read_one_per_parent(Lanes& lanes, Api& api,
                                                                 const Kind& kind, const Ids& ids,
                                                                 const Resource& resource);

/// Adds to an object the part that its list does not tell. `ids` are of what it lies in.
boost::asio::awaitable<std::optional<Fault>> read_detail(Api& api, const Kind& kind, Ids ids,
                                                         LiveObject& object);

/// The ids of the tenants that the credential sees, sorted; none where it may not ask.
boost::asio::awaitable<Expected<std::vector<std::string>>> read_tenants(Api& api);

/// Service users that cannot be used although the store knows of them, by e-mail in lower case,
/// with why and what to do: their customers are left alone.
using Unusable = std::map<std::string, std::string, std::less<>>;

struct ReadOptions {
    std::string self = {}; // the credential's e-mail; "": asked for where it matters
    Unusable unusable = {};
};

/// What the selected part of `desired` has to be compared with. A list of one account that can't be
/// read is noted in Live::unread and concerns its customer alone, and so does anything that goes
/// wrong in the lane of a customer; any other fault ends the reading. Customers whose service user
/// exists have their lanes open.
boost::asio::awaitable<Expected<Matched>> read_live(Lanes& lanes, const KindTable& kinds,
                                                    const Desired& desired,
                                                    const Selection& selection,
                                                    ReadOptions options);

/// Adds to what was found of accounts and what lies in them all that is sold to the latter, one to
/// each. What cannot be read of one is noted at it, in LiveObject::unread.
boost::asio::awaitable<Expected<void>> read_sold(Lanes& lanes, const KindTable& kinds,
                                                 const Desired& desired, Matched& found);

/// Reads all with the tenant's identity.
boost::asio::awaitable<Expected<Matched>> read_live(Api& api, const KindTable& kinds,
                                                    const Desired& desired,
                                                    const Selection& selection,
                                                    ReadOptions options);

/// What a reading of a whole tenant takes, for manifests that do not exist yet.
struct Everything {
    /// The ids of the roots of which more is read than that they are there; null: all of them.
    std::function<std::set<std::string, std::less<>>(const Live& roots)> choose = {};
    std::set<std::string, std::less<>> kinds = {}; // what is read in them, by name
    bool parts = true;                             // and what takes a call for each object
    std::string self = {};                         // as ReadOptions has it
};

/// All that is live, as far as it is asked for; the roots always, and the units they lie in. Faults
/// are told as by read_live(). The parts of objects that nobody has changed since they began (the
/// plan of a zone whose list says free) are not asked for.
boost::asio::awaitable<Expected<Live>> read_all(Lanes& lanes, const KindTable& kinds,
                                                const Everything& asked);

} // namespace tenantry::reader
