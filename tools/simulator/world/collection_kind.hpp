// Kinds of objects that a Collection keeps, described by where it is, to JSON, and from JSON.
#pragma once

#include "tools/simulator/world/object_kind.hpp"
#include "tools/simulator/world/store.hpp"

#include <nlohmann/json.hpp>

namespace tenantry::simulator {

/// All that is particular to one kind.
template<class T>
struct KindDescription {
    std::string_view name = {}; // in the state file
    std::string_view path = {}; // below /control
    Collection<T> Store::* collection = nullptr;
    std::string (*to_json)(const T& object, const Store& store) = nullptr;
    /// Nothing for JSON that lacks what nobody can make up.
    std::optional<T> (*from_json)(const nlohmann::json& json, Store& store, Time now) = nullptr;
    std::string (*name_key)(std::string_view name) = nullptr; // what names are compared by
    std::string_view lacking = {};                            // said of such JSON
    std::string_view lacking_in_state = {}; // said of it in a state file; empty: it is left out
};

template<class T>
class CollectionKind : public ObjectKind {
public:
    explicit CollectionKind(const KindDescription<T>& description)
        : ObjectKind(description.name, description.path), is_(description) {}

    std::string write(const Store& store, const Directory&) const override {
        std::string out = "[";
        for (const auto& object : (store.*is_.collection).live().all()) {
            if (out.size() > 1) out += ',';
            out += is_.to_json(*object, store);
        }
        return out + "]";
    }

    std::expected<void, std::string> read(const nlohmann::json& json,
                                          const WorldAt& world) const override {
        for (const nlohmann::json& item : json) {
            auto made = is_.from_json(item, world.store, world.now);
            if (made)
                keep(std::move(*made), world);
            else if (!is_.lacking_in_state.empty())
                return std::unexpected(std::string{is_.lacking_in_state});
        }
        return {};
    }

    std::string id_named(const Store& store, std::string_view name) const override {
        const auto& objects = (store.*is_.collection).live().named(is_.name_key(name));
        return objects.empty() ? std::string{} : objects.front()->id;
    }

    std::optional<std::string> show(const std::string& id, const WorldAt& world) const override {
        const auto known = (world.store.*is_.collection).live().find(id);
        if (!known) return std::nullopt;
        return is_.to_json(*known, world.store);
    }

    std::expected<std::string, std::string> put(const nlohmann::json& json,
                                                const WorldAt& world) const override {
        auto made = is_.from_json(json, world.store, world.now);
        if (!made) return std::unexpected(std::string{is_.lacking});
        std::string text = is_.to_json(*made, world.store);
        keep(std::move(*made), world);
        return text;
    }

    void erase(const std::string& id, const WorldAt& world) const override {
        (world.store.*is_.collection).erase(id, world.now);
    }

protected:
    /// Puts it where it belongs, with what else follows from it.
    virtual void keep(T object, const WorldAt& world) const {
        (world.store.*is_.collection).put(std::make_shared<const T>(std::move(object)), world.now);
    }

private:
    KindDescription<T> is_;
};

} // namespace tenantry::simulator
