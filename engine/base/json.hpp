// JSON as a plain value. The parser is nlohmann's, kept in json.cpp: including its header
// everywhere would cost a third of the build. What comes from outside is bounded here: size and
// depth.
#pragma once

#include <cstdint>
#include <expected>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tenantry {

class Json;

/// A JSON object keeps the order in which its members were written.
using JsonMember = std::pair<std::string, Json>;
using JsonObject = std::vector<JsonMember>;
using JsonArray = std::vector<Json>;

/// One JSON value. Questions about its shape return pointers: null means "it is something else".
class Json {
public:
    Json() = default;
    Json(std::nullptr_t) {}
    Json(bool value) : value_(value) {}
    Json(int value) : value_(std::int64_t{value}) {}
    Json(std::int64_t value) : value_(value) {}
    Json(double value) : value_(value) {}
    Json(const char* value) : value_(std::string(value)) {}
    Json(std::string_view value) : value_(std::string(value)) {}
    Json(std::string value) : value_(std::move(value)) {}
    Json(JsonArray value) : value_(std::move(value)) {}
    Json(JsonObject value) : value_(std::move(value)) {}

    static Json object(std::initializer_list<JsonMember> members = {});
    static Json array(std::initializer_list<Json> items = {});

    bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
    const bool* boolean() const { return std::get_if<bool>(&value_); }
    const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }
    const double* real() const { return std::get_if<double>(&value_); }
    const std::string* text() const { return std::get_if<std::string>(&value_); }
    const JsonArray* items() const { return std::get_if<JsonArray>(&value_); }
    const JsonObject* members() const { return std::get_if<JsonObject>(&value_); }

    /// The member of an object, or null when there is none or this is no object.
    const Json* find(std::string_view name) const;
    /// A member further down: at("settings.enforce_twofactor"). Names must not contain dots.
    const Json* at(std::string_view dotted) const;
    /// The text of a member, or "".
    std::string_view text_of(std::string_view dotted) const;

    /// The member of an object, which loses it; null when there is none.
    Json take(std::string_view name);
    /// Sets or replaces a member; turns null into an object.
    void set(std::string_view name, Json value);
    /// Sets a member further down, making the objects on the way.
    void set_at(std::string_view dotted, Json value);
    /// Appends to an array; turns null into an array.
    void push(Json item);
    /// Appends a member to an object without looking for one of the same name.
    void append(std::string name, Json value);

    bool operator==(const Json&) const = default;

private:
    Json& member(std::string_view name);

    std::variant<std::monostate, bool, std::int64_t, double, std::string, JsonArray, JsonObject>
        value_;
};

struct JsonLimits {
    std::size_t bytes = 16U << 20U;
    std::size_t depth = 64;
    std::size_t members = 4096;     // of one object
    std::size_t values = 1'000'000; // in all: each takes 40 bytes, however short it is written
};

/// What keeps a text from being JSON, with the byte where.
struct JsonError {
    std::string message = {};
    std::size_t offset = 0;
};

/// The value that `text` holds; later members of one name are an error, as are values out of range.
std::expected<Json, JsonError> parse_json(std::string_view text, JsonLimits limits = {});

/// The shortest form, or with `indent` spaces a level. Broken UTF-8 is written as U+FFFD.
std::string to_text(const Json& value);
std::string to_text(const Json& value, int indent);

} // namespace tenantry
