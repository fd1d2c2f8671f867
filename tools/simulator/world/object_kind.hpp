// What the state file and /control are told about each kind of object: where it is kept, how it
// reads as JSON and how it is made from that. Each kind is described once, beside the object
// itself, and stands in the list of state.cpp; nothing else has to know it.
#pragma once

#include "tools/simulator/rules/settings.hpp"
#include "tools/simulator/text/timestamp.hpp"

#include <expected>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace tenantry::simulator {

class Directory;
class ObjectKind;
class Store;

/// The world, and the moment at which something is put into it. At Time{} it was always there: it
/// is in every list at once, whatever the lag.
struct WorldAt {
    Store& store;
    Directory& directory;
    const Settings& settings;
    Time now;
};

/// A member of the state file.
class StatePart {
public:
    explicit StatePart(std::string_view name) : name_(name) {}
    virtual ~StatePart() = default;
    StatePart(const StatePart&) = delete;
    StatePart& operator=(const StatePart&) = delete;

    std::string_view name() const { return name_; }

    /// Whether /control/state has it, too.
    virtual bool is_shown() const = 0;

    /// Not null when its objects can be looked at and changed one by one.
    virtual const ObjectKind* as_objects() const { return nullptr; }

    virtual std::string write(const Store& store, const Directory& directory) const = 0;

    /// Reads back what write() gave, or says why that is impossible.
    virtual std::expected<void, std::string> read(const nlohmann::json& json,
                                                  const WorldAt& world) const = 0;

private:
    std::string_view name_;
};

/// Objects that /control shows and changes one by one, past all rules. Ids may be those of nothing.
class ObjectKind : public StatePart {
public:
    ObjectKind(std::string_view name, std::string_view path) : StatePart(name), path_(path) {}

    /// Below /control: "/accounts".
    std::string_view path() const { return path_; }
    bool is_shown() const override { return true; }
    const ObjectKind* as_objects() const override { return this; }

    /// Makes those that are made only when somebody asks for them.
    virtual void complete(Store&) const {}

    /// The id of the first object of that name, or with that e-mail at an account; empty when there
    /// is none.
    virtual std::string id_named(const Store& store, std::string_view name) const = 0;
    virtual std::string id_at_account(Store&, const std::string& account_id,
                                      const std::string& email) const;

    /// The whole object as JSON.
    virtual std::optional<std::string> show(const std::string& id, const WorldAt& world) const = 0;

    /// Makes or changes one; the whole object, or what is wrong.
    virtual std::expected<std::string, std::string> put(const nlohmann::json& json,
                                                        const WorldAt& world) const = 0;
    virtual void erase(const std::string& id, const WorldAt& world) const = 0;

private:
    std::string_view path_;
};

// One function for each kind, defined in the source of the object.
const ObjectKind& account_kind();
const ObjectKind& zone_kind();
const ObjectKind& member_kind();
const ObjectKind& subscription_kind();
const ObjectKind& zone_subscription_kind();
const ObjectKind& access_user_kind();
const ObjectKind& zone_settings_kind();
const ObjectKind& zone_hold_kind();

} // namespace tenantry::simulator
