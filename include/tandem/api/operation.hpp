#pragma once
// All that is known of one operation of a vendor, in one constant: its file in vendors/<cloud>/operations says what it
// takes, which keys it uses, where it runs and what it answers.

#include "tandem/api/fields.hpp"
#include "tandem/api/request.hpp"
#include "tandem/api/vendor_error.hpp"

#include <span>
#include <string_view>
#include <type_traits>

namespace tandem::api {

// Steps of an operation, for a request whose fields have the right names, types and limits. RequestOf is the vendor's.
template <class RequestOf>
struct Steps {
    // Decodes the fields into the request's values, and names its keys. Nothing is changed yet.
    Result<void> (*read)(RequestOf& request) = nullptr;
    // Where it runs, when that depends on what it got; never earlier than Operation::place.
    Place (*place)(RequestOf& request) = nullptr;
    // Does the work and writes the answer; nothing is written on an error.
    Result<void> (*run)(RequestOf& request) = nullptr;
};

// Details is what the vendor says beside: paths, versions, rates.
template <class RequestOf, class Details>
struct Operation {
    std::string_view name;
    Details details{};
    std::span<const FieldRule> fields{};
    std::span<const DeclaredKey> keys{};
    std::span<const ErrorOverride> errors{};  // where it answers otherwise than the vendor's table of errors
    std::string_view remark{};                // for the compatibility page
    Place place = Place::io_thread;           // at least
    Steps<RequestOf> steps{};                 // without run(): not emulated

    [[nodiscard]] constexpr bool is_emulated() const noexcept { return steps.run != nullptr; }
};

namespace steps_detail {

template <class Function>
struct Reads;
template <class V, class RequestOf>
struct Reads<Result<V> (*)(RequestOf&)> {
    using Value = V;
    using Of = RequestOf;
};

}  // namespace steps_detail

// Steps of an operation that decodes nothing: run(request).
template <class RequestOf>
constexpr Steps<RequestOf> steps(Result<void> (*run)(RequestOf& request)) {
    return {.run = run};
}

// read(request) returns what it decoded, a struct of the operation's own or nothing, and run(request, values) gets it.
// place(request, values), if it is there, says where; it may begin what is quick and keep it in the values.
template <auto read, auto run, auto place = nullptr>
constexpr auto steps() {
    using Traits = steps_detail::Reads<decltype(read)>;
    using Value = typename Traits::Value;
    using Of = typename Traits::Of;
    Steps<Of> all;
    if constexpr (std::is_void_v<Value>) {
        all.read = read;
        all.run = run;
    } else {
        all.read = [](Of& request) -> Result<void> {
            TANDEM_TRY(Value value, read(request));
            request.values.put(request.arena, std::move(value));
            return {};
        };
        all.run = [](Of& request) -> Result<void> { return run(request, request.values.template get<Value>()); };
        if constexpr (!std::is_null_pointer_v<decltype(place)>)
            all.place = [](Of& request) { return place(request, request.values.template get<Value>()); };
    }
    return all;
}

}  // namespace tandem::api
