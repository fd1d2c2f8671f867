// A fingerprint must not tell what it is of, and values are often short: a plain hash of an e-mail
// address is found in no time. So the wanted value goes into it as a key. That one is known at
// apply, from the environment, and is not in the file; who has the file alone would have to guess
// both.
#include "engine/planner/hidden.hpp"

#include "engine/base/sha256.hpp"
#include "engine/model/canonical.hpp"
#include "engine/model/variable_parts.hpp"
#include "engine/products/products.hpp"

#include <algorithm>
#include <functional>

namespace tenantry::planner {
namespace {

/// Of the type of the live value: what is checked by type stays right.
Json fingerprint(const Json& live, const Json& wanted) {
    Json text("sha256:" + sha256(to_text(wanted) + "\n" + to_text(live)));
    return live.items() == nullptr ? text : Json(JsonArray{std::move(text)});
}

/// A list of what a catalogue names, as roles: who has which is what checks go by.
bool is_list_of_names(const Json& live) {
    return live.items() != nullptr && std::ranges::any_of(*live.items(), [](const Json& item) {
               return item.members() != nullptr;
           });
}

Json hidden(const Json& live, const Json& wanted, const Json& written) {
    if (is_list_of_names(live)) return live;
    return replace_variable_parts(live, wanted, written, fingerprint);
}

using Visit =
    std::function<void(Json& live, const Field& wanted, const Json& written, const Schema& field)>;

/// The live values of the fields that variables go into.
void each_value(const KindTable& kinds, const VariableTexts& texts, const Resource& resource,
                LiveObject& object, const Visit& visit) {
    if (texts.empty()) return;
    const Schema& schema = kinds.schema_of(*resource.kind);
    for (const Field& field : resource.fields) {
        const Schema& facts = *schema.field(field.path);
        const Json* written = written_with_variables(texts, field.position, facts);
        if (written == nullptr) continue;
        const auto value = std::ranges::find_if(
            object.fields, [&](const auto& pair) { return pair.first == field.path; });
        if (value != object.fields.end()) visit(value->second, field, *written, facts);
    }
}

} // namespace

const Json* written_with_variables(const VariableTexts& written, Position position,
                                   const Schema& field) {
    const auto found = written.find(position);
    const bool names =
        field.identity != IdentityRole::none || field.comparison == products::by_plan_class;
    return found == written.end() || names ? nullptr : &found->second;
}

Json fingerprinted(const FieldChange& change) {
    if (change.written.is_null()) return change.before;
    return hidden(change.before, change.after, change.written);
}

void hide_values(const KindTable& kinds, const Desired& desired, const Resource& resource,
                 LiveObject& object) {
    each_value(kinds, desired.written, resource, object,
               [](Json& value, const Field& wanted, const Json& written, const Schema& field) {
                   // What is the same in another spelling is kept as it was wanted.
                   const bool same = value.members() == nullptr && !is_list_of_names(value) &&
                                     same_value(value, wanted.value, field);
                   value = hidden(same ? wanted.value : value, wanted.value, written);
               });
}

void reveal_wanted(const KindTable& kinds, const Desired& desired, const Resource& resource,
                   LiveObject& object) {
    const Replace reveal = [](const Json& kept, const Json& wanted) {
        return kept == fingerprint(wanted, wanted) ? wanted : kept;
    };
    each_value(kinds, desired.written, resource, object,
               [&](Json& value, const Field& wanted, const Json& written, const Schema&) {
                   if (!is_list_of_names(value))
                       value = replace_variable_parts(value, wanted.value, written, reveal);
               });
}

} // namespace tenantry::planner
