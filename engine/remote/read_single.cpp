#include "engine/remote/remote.hpp"

#include <algorithm>

namespace tenantry::remote {
namespace asio = boost::asio;
namespace {

asio::awaitable<Expected<Json>> get(Api& api, std::string path, const Ids& ids) {
    const Call call{.path = std::move(path)};
    Request request = make_request(call, ids);
    auto response = co_await api.send(std::move(request));
    if (!response) co_return std::unexpected(response.error());
    co_return std::move(response->result);
}

/// What a call that is not there any more is answered with, as the list of all settings may be one
/// day: it is deprecated.
bool is_gone(const Fault& fault) {
    return fault.status == 404 || fault.status == 405 || fault.status == 410;
}

/// What is said of a name that the API does not know.
bool is_unknown(const Fault& fault) {
    return fault.category == FaultCategory::refused && (fault.status == 400 || fault.status == 404);
}

bool has(const JsonArray& items, std::string_view id) {
    return std::ranges::any_of(items, [&](const Json& item) { return item.text_of("id") == id; });
}

/// Reads a list of fields of which each can also be read by itself.
class FieldReader {
public:
    FieldReader(Api& api, const Kind& kind, const Ids& ids, const Resource& resource)
        : api_(api), kind_(kind), ids_(ids), resource_(resource) {}

    asio::awaitable<Expected<Json>> read() {
        // One by itself costs the same, and that call is not deprecated.
        const bool one = resource_.fields.size() == 1;
        std::optional<Fault> fault;
        if (!one) fault = co_await read_list();
        if (fault && !is_gone(*fault)) co_return std::unexpected(*fault);
        bool all = true;
        for (const Field& field : resource_.fields) {
            if (has(items_, field.path)) continue;
            // Some stand in no list.
            fault = co_await read_one(field.path);
            if (fault && !is_unknown(*fault)) co_return std::unexpected(*fault);
            if (fault) all = false;
        }
        if (!all && one) co_await read_list(); // for the names that could be meant
        if (items_.empty() && fault) co_return std::unexpected(*fault);
        co_return Json(std::move(items_));
    }

private:
    asio::awaitable<std::optional<Fault>> read_list() {
        auto list = co_await get(api_, std::string(kind_.object_path), ids_);
        if (!list) co_return list.error();
        if (list->items() == nullptr) {
            co_return Fault{.category = FaultCategory::broken,
                            .message = "the result is not a list",
                            .call = "GET " + std::string(kind_.object_path)};
        }
        items_ = *list->items();
        co_return std::nullopt;
    }

    asio::awaitable<std::optional<Fault>> read_one(const std::string& name) {
        auto item = co_await get(api_, std::string(kind_.field_path) + name, ids_);
        if (!item) co_return item.error();
        item->set("id", name);
        items_.push_back(std::move(*item));
        co_return std::nullopt;
    }

    Api& api_;
    const Kind& kind_;
    const Ids& ids_;
    const Resource& resource_;
    JsonArray items_;
};

asio::awaitable<Expected<Json>> read_answer(Api& api, const Kind& kind, const Ids& ids,
                                            const Resource& resource) {
    if (!kind.field_path.empty()) {
        FieldReader reader(api, kind, ids, resource);
        co_return co_await reader.read();
    }
    auto answer = co_await get(api, std::string(kind.object_path), ids);
    if (answer) co_return std::move(*answer);
    const Fault& fault = answer.error();
    const bool absent = fault.status >= 400 && fault.status < 500 && fault.code != 0 &&
                        fault.code == kind.absent_code;
    if (absent) co_return Json();
    co_return std::unexpected(fault);
}

/// Drops what nobody wrote, of kinds whose fields are many; not when something that was written is
/// missing, because then the names of the others help.
void keep_written(const Resource& resource, LiveObject& object) {
    const bool all = std::ranges::all_of(
        resource.fields, [&](const Field& field) { return object.field(field.path) != nullptr; });
    if (!all) return;
    const auto unwritten = [&](std::string_view path) { return resource.field(path) == nullptr; };
    std::erase_if(object.fields, [&](const auto& field) { return unwritten(field.first); });
    std::erase_if(object.locked, unwritten);
}

} // namespace

asio::awaitable<Expected<LiveObject>> read_single(Api& api, const Kind& kind, const Ids& ids,
                                                  const Resource& resource) {
    const auto answer = co_await read_answer(api, kind, ids, resource);
    if (!answer) co_return std::unexpected(answer.error());
    std::optional<LiveObject> object = kind.from_api(*answer);
    if (!object) {
        co_return std::unexpected(Fault{.category = FaultCategory::broken,
                                        .message = "the answer cannot be understood",
                                        .call = "GET " + std::string(kind.object_path)});
    }
    if (!kind.field_path.empty()) keep_written(resource, *object);
    const auto parent = std::ranges::find(
        ids, kind.parent, [](const auto& pair) { return std::string_view(pair.first); });
    object->id = object->parent = parent->second;
    co_return std::move(*object);
}

} // namespace tenantry::remote
