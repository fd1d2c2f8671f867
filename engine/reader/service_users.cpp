#include "engine/reader/service_users.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

/// The API tells no id of a user that only the store knows, so it goes by a number made of its
/// e-mail.
std::string record_id(std::string_view email) { return "record-" + fingerprint(email); }

/// What is to be read of one customer.
struct MembershipsOf {
    std::string user = {};               // whose line tells what went wrong
    std::set<std::string> accounts = {}; // that are live
};

using MembershipsByCustomer = std::map<std::string_view, MembershipsOf>; // by customer

MembershipsByCustomer find_readings(const Kind& kind, const Desired& desired,
                                    const Selection& selection, const Matches& matches) {
    MembershipsByCustomer readings;
    for (const Resource& resource : desired.resources) {
        if (resource.kind != &kind) continue;
        const std::string_view customer = resource.address.customer();
        if (!selection.covers_customer(customer)) continue;
        MembershipsOf& reading = readings[customer];
        reading.user = record_id(ascii_lower(resource.text_of("email")));
        const LiveObject* account = matches.of[resource.parent].live;
        if (account != nullptr) reading.accounts.insert(account->id);
    }
    return readings;
}

void find_users(const Kind& kind, const Desired& desired, Lanes& lanes, const Unusable& unusable,
                Live& live) {
    std::vector<LiveObject>& objects = live.objects[std::string(kind.name)];
    for (const Resource& resource : desired.resources) {
        if (resource.kind != &kind) continue;
        const std::string_view email = resource.text_of("email");
        const std::string known = ascii_lower(email);
        live.service_users.insert(known);
        const auto why = unusable.find(known);
        if (lanes.find(resource.address.customer()) == nullptr && why == unusable.end()) continue;
        const Json item = Json::object({{"id", record_id(known)}, {"email", email}});
        objects.push_back(*kind.reading.from_api(item));
        if (why == unusable.end()) continue;
        live.unread.push_back(
            {.kind = std::string(kind.name),
             .parent = record_id(known),
             .fault = {.category = FaultCategory::declined, .message = why->second}});
    }
}

asio::awaitable<void> read_memberships(const KindTable& kinds, const Desired& desired,
                                       const Selection& selection, const Matches& matches,
                                       Lanes& lanes, Live& live) {
    const Kind& kind = *kinds.service_users()->membership;
    MembershipsByCustomer readings = find_readings(kind, desired, selection, matches);
    std::vector<std::string_view> customers;
    std::vector<Api*> own;
    for (const auto& [customer, reading] : readings) {
        Lane* lane = lanes.find(customer);
        if (lane == nullptr) continue;
        customers.push_back(customer);
        own.push_back(&lane->own());
    }
    std::vector<Expected<std::vector<LiveObject>>> results(customers.size());
    const Work read_one = [&](std::size_t i) -> asio::awaitable<void> {
        Request request{.path = std::string(kind.reading.list_calls.front().path)};
        results[i] = co_await read_list(*own[i], kind, std::move(request));
    };
    co_await in_lanes(own, read_one);
    std::vector<LiveObject>& objects = live.objects[std::string(kind.name)];
    for (std::size_t i = 0; i < customers.size(); ++i) {
        MembershipsOf& reading = readings[customers[i]];
        if (!results[i]) {
            reading.accounts.clear();
            live.unread.push_back({std::string(kind.name), reading.user, results[i].error()});
            continue;
        }
        for (LiveObject& object : *results[i]) {
            if (reading.accounts.erase(object.parent) == 0) continue;
            admit(lanes, customers[i], kinds, kind, object);
            objects.push_back(std::move(object));
        }
    }
    for (const auto& [customer, reading] : readings) {
        for (const std::string& account : reading.accounts) {
            LiveObject none = *kind.reading.from_api(Json());
            none.id = none.parent = account;
            objects.push_back(std::move(none));
        }
    }
}

} // namespace

asio::awaitable<bool> read_service_users(const Kind& kind, const KindTable& kinds,
                                         const Desired& desired, const Selection& selection,
                                         const Matches& matches, Lanes& lanes,
                                         const Unusable& unusable, Live& live) {
    const ServiceUsers* users = kinds.service_users();
    if (users == nullptr) co_return false;
    if (users->is_user(kind)) {
        find_users(kind, desired, lanes, unusable, live);
        co_return true;
    }
    if (!users->is_membership(kind)) co_return false;
    co_await read_memberships(kinds, desired, selection, matches, lanes, live);
    co_return true;
}

void admit(Lanes& lanes, std::string_view customer, const KindTable& kinds, const Kind& kind,
           const LiveObject& object) {
    const ServiceUsers* users = kinds.service_users();
    if (users != nullptr && users->is_membership(kind) && users->lets_in(object))
        lanes.admit(customer, object.parent);
}

} // namespace tenantry::reader
