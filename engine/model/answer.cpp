#include "engine/model/answer.hpp"

namespace tenantry {

std::string_view type_word(const Json& value) {
    if (value.text() != nullptr) return "a text";
    if (value.boolean() != nullptr) return "true or false";
    if (value.items() != nullptr) return "a list";
    if (value.members() != nullptr) return "an object";
    return value.is_null() ? "null" : "a number";
}

std::optional<std::int64_t> whole_number(const Json& value) {
    if (const std::int64_t* integer = value.integer()) return *integer;
    const double* real = value.real();
    constexpr double largest = 1e15; // beyond it a double no longer tells neighbours apart
    if (real == nullptr || !(*real >= -largest && *real <= largest)) return std::nullopt;
    const auto whole = static_cast<std::int64_t>(*real);
    if (static_cast<double>(whole) != *real) return std::nullopt;
    return whole;
}

void Answer::doubt(std::string_view member, std::string what, std::string_view field) const {
    std::string place = place_ + std::string(member);
    if (member.empty() && place.ends_with('.')) place.pop_back();
    object_.doubts.push_back(
        {.member = std::move(place), .what = std::move(what), .field = std::string(field)});
}

void Answer::missed(std::string_view member, std::string_view field) const {
    const bool said = std::ranges::any_of(object_.doubts, [&](const Doubt& doubt) {
        return (place_ + std::string(member)).starts_with(doubt.member);
    });
    if (said) return;
    doubt(member, item_.at(member) == nullptr ? "is missing" : "is null", field);
}

const Json* Answer::told(std::string_view member, std::string_view field) const {
    const Json* here = &item_;
    for (std::size_t begin = 0;;) {
        if (here->is_null()) return nullptr;
        if (here->members() == nullptr) {
            const auto before = member.substr(0, begin == 0 ? 0 : begin - 1);
            doubt(before, "is " + std::string(type_word(*here)), field);
            return nullptr;
        }
        const auto dot = member.find('.', begin);
        here = here->find(member.substr(begin, dot == member.npos ? dot : dot - begin));
        if (here == nullptr || dot == member.npos) break;
        begin = dot + 1;
    }
    return here == nullptr || here->is_null() ? nullptr : here;
}

std::string Answer::needed(std::string_view member, std::string_view field, bool as_id) const {
    const std::size_t before = object_.doubts.size();
    const Json* value = told(member, field);
    if (object_.doubts.size() > before) return {};
    if (value == nullptr) {
        missed(member, field);
    } else if (value->text() == nullptr) {
        doubt(member, "is " + std::string(type_word(*value)), field);
    } else if (value->text()->empty()) {
        doubt(member, "is empty", field);
    } else if (as_id && !is_id(*value->text())) {
        doubt(member, "is no id", field);
    } else {
        return *value->text();
    }
    return {};
}

std::string Answer::id(std::string_view member) const { return needed(member, "", true); }

std::string Answer::key(std::string_view member) const { return needed(member, "", false); }

std::string Answer::word(std::string_view member, std::string_view field) const {
    return needed(member, field, false);
}

template<typename T>
const T* Answer::of_type(std::string_view member, std::string_view field,
                         const T* (Json::*as)() const) const {
    const Json* value = told(member, field);
    if (value == nullptr) return nullptr;
    const T* result = (value->*as)();
    if (result == nullptr) doubt(member, "is " + std::string(type_word(*value)), field);
    return result;
}

const std::string* Answer::text(std::string_view member, std::string_view field) const {
    return of_type(member, field, &Json::text);
}

const bool* Answer::flag(std::string_view member, std::string_view field) const {
    return of_type(member, field, &Json::boolean);
}

const JsonArray* Answer::list(std::string_view member, std::string_view field) const {
    return of_type(member, field, &Json::items);
}

std::optional<std::int64_t> Answer::number(std::string_view member, std::string_view field) const {
    const Json* value = told(member, field);
    if (value == nullptr) return std::nullopt;
    const auto result = whole_number(*value);
    if (result) return result;
    const bool a_number = value->integer() != nullptr || value->real() != nullptr;
    doubt(member, a_number ? "is no whole number" : "is " + std::string(type_word(*value)), field);
    return std::nullopt;
}

void Answer::take_text(std::string_view member, std::string_view field) const {
    if (const std::string* value = text(member, field)) object_.fields.emplace_back(field, *value);
}

void Answer::take_flag(std::string_view member, std::string_view field) const {
    if (const bool* value = flag(member, field)) object_.fields.emplace_back(field, *value);
}

void Answer::take_word(std::string_view member, std::string_view field) const {
    const std::string* value = text(member, field);
    if (value == nullptr) return;
    if (value->empty()) return doubt(member, "is empty", field);
    object_.fields.emplace_back(field, *value);
}

} // namespace tenantry
