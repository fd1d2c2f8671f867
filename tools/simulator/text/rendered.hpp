// A text made once and kept beside the value it shows.
#pragma once

#include <string>

namespace tenantry::simulator {

/// A copy starts empty: copies are made to be changed, and must not show the old text.
class Rendered {
public:
    Rendered() = default;
    Rendered(const Rendered&) noexcept {}
    Rendered(Rendered&&) noexcept {}
    Rendered& operator=(const Rendered&) noexcept {
        text_.clear();
        return *this;
    }
    Rendered& operator=(Rendered&&) noexcept {
        text_.clear();
        return *this;
    }
    ~Rendered() = default;

    template<class Make>
    const std::string& get(Make make) const {
        if (text_.empty()) text_ = make();
        return text_;
    }

private:
    mutable std::string text_;
};

} // namespace tenantry::simulator
