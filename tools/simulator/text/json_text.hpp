// JSON written straight into a string, for what is sent often: accounts and zones are rendered
// once per change, and a page is the concatenation of such texts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::simulator {

/// Appends "text" with quotes and escapes. The text is UTF-8.
void append_quoted(std::string& out, std::string_view text);

std::string quoted_text(std::string_view text);

/// An object under construction: members in the order of the calls.
class ObjectText {
public:
    ObjectText& text(std::string_view name, std::string_view value);
    ObjectText& text_or_null(std::string_view name, const std::optional<std::string>& value);
    ObjectText& number(std::string_view name, long long value);
    ObjectText& boolean(std::string_view name, bool value);
    ObjectText& texts(std::string_view name, const std::vector<std::string>& values);
    /// A value that is JSON already.
    ObjectText& raw(std::string_view name, std::string_view json);
    ObjectText& null(std::string_view name) { return raw(name, "null"); }

    /// Ends the object; the builder is spent.
    std::string take();

private:
    void name_it(std::string_view name);

    std::string out_ = "{";
};

} // namespace tenantry::simulator
