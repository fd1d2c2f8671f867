#include "tools/simulator/wire/record.hpp"

#include "tools/simulator/world/directory.hpp"

#include <nlohmann/json.hpp>

namespace tenantry::simulator {
namespace {

using OrderedJson = nlohmann::ordered_json;

// A body as the JSON it is; as a text when it is none; null when there is none.
OrderedJson body_json(const std::string& body) {
    if (body.empty()) return nullptr;
    const OrderedJson parsed = OrderedJson::parse(body, nullptr, false);
    return parsed.is_discarded() ? OrderedJson(body) : parsed;
}

OrderedJson fields_json(const Fields& fields) {
    OrderedJson out = OrderedJson::object();
    for (const Field& field : fields) {
        if (is_credential_header(field.name)) continue;
        // A parameter given twice is a list of values.
        OrderedJson& value = out[field.name];
        if (value.is_null())
            value = field.value;
        else
            value = OrderedJson::array({value, field.value});
    }
    return out;
}

// The key of a new user is shown once, to the caller; not here.
void hide_secrets(OrderedJson& body) {
    if (!body.is_object() || !body.contains("result") || !body["result"].is_object()) return;
    OrderedJson& result = body["result"];
    if (result.contains("api_key")) result["api_key"] = "(not recorded)";
}

} // namespace

std::string record_line(const Request& request, std::string_view path, std::string_view route,
                        const Reply& reply, std::string_view fault) {
    OrderedJson line;
    line["method"] = request.method;
    line["path"] = path;
    line["route"] = route.empty() ? OrderedJson(nullptr) : OrderedJson(route);
    line["query"] = fields_json(request.query);
    line["request_headers"] = fields_json(request.headers);
    line["request_body"] = body_json(request.body);
    line["status"] = reply.status;
    line["response_headers"] = fields_json(reply.headers);
    line["response_headers"]["Content-Type"] = reply.content_type;
    line["response_body"] = body_json(reply.body);
    hide_secrets(line["response_body"]);
    if (!fault.empty()) line["fault"] = fault;
    return line.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

} // namespace tenantry::simulator
