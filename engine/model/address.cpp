#include "engine/model/address.hpp"

namespace tenantry {
namespace {

// An "@" marks what tells two accounts of one name apart, so names of accounts escape it; an e-mail
// address behind a word needs no such mark and stays readable.
std::string escaped(std::string_view name, bool with_at = true) {
    std::string result;
    for (const char c : name) {
        if (c == '%') {
            result += "%25";
        } else if (c == '/') {
            result += "%2F";
        } else if (c == '@' && with_at) {
            result += "%40";
        } else {
            result += c;
        }
    }
    return result;
}

// No customer has a name with parentheses.
constexpr std::string_view nobody = "(unmanaged)";

} // namespace

std::string unescaped(std::string_view part) {
    std::string result;
    while (!part.empty()) {
        const std::string_view code = part.substr(0, 3);
        const bool slash = code == "%2F" || code == "%2f";
        if (slash || code == "%40" || code == "%25") {
            result += slash ? '/' : code == "%40" ? '@' : '%';
            part.remove_prefix(code.size());
        } else {
            result += part.front();
            part.remove_prefix(1);
        }
    }
    return result;
}

Address Address::of_customer(std::string_view name) { return Address(escaped(name)); }

Address Address::of_unmanaged(std::string_view name) {
    return Address(std::string(nobody) + "/" + escaped(name));
}

Address Address::parse(std::string_view text) { return Address(std::string(text)); }

Address Address::child(std::string_view word, std::string_view name) const {
    if (word.empty()) return Address(text_ + "/" + escaped(name));
    return Address(text_ + "/" + std::string(word) + "/" + escaped(name, false));
}

Address Address::member(std::string_view word) const {
    return Address(text_ + "/" + std::string(word));
}

Address Address::distinguished(std::string_view by) const {
    return Address(text_ + "@" + escaped(by));
}

std::string_view Address::customer() const {
    const std::string_view text = text_;
    return text.substr(0, text.find('/'));
}

bool Address::of_nobody() const { return customer() == nobody; }

bool Address::contains(const Address& other) const {
    return other.text_.starts_with(text_) &&
           (other.text_.size() == text_.size() || other.text_[text_.size()] == '/');
}

} // namespace tenantry
