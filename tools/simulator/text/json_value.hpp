// Reading JSON that may lack anything: the value at a place, or a stand-in. Rules about what a
// caller must send are not here but with the resources.
#pragma once

#include "tools/simulator/text/envelope.hpp"
#include "tools/simulator/text/timestamp.hpp"

#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Made once, in the source of this header: a good part of what most sources would compile
// otherwise.
extern template class nlohmann::basic_json<>;

namespace tenantry::simulator {

using Json = nlohmann::json;

/// The member of an object; null when there is none or `json` is no object.
const nlohmann::json& member(const nlohmann::json& json, std::string_view name);

std::string text_at(const nlohmann::json& json, std::string_view name,
                    std::string_view otherwise = {});
std::optional<std::string> optional_text_at(const nlohmann::json& json, std::string_view name);
bool flag_at(const nlohmann::json& json, std::string_view name);
long long number_at(const nlohmann::json& json, std::string_view name);
std::vector<std::string> texts_at(const nlohmann::json& json, std::string_view name);
std::optional<Time> time_at(const nlohmann::json& json, std::string_view name);

/// The body of a request as an object. Code 6007 for what is no JSON is the code commonly quoted;
/// the reference has none.
std::expected<nlohmann::json, Reply> read_object(const Request& request);

/// Characters, not bytes: what a limit of "at most 100" counts.
std::size_t length_in_characters(std::string_view text);

} // namespace tenantry::simulator
