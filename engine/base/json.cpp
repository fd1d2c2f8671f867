#include "engine/base/json.hpp"

#include "engine/base/characters.hpp"
#include "engine/base/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace tenantry {
namespace {

using Theirs = nlohmann::ordered_json;

/// Builds a Json from the events of nlohmann's parser.
class JsonBuilder {
public:
    using number_integer_t = nlohmann::json::number_integer_t;
    using number_unsigned_t = nlohmann::json::number_unsigned_t;
    using number_float_t = nlohmann::json::number_float_t;
    using string_t = nlohmann::json::string_t;
    using binary_t = nlohmann::json::binary_t;

    explicit JsonBuilder(const JsonLimits& limits) : limits_(limits) {}

    bool null() { return put(Json()); }
    bool boolean(bool value) { return put(Json(value)); }
    bool number_integer(number_integer_t value) { return put(Json(std::int64_t{value})); }
    bool number_unsigned(number_unsigned_t value) {
        if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max())) {
            return put(Json(static_cast<double>(value)));
        }
        return put(Json(static_cast<std::int64_t>(value)));
    }
    bool number_float(number_float_t value, const string_t&) { return put(Json(value)); }
    bool string(string_t& value) { return put(Json(std::move(value))); }
    bool binary(binary_t&) { return fail("binary value"); }

    bool start_object(std::size_t) { return open(Json(JsonObject{})); }
    bool start_array(std::size_t) { return open(Json(JsonArray{})); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(string_t& name) {
        if (open_.back().members()->size() >= limits_.members) return fail("too many members");
        // An answer with two members of one name can be read in two ways: refuse to choose.
        if (open_.back().find(name) != nullptr) return fail("member \"" + name + "\" stands twice");
        names_.back() = std::move(name);
        return true;
    }
    bool parse_error(std::size_t offset, const std::string&, const nlohmann::json::exception& e) {
        error_.offset = offset;
        return fail(without_prefix(e.what()));
    }

    Json take() { return std::move(result_); }
    const JsonError& error() const { return error_; }

private:
    static std::string without_prefix(std::string_view what) {
        const auto end = what.find("] ");
        return std::string(end == std::string_view::npos ? what : what.substr(end + 2));
    }
    bool fail(std::string message) {
        error_.message = std::move(message);
        return false;
    }
    bool put(Json value) {
        if (++values_ > limits_.values) return fail("too many values");
        if (open_.empty()) {
            result_ = std::move(value);
        } else if (open_.back().items() != nullptr) {
            open_.back().push(std::move(value));
        } else {
            open_.back().append(std::move(names_.back()), std::move(value));
        }
        return true;
    }
    bool open(Json value) {
        if (open_.size() >= limits_.depth) return fail("nested too deeply");
        open_.emplace_back(std::move(value));
        names_.emplace_back();
        return true;
    }
    bool close() {
        Json done = std::move(open_.back());
        open_.pop_back();
        names_.pop_back();
        return put(std::move(done));
    }

    JsonLimits limits_;
    std::size_t values_ = 0;
    std::vector<Json> open_;
    std::vector<std::string> names_;
    Json result_;
    JsonError error_;
};

Theirs to_theirs(const Json& value) {
    if (const bool* boolean = value.boolean()) return *boolean;
    if (const std::int64_t* integer = value.integer()) return *integer;
    if (const double* real = value.real()) return *real;
    if (const std::string* text = value.text()) return *text;
    if (const JsonArray* items = value.items()) {
        Theirs result = Theirs::array();
        for (const Json& item : *items)
            result.push_back(to_theirs(item));
        return result;
    }
    if (const JsonObject* members = value.members()) {
        Theirs result = Theirs::object();
        for (const auto& [name, member] : *members)
            result.emplace(name, to_theirs(member));
        return result;
    }
    return nullptr;
}

/// One unit of UTF-16, as JSON escapes it.
void escape(std::string& text, std::uint32_t unit) {
    text += "\\u";
    for (const unsigned shift : {12U, 8U, 4U, 0U})
        text += "0123456789abcdef"[(unit >> shift) & 15U];
}

