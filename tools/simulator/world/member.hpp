// What a member of an account is: its fields, how it reads as JSON, and how the store keeps the
// members (API reference, section 4). What callers may do with it is in api/member.cpp and
// api/membership.cpp.
#pragma once

#include "tools/simulator/rules/role_catalogue.hpp"
#include "tools/simulator/world/directory.hpp"

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace tenantry::simulator {

class Store;

struct Policy {
    std::string id = {};
    std::string access = "allow";
    std::vector<std::string> permission_groups = {};
    std::vector<std::string> resource_groups = {};
};

struct Member {
    std::string id = {}; // of the membership, too
    std::uint64_t sequence = 0;
    std::string account_id = {};
    std::string email = {};
    std::string status = "pending";
    std::vector<std::string> roles = {}; // ids; excludes policies
    std::vector<Policy> policies = {};

    std::string name_key() const;
    std::string parent_key() const { return account_id; }
    bool is_special() const { return false; }

    bool is_accepted() const { return status == "accepted"; }
    Grants grants() const;
};

/// How much of a member an answer shows, and in which order.
struct MemberView {
    bool with_roles = true;
    bool both_sides = true; // what was given as a role reads as a policy, too, and the other way
    std::size_t turn = 0;   // roles and policies begin with another one each time
};

/// Seeded accounts whose members nobody asked for yet: they are made when somebody does.
struct MembersToMake {
    std::string creator = {};
    std::unordered_map<std::string, int> accounts = {}; // id, and the account's number
};

/// A moment in which the user of an e-mail shows: its id and names, when it is known.
User user_of(const std::string& email, const Directory& directory);

/// The object the API shows.
std::string member_json(const Member& member, const Store& store, const Directory& directory,
                        const MemberView& view);

/// With its account, for the state file and the control endpoints.
std::string full_json(const Member& member);

/// Reads full_json back, tolerating what is absent; nothing without an account or an e-mail.
std::optional<Member> member_from(const nlohmann::json& json, Store& store);

/// Makes the members of a seeded account, or of all, unless that is done.
void make_members(Store& store, const std::string& account_id);
void make_all_members(Store& store);

/// The first member with that e-mail, whatever its case; null when there is none.
std::shared_ptr<const Member> member_with(Store& store, const std::string& account_id,
                                          const std::string& email);

/// The creator of an account is its first member.
void add_creator(Store& store, const std::string& account_id, const std::string& email, Time now);

} // namespace tenantry::simulator
