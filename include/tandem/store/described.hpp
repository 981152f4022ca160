#pragma once
// Description that a struct must have to be stored, and shown, field by field: describe(self, visit), which calls
// visit(number, name, member) for each field (key_attributes.hpp).

#include <cstdint>
#include <string_view>

namespace tandem::store {

// Takes any field; only named in the concept below.
struct AnyVisitor {
    template <class T>
    void operator()(std::uint8_t, std::string_view, T&) const;
};

template <class T>
concept Described = requires(T& object) { T::describe(object, AnyVisitor{}); };

}  // namespace tandem::store
