#include "engine/reader/read_memberships.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <map>

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

} // namespace

void find_service_users(const Kind& kind, const Desired& desired, Lanes& lanes,
                        const std::map<std::string, std::string, std::less<>>& unusable,
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
        objects.push_back(*kind.from_api(item));
        if (why == unusable.end()) continue;
        live.unread.push_back(
            {.kind = std::string(kind.name),
             .parent = record_id(known),
             .fault = {.category = FaultCategory::declined, .message = why->second}});
    }
}

asio::awaitable<void> read_memberships(const Kind& kind, const Desired& desired,
                                       const Selection& selection, const Matches& matches,
                                       Lanes& lanes, Live& live) {
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
        Request request{.path = std::string(kind.list_calls.front().path)};
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
            admit(lanes, customers[i], kind, object);
            objects.push_back(std::move(object));
        }
    }
    for (const auto& [customer, reading] : readings) {
        for (const std::string& account : reading.accounts) {
            LiveObject none = *kind.from_api(Json());
            none.id = none.parent = account;
            objects.push_back(std::move(none));
        }
    }
}

} // namespace tenantry::reader
