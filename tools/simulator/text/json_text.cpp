#include "tools/simulator/text/json_text.hpp"

#include <fmt/format.h>
#include <iterator>

namespace tenantry::simulator {

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            if (static_cast<unsigned char>(c) < 0x20)
                fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
            else
                out += c;
        }
    }
    out += '"';
}

std::string quoted_text(std::string_view text) {
    std::string out;
    append_quoted(out, text);
    return out;
}

void ObjectText::name_it(std::string_view name) {
    if (out_.size() > 1) out_ += ',';
    append_quoted(out_, name);
    out_ += ':';
}

ObjectText& ObjectText::text(std::string_view name, std::string_view value) {
    name_it(name);
    append_quoted(out_, value);
    return *this;
}

ObjectText& ObjectText::text_or_null(std::string_view name,
                                     const std::optional<std::string>& value) {
    return value ? text(name, *value) : null(name);
}

ObjectText& ObjectText::number(std::string_view name, long long value) {
    return raw(name, fmt::to_string(value));
}

ObjectText& ObjectText::boolean(std::string_view name, bool value) {
    return raw(name, value ? "true" : "false");
}

ObjectText& ObjectText::texts(std::string_view name, const std::vector<std::string>& values) {
    name_it(name);
    out_ += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) out_ += ',';
        append_quoted(out_, values[i]);
    }
    out_ += ']';
    return *this;
}

ObjectText& ObjectText::raw(std::string_view name, std::string_view json) {
    name_it(name);
    out_ += json;
    return *this;
}

std::string ObjectText::take() {
    out_ += '}';
    return std::move(out_);
}

} // namespace tenantry::simulator