/// What nobody would see as escapes: the value is the same, and the text drives no terminal. It
/// stands nowhere but in strings: the rest of JSON is ASCII, and its line ends and blanks are ours.
std::string with_escapes(std::string json) {
    const auto is_plain = [](char c) { return static_cast<unsigned char>(c) < 0x7f; };
    if (std::ranges::all_of(json, is_plain)) return json;
    std::string result;
    result.reserve(json.size());
    for (std::size_t i = 0; i < json.size();) {
        const CodePoint point = code_point_at(json, i);
        if (point.value < 0x7f || !is_unseen(point.value)) {
            result.append(json, i, point.length);
        } else if (point.value < 0x10000) {
            escape(result, point.value);
        } else {
            escape(result, 0xd800 + ((point.value - 0x10000) >> 10U));
            escape(result, 0xdc00 + ((point.value - 0x10000) & 0x3ffU));
        }
        i += std::max<std::size_t>(point.length, 1);
    }
    return result;
}

} // namespace

Json Json::object(std::initializer_list<JsonMember> members) { return Json(JsonObject(members)); }

Json Json::array(std::initializer_list<Json> items) { return Json(JsonArray(items)); }

const Json* Json::find(std::string_view name) const {
    const JsonObject* object = members();
    if (object == nullptr) return nullptr;
    const auto found = std::ranges::find(*object, name, &JsonMember::first);
    return found == object->end() ? nullptr : &found->second;
}

const Json* Json::at(std::string_view dotted) const {
    const Json* here = this;
    while (here != nullptr) {
        const auto dot = dotted.find('.');
        here = here->find(dotted.substr(0, dot));
        if (dot == std::string_view::npos) break;
        dotted.remove_prefix(dot + 1);
    }
    return here;
}

std::string_view Json::text_of(std::string_view dotted) const {
    const Json* found = at(dotted);
    const std::string* value = found == nullptr ? nullptr : found->text();
    return value == nullptr ? std::string_view() : std::string_view(*value);
}

void Json::append(std::string name, Json value) {
    std::get<JsonObject>(value_).emplace_back(std::move(name), std::move(value));
}

Json& Json::member(std::string_view name) {
    if (members() == nullptr) value_ = JsonObject{};
    auto& object = std::get<JsonObject>(value_);
    const auto found = std::ranges::find(object, name, &JsonMember::first);
    if (found != object.end()) return found->second;
    return object.emplace_back(std::string(name), Json()).second;
}

Json Json::take(std::string_view name) {
    auto* object = std::get_if<JsonObject>(&value_);
    if (object == nullptr) return {};
    const auto found = std::ranges::find(*object, name, &JsonMember::first);
    return found == object->end() ? Json() : std::exchange(found->second, Json());
}

void Json::set(std::string_view name, Json value) { member(name) = std::move(value); }

void Json::set_at(std::string_view dotted, Json value) {
    Json* here = this;
    for (auto dot = dotted.find('.'); dot != std::string_view::npos; dot = dotted.find('.')) {
        here = &here->member(dotted.substr(0, dot));
        dotted.remove_prefix(dot + 1);
    }
    here->set(dotted, std::move(value));
}

void Json::push(Json item) {
    if (items() == nullptr) value_ = JsonArray{};
    std::get<JsonArray>(value_).push_back(std::move(item));
}

std::expected<Json, JsonError> parse_json(std::string_view text, JsonLimits limits) {
    if (text.size() > limits.bytes) return std::unexpected(JsonError{"too large", limits.bytes});
    JsonBuilder builder(limits);
    const bool parsed = nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
    if (!parsed) return std::unexpected(builder.error());
    return builder.take();
}

std::string to_text(const Json& value) { return to_text(value, -1); }

std::string to_text(const Json& value, int indent) {
    return with_escapes(
        to_theirs(value).dump(indent, ' ', false, Theirs::error_handler_t::replace));
}

} // namespace tenantry
