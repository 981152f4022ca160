#pragma once
// Query strings, urlencoded bodies and multipart bodies as one list of decoded parameters.

#include "tandem/api/arena.hpp"
#include "tandem/api/wire.hpp"
#include "tandem/base/error.hpp"

#include <boost/container/small_vector.hpp>

#include <string_view>

namespace tandem::api {

struct Parameter {
    std::string_view name;
    std::string_view value;
};

// Parameters in wire order; names and values live in the arena or in the request.
class ParameterList {
  public:
    [[nodiscard]] const Parameter* find(std::string_view name) const noexcept;
    [[nodiscard]] std::string_view value(std::string_view name) const noexcept;  // "" when absent
    [[nodiscard]] auto begin() const noexcept { return parameters_.begin(); }
    [[nodiscard]] auto end() const noexcept { return parameters_.end(); }
    [[nodiscard]] std::size_t size() const noexcept { return parameters_.size(); }
    void add(Parameter parameter) { parameters_.push_back(parameter); }

  private:
    boost::container::small_vector<Parameter, 24> parameters_;  // a usual request has fewer
};

inline constexpr std::size_t kMaxParameters = 1000;

// Form decoding: "+" is a blank, "%XX" a byte. Errors: request_malformed (bad escape, invalid UTF-8, too many).
Result<void> read_urlencoded(std::string_view text, Arena& arena, ParameterList& to);
// Tolerates a CRLF before the first boundary; a part without a name is an error.
Result<void> read_multipart(std::string_view content_type, std::string_view body, ParameterList& to);
// The parameters of a request: body (by its media type; no type is urlencoded; a GET's is ignored), then query
// parameters whose names the body does not have. A name that is twice in the same place stays twice.
Result<void> read_parameters(const WireRequest& request, Arena& arena, ParameterList& to);

// Whether the query or the form has a parameter of this name, found without decoding anything: a name that was escaped
// is not seen. For telling dialects apart.
bool carries_parameter(const WireRequest& request, std::string_view name);

}  // namespace tandem::api
