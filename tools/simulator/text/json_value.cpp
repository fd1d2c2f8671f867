#include "tools/simulator/text/json_value.hpp"

#include <algorithm>

template class nlohmann::basic_json<>;

namespace tenantry::simulator {
namespace {

// Deeper than any body of the API; the parser copes with more, printing what it made may not.
constexpr int deepest = 64;

} // namespace

const nlohmann::json& member(const nlohmann::json& json, std::string_view name) {
    static const nlohmann::json nothing;
    if (!json.is_object()) return nothing;
    const auto found = json.find(name);
    return found == json.end() ? nothing : *found;
}

std::string text_at(const nlohmann::json& json, std::string_view name, std::string_view otherwise) {
    return optional_text_at(json, name).value_or(std::string{otherwise});
}

std::optional<std::string> optional_text_at(const nlohmann::json& json, std::string_view name) {
    const nlohmann::json& value = member(json, name);
    if (!value.is_string()) return std::nullopt;
    return value.get<std::string>();
}

bool flag_at(const nlohmann::json& json, std::string_view name) {
    const nlohmann::json& value = member(json, name);
    return value.is_boolean() && value.get<bool>();
}

long long number_at(const nlohmann::json& json, std::string_view name) {
    const nlohmann::json& value = member(json, name);
    return value.is_number_integer() ? value.get<long long>() : 0;
}

std::vector<std::string> texts_at(const nlohmann::json& json, std::string_view name) {
    std::vector<std::string> out;
    const nlohmann::json& value = member(json, name);
    if (!value.is_array()) return out;
    for (const nlohmann::json& item : value)
        if (item.is_string()) out.push_back(item.get<std::string>());
    return out;
}

std::optional<Time> time_at(const nlohmann::json& json, std::string_view name) {
    return from_rfc3339(text_at(json, name));
}

std::expected<nlohmann::json, Reply> read_object(const Request& request) {
    bool too_deep = false;
    const auto watch = [&too_deep](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
        too_deep = too_deep || depth > deepest;
        return !too_deep;
    };
    nlohmann::json body = nlohmann::json::parse(request.body, watch, false);
    if (too_deep || body.is_discarded())
        return std::unexpected(failure(400, 6007, "Malformed JSON in request body"));
    if (!body.is_object()) return std::unexpected(invalid("The request body must be an object"));
    return body;
}

std::size_t length_in_characters(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

} // namespace tenantry::simulator
