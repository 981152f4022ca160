#pragma once
// Fills the fields of what is stored by describe(), so that a test sees each of them come back.

#include "tandem/base/bytes.hpp"
#include "tandem/base/clock.hpp"
#include "tandem/base/ids.hpp"
#include "tandem/base/optional_time.hpp"
#include "tandem/store/field_codec.hpp"

#include "support/fake_clock.hpp"

#include <chrono>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::test {

// Sets fields to what no new object has.
class FieldFiller {
  public:
    explicit FieldFiller(const KeyId& key) : key_(key) {}

    template <class T>
    void operator()(std::uint8_t, std::string_view, T& field) {
        fill(field);
    }

  private:
    void fill(std::string& text) { text = "text " + std::to_string(++count_); }
    void fill(Bytes& bytes) { bytes = {1, 2, static_cast<std::uint8_t>(++count_)}; }
    void fill(TimePoint& time) { time = FakeClock::kStart + std::chrono::hours{++count_}; }
    void fill(OptionalTime& time) { time = FakeClock::kStart + std::chrono::hours{++count_}; }
    void fill(KeyId& key) { key = key_; }
    void fill(bool& truth) { truth = true; }
    template <store::WholeNumber T>
    void fill(T& number) {
        number = static_cast<T>(1);
    }
    template <store::Described T>
    void fill(T& fields) {
        T::describe(fields, *this);
    }
    template <class T>
        requires(!std::same_as<T, std::uint8_t>)
    void fill(std::vector<T>& items) {
        items.resize(2);
        for (T& item : items) fill(item);
    }

    KeyId key_;
    int count_ = 0;
};

}  // namespace tandem::test
