// Reads one object out of an answer of the API. Members that it must have, and those that a
// manifest can manage, are read through here, so that an unreadable one becomes a doubt and is
// never taken for a missing one.
#pragma once

#include "engine/base/json.hpp"
#include "engine/model/live.hpp"

#include <string>
#include <string_view>

namespace tenantry {

/// What a value is, for people: "a text", "a number", "null".
std::string_view type_word(const Json& value);

/// A whole number, which some answers write as 5.0; nothing when it is another thing, or one that
/// cannot be told exactly.
std::optional<std::int64_t> whole_number(const Json& value);

class Answer {
public:
    /// `place` stands before the members that doubts name: "component_values[2].".
    Answer(const Json& item, LiveObject& object, std::string place = {})
        : item_(item), object_(object), place_(std::move(place)) {}

    /// What tells which object it is: an id, or a text that is not empty. "" and a doubt at the
    /// whole object where there is none.
    std::string id(std::string_view member) const;
    std::string key(std::string_view member) const;
    /// What decides for a field: "" and a doubt at the field where there is none.
    std::string word(std::string_view member, std::string_view field) const;

    /// The value of a member, or null where the API does not tell it (it is missing, or null);
    /// another type is a doubt at `field`, and null too.
    const std::string* text(std::string_view member, std::string_view field) const;
    const bool* flag(std::string_view member, std::string_view field) const;
    const JsonArray* list(std::string_view member, std::string_view field) const;
    std::optional<std::int64_t> number(std::string_view member, std::string_view field) const;

    /// Keeps a member as the field of that path, as far as it is told.
    void take_text(std::string_view member, std::string_view field) const;
    void take_flag(std::string_view member, std::string_view field) const;
    /// One of a few words, so that "" is none.
    void take_word(std::string_view member, std::string_view field) const;

    void doubt(std::string_view member, std::string what, std::string_view field) const;
    /// A doubt at a member that has to be there and was not found; none where one says so already.
    void missed(std::string_view member, std::string_view field) const;

private:
    /// Null where it is not told; also where it cannot be looked for, and then with a doubt.
    const Json* told(std::string_view member, std::string_view field) const;
    std::string needed(std::string_view member, std::string_view field, bool as_id) const;
    template<typename T>
    const T* of_type(std::string_view member, std::string_view field,
                     const T* (Json::*as)() const) const;

    const Json& item_;
    LiveObject& object_;
    std::string place_;
};

} // namespace tenantry
