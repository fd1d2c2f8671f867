#include "engine/planner/member_reader.hpp"

namespace tenantry::planner {

void MemberReader::damage(std::string_view where) {
    if (wrong_.empty()) wrong_ = std::string(where) + " is missing or has another form";
}

std::string MemberReader::text(const Json& in, std::string_view path) {
    const Json* value = in.at(path);
    if (value != nullptr && value->text() != nullptr) return *value->text();
    damage(path);
    return {};
}

std::int64_t MemberReader::number(const Json& in, std::string_view path) {
    const Json* value = in.at(path);
    if (value != nullptr && value->integer() != nullptr) return *value->integer();
    damage(path);
    return 0;
}

const JsonArray& MemberReader::list(const Json& in, std::string_view path) {
    static const JsonArray none;
    const Json* value = in.at(path);
    if (value != nullptr && value->items() != nullptr) return *value->items();
    damage(path);
    return none;
}

std::vector<std::string> MemberReader::texts(const Json& in, std::string_view path) {
    std::vector<std::string> result;
    for (const Json& item : list(in, path)) {
        if (item.text() == nullptr) {
            damage(path);
        } else {
            result.push_back(*item.text());
        }
    }
    return result;
}

std::optional<Amount> MemberReader::amount(const Json& in, std::string_view path) {
    const Json* value = in.at(path);
    if (value != nullptr && value->is_null()) return std::nullopt;
    const auto parsed = Amount::parse(text(in, path));
    if (!parsed) damage(path);
    return parsed ? std::optional(*parsed) : std::nullopt;
}

} // namespace tenantry::planner
