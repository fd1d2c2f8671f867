#include "engine/reader/reader.hpp"

#include <algorithm>
#include <iterator>

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

asio::awaitable<Expected<Json>> get(Api& api, std::string path, const Ids& ids) {
    const Call call{.path = std::move(path)};
    Request request = make_request(call, ids);
    auto response = co_await api.send(std::move(request));
    if (!response) co_return std::unexpected(response.error());
    co_return std::move(response->result);
}

/// What a call that is not there any more is answered with, as the list of all settings from
/// 2027-03-31 on (API reference, section 6). An object that is gone answers the same.
bool is_gone(const Fault& fault) {
    constexpr std::int64_t no_such_route = 7003;
    if (fault.category == FaultCategory::unauthorized) return false;
    return fault.status == 404 || fault.status == 405 || fault.status == 410 ||
           (fault.status == 400 && fault.code == no_such_route);
}

/// What is said of a name that the API does not know.
bool is_unknown(const Fault& fault) {
    return fault.category == FaultCategory::refused && (fault.status == 400 || fault.status == 404);
}

bool has(const JsonArray& items, std::string_view id) {
    return std::ranges::any_of(items, [&](const Json& item) { return item.text_of("id") == id; });
}

/// The answer of a kind with one per parent, and the fields that could not be read.
struct OneAnswer {
    Json result = {};
    std::vector<std::pair<std::string, Fault>> unread = {};
};

/// Reads a list of fields of which each can also be read by itself. What goes wrong with one of
/// them concerns that one.
class FieldReader {
public:
    FieldReader(Lanes& lanes, Api& api, const Kind& kind, const Ids& ids, const Resource& resource)
        : lanes_(lanes), api_(api), kind_(kind), ids_(ids), resource_(resource) {}

    asio::awaitable<Expected<OneAnswer>> read() {
        // One by itself costs the same, and that call is not deprecated.
        const bool one = resource_.fields.size() == 1;
        const bool known_gone = lanes_.gone.contains(kind_.reading.object_path);
        std::optional<Fault> fault;
        if (!one && !known_gone) fault = co_await read_list();
        // Who asks for all has no names to ask for one by one.
        const bool all = resource_.fields.empty();
        if (fault && (all || !is_gone(*fault))) co_return std::unexpected(*fault);
        const bool list_gone = fault.has_value();
        bool listed = !one && !known_gone && !fault;
        std::vector<std::pair<std::string, Fault>> unknown;
        std::vector<std::pair<std::string, Fault>> unread;
        for (const Field& field : resource_.fields) {
            if (has(items_, field.path)) continue;
            // Some stand in no list.
            fault = co_await read_one(field.path);
            if (!fault) continue;
            if (!fault->concerns_one()) co_return std::unexpected(*fault);
            fault->field = field.path;
            (is_unknown(*fault) ? unknown : unread).emplace_back(field.path, *fault);
        }
        // What the object has while there is no list of it tells that it is the list that is gone.
        if (list_gone && !items_.empty()) lanes_.gone.emplace(kind_.reading.object_path);
        // For the names that could be meant.
        if (one && !known_gone && !unknown.empty()) listed = !co_await read_list();
        // That there is no such field only the list tells: the object itself may be gone.
        if (!listed) std::ranges::move(unknown, std::back_inserter(unread));
        co_return OneAnswer{Json(std::move(items_)), std::move(unread)};
    }

private:
    asio::awaitable<std::optional<Fault>> read_list() {
        auto list = co_await get(api_, std::string(kind_.reading.object_path), ids_);
        if (!list) co_return list.error();
        if (list->items() == nullptr) {
            const Call call{.path = std::string(kind_.reading.object_path)};
            co_return unclear({.member = "result",
                               .what = "is no list",
                               .call = make_request(call, ids_).describe()});
        }
        items_ = *list->items();
        co_return std::nullopt;
    }

    asio::awaitable<std::optional<Fault>> read_one(const std::string& name) {
        auto item = co_await get(api_, std::string(kind_.reading.part.path) + name, ids_);
        if (!item) co_return item.error();
        item->set("id", name);
        items_.push_back(std::move(*item));
        co_return std::nullopt;
    }

    Lanes& lanes_;
    Api& api_;
    const Kind& kind_;
    const Ids& ids_;
    const Resource& resource_;
    JsonArray items_;
};

asio::awaitable<Expected<OneAnswer>> read_answer(Lanes& lanes, Api& api, const Kind& kind,
                                                 const Ids& ids, const Resource& resource) {
    if (kind.reading.part.is_each_field()) {
        FieldReader reader(lanes, api, kind, ids, resource);
        co_return co_await reader.read();
    }
    auto answer = co_await get(api, std::string(kind.reading.object_path), ids);
    if (answer && !answer->is_null()) co_return OneAnswer{std::move(*answer)};
    // That there is none, the API says by a code.
    if (answer) {
        const Call call{.path = std::string(kind.reading.object_path)};
        co_return std::unexpected(unclear(
            {.member = "result", .what = "is null", .call = make_request(call, ids).describe()}));
    }
    if (kind.means_none(answer.error())) co_return OneAnswer{};
    co_return std::unexpected(answer.error());
}

/// Drops what nobody wrote, of kinds whose fields are many; not when something that was written is
/// missing, because then the names of the others help, nor where nothing is written and all is
/// asked for.
void keep_written(const Resource& resource, LiveObject& object) {
    if (resource.fields.empty()) return;
    const bool all = std::ranges::all_of(
        resource.fields, [&](const Field& field) { return object.field(field.path) != nullptr; });
    if (!all) return;
    const auto unwritten = [&](std::string_view path) { return resource.field(path) == nullptr; };
    std::erase_if(object.fields, [&](const auto& field) { return unwritten(field.first); });
    std::erase_if(object.locked, unwritten);
    std::erase_if(object.unset, unwritten);
}

} // namespace

asio::awaitable<Expected<LiveObject>> read_one_per_parent(Lanes& lanes, Api& api, const Kind& kind,
                                                          const Ids& ids,
                                                          const Resource& resource) {
    const auto answer = co_await read_answer(lanes, api, kind, ids, resource);
    if (!answer) co_return std::unexpected(answer.error());
    const Call call{.path = std::string(kind.reading.object_path)};
    auto read = read_object(kind, answer->result, make_request(call, ids));
    if (!read) co_return std::unexpected(read.error());
    std::optional<LiveObject>& object = *read;
    std::ranges::copy(answer->unread, std::back_inserter(object->unread));
    if (kind.reading.part.is_each_field()) keep_written(resource, *object);
    const auto parent = std::ranges::find(
        ids, kind.parent, [](const auto& pair) { return std::string_view(pair.first); });
    object->id = object->parent = parent->second;
    co_return std::move(*object);
}

} // namespace tenantry::reader
