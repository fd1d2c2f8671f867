// The printed name of a resource: "acme/Acme GmbH/zone/acme.example". It is what people type after
// --target, what reports sort by, and what stays the same from plan to apply to drift.
#pragma once

#include <string>
#include <string_view>

namespace tenantry {

/// A part of an address as it was before it was escaped.
std::string unescaped(std::string_view part);

/// Addresses are text with structure: segments divided by "/", a "/" or "%" inside a name escaped.
/// The first segment is the customer.
class Address {
public:
    Address() = default;

    static Address of_customer(std::string_view name);
    /// A live object that no manifest names: it has no customer, so it is shown under
    /// "(unmanaged)".
    static Address of_unmanaged(std::string_view name);
    /// One printed before, as a plan file or a flag has it.
    static Address parse(std::string_view text);

    /// A resource in this one; `word` is left out where it is empty (accounts need none).
    Address child(std::string_view word, std::string_view name) const;
    /// What a resource has one of, as the plan of a zone.
    Address member(std::string_view word) const;
    /// This address, its name with what tells it apart from another of that name: "Acme GmbH@EMEA".
    Address distinguished(std::string_view by) const;

    const std::string& text() const { return text_; }
    std::string_view customer() const;
    /// Whether it is of_unmanaged().
    bool of_nobody() const;
    /// Whether `other` is this one or lies in it.
    bool contains(const Address& other) const;

    auto operator<=>(const Address&) const = default;

private:
    explicit Address(std::string text) : text_(std::move(text)) {}

    std::string text_;
};

} // namespace tenantry
